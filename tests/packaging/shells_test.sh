#!/usr/bin/env bash
# The completions in the shells that are here, and the manual page in its readers. $1: the folder packaging.
set -euo pipefail
packaging=$1
bad=0
fail() {
  echo "$*" >&2
  bad=1
}

# What bash offers for a line, whose last word is the one that is being typed.
offered() {
  bash --norc -c '
    source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _dsz_sync
    printf "%s\n" "${COMPREPLY[@]}"' bash "$packaging/completions/dsz-sync.bash" "$@"
}
expect() {
  local what=$1 got
  shift
  got=$(offered "$@")
  grep -qxF -- "$what" <<<"$got" || fail "\"$*\" does not offer \"$what\", but: $got"
}
refuse() {
  local what=$1 got
  shift
  got=$(offered "$@")
  ! grep -qxF -- "$what" <<<"$got" || fail "\"$*\" offers \"$what\""
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
touch "$folder/plan 1.json"
expect sync dsz-sync s
expect status dsz-sync s
expect --dry-run dsz-sync match --d
expect --config dsz-sync match --c
expect targeted dsz-sync fetch --mode ta
expect json dsz-sync --log-format j
expect json dsz-sync --log-format = j
expect sync dsz-sync --config match s
expect "$folder/plan 1.json" dsz-sync match -n --plan "$folder/p"
expect "$folder/plan 1.json" dsz-sync apply "$folder/p"
expect "$folder/plan 1.json" dsz-sync --config "$folder/p"
refuse sync dsz-sync match s
refuse --dry-run dsz-sync fetch --d
refuse match dsz-sync --lock-wait m

bash -n "$packaging/completions/dsz-sync.bash" || bad=1
if command -v zsh >/dev/null; then zsh -n "$packaging/completions/_dsz-sync" || bad=1; fi
if command -v fish >/dev/null; then
  fish -n "$packaging/completions/dsz-sync.fish" || bad=1
  # Where it is put by the installation, fish finds it by itself.
  got=$(fish --no-config -c "source '$packaging/completions/dsz-sync.fish'; complete -C 'dsz-sync fetch --mode ta'")
  [[ $got == targeted* ]] || fail "fish offers: $got"
fi
if command -v mandoc >/dev/null; then mandoc -T lint -W error "$packaging/man/dsz-sync.1" || bad=1; fi
if command -v groff >/dev/null; then
  complaints=$(groff -man -ww -Tutf8 -K utf8 "$packaging/man/dsz-sync.1" 2>&1 >"$folder/page") || true
  [ -z "$complaints" ] || fail "groff: $complaints"
  grep -q 'dsz-sync match' "$folder/page" || fail "the manual page does not explain match"
fi
exit $bad
