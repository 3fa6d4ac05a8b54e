#!/usr/bin/env bash
# Takes a clean clone to a running program (README.md, "Two commands").
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: cmake/bootstrap.sh COMMAND

  demo     install the packages that are missing, build a release, run the main job on the sandbox:
           fetch, match --dry-run, match, and a second match that finds nothing to do
  test     install the packages that are missing, build a release, run every test
  build    install the packages that are missing, build a release (no test, no sandbox)

Packages are installed with apt-get (Debian 12, Ubuntu 24.04 and later). On other systems install those that README.md
names; this script then finds them. Everything is built in build/release. Every command may be repeated.
TEXT
}

top=$(cd "$(dirname "$0")/.." && pwd)
build="$top/build/release"
log="$top/build/bootstrap.log"

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
fail() {
  printf 'bootstrap: %s\n' "$*" >&2
  exit 1
}

# Runs a long step with its output in the log; on failure shows the end of it.
quietly() {
  local what=$1
  shift
  if ! "$@" >>"$log" 2>&1; then
    tail -30 "$log" >&2
    fail "$what failed; the whole output is in $log"
  fi
}

build_packages=(g++ cmake ninja-build libcurl4-openssl-dev libssl-dev libsqlite3-dev nlohmann-json3-dev libfmt-dev libspdlog-dev libcli11-dev ca-certificates)
test_packages=(libgtest-dev libgmock-dev libcpp-httplib-dev zlib1g-dev git)

install_packages() {
  if ! command -v apt-get >/dev/null; then
    command -v cmake >/dev/null && return
    fail "there is no apt-get here: install the packages that README.md names for your system, then run this again"
  fi
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    echo "All packages are installed."
    return
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "installing packages needs root: run as root, or: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  quietly "apt-get update" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update
  quietly "apt-get install" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

configure_and_build() {
  local tests=$1
  shift
  quietly "Configuring" cmake -S "$top" --preset release -DDSZ_TESTS="$tests"
  quietly "Building" cmake --build "$build" "$@"
  echo "Built: $build/src/cli/dsz-sync"
}

demo() {
  local folder sandbox
  folder=$(mktemp -d)
  "$build/tests/sandbox/dsz-sandbox" --seed 1 --products 3000 --store-products 120 --config-dir "$folder" --ready-file "$folder/ready" &
  sandbox=$!
  # shellcheck disable=SC2064  # the values of now are meant
  trap "kill $sandbox 2>/dev/null || true; wait $sandbox 2>/dev/null || true; rm -rf '$folder'" EXIT
  for _ in $(seq 100); do
    [ -e "$folder/ready" ] && break
    kill -0 $sandbox 2>/dev/null || fail "the sandbox did not start"
    sleep 0.1
  done
  [ -e "$folder/ready" ] || fail "the sandbox was not ready after 10 s"

  local program=("$build/src/cli/dsz-sync" --config "$folder/config.json")
  for step in "fetch" "match --dry-run" "match" "match"; do
    say "dsz-sync $step"
    # shellcheck disable=SC2086  # a step is a command with its option
    "${program[@]}" $step || fail "dsz-sync $step ended with exit code $?"
  done
  say "dsz-sync history"
  "${program[@]}" history
  echo
  echo "The demo is done: the stock in the sandbox's store is that of its supplier. To use your own: README.md, \"First real run\"."
}

[ $# -eq 1 ] || { usage >&2; exit 2; }
mkdir -p "$top/build"
: >"$log"
case $1 in
  demo)
    say "Packages"
    install_packages "${build_packages[@]}" "${test_packages[@]}"
    say "Build (a few minutes the first time)"
    configure_and_build ON --target dsz-sync dsz-sandbox
    demo
    ;;
  test)
    say "Packages"
    install_packages "${build_packages[@]}" "${test_packages[@]}"
    say "Build (some minutes the first time)"
    configure_and_build ON
    say "Tests"
    ctest --test-dir "$build" --output-on-failure --no-tests=error -j $((3 * $(nproc))) || fail "some tests failed: see above"
    ;;
  build)
    say "Packages"
    install_packages "${build_packages[@]}"
    say "Build"
    configure_and_build OFF
    ;;
  -h | --help | help) usage ;;
  *) usage >&2; exit 2 ;;
esac
