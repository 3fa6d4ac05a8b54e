# shellcheck shell=bash disable=SC2034
# For the system tests: one temporary folder, the processes that they started, and words for what fails. Sourced.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
started=()

clean_up() {
  local process
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  for process in "${started[@]}"; do wait "$process" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap clean_up EXIT

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

skipped() { printf 'skipped: %s\n' "$*"; }

passed() { printf 'ok: %s\n' "$*"; }

# Installs Debian packages that are missing; needs root. The services that come with them are not started.
install_packages() {
  [ "$(id -u)" -eq 0 ] || fail "--install needs root"
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  printf 'Installing: %s\n' "${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$folder/apt.log" 2>&1 ||
    { tail -20 "$folder/apt.log" >&2; fail "apt-get install"; }
}

# A program in the background, its output in $folder/NAME.log; it is ended at the end.
start() {
  local name=$1
  shift
  "$@" >"$folder/$name.log" 2>&1 &
  started+=($!)
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Tries the command until it succeeds; 30 s at most.
wait_for() {
  local what=$1 end=$((SECONDS + 30))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { tail -n 5 "$folder"/*.log >&2; fail "waited 30 s for $what"; }
    sleep 0.1
  done
}

expect() {
  [ "$2" = "$3" ] || fail "$1: expected \"$2\", but it is \"$3\""
  passed "$1 is $3"
}
