#!/usr/bin/env bash
# tests/fuzz/run.sh [--keep] [--build FOLDER] SECONDS [NAME...]: runs fuzzers one after the other (see README.md).
set -euo pipefail
cd "$(dirname "$0")/../.."
usage() {
  sed -n 's/^# \(tests.*\)/usage: \1/p' tests/fuzz/run.sh >&2
  exit 2
}

keep=no
build=build/fuzz
while [[ ${1-} == --* ]]; do
  case $1 in
    --keep) keep=yes ;;
    --build) build=${2-} && shift ;;
    *) usage ;;
  esac
  shift
done
[[ ${1-} =~ ^[0-9]+$ ]] || usage
seconds=$1
shift
if [[ $# -eq 0 ]]; then
  for folder in tests/fuzz/corpus/*/; do set -- "$@" "$(basename "$folder")"; done
fi

stat_of() { sed -n "s/^stat::$1: *//p" "$2"; }

failed=()
for name in "$@"; do
  program=$build/tests/fuzz/fuzz_$name
  corpus=tests/fuzz/corpus/$name
  work=$build/fuzz/$name # what is found goes on from here the next time
  log=$work/log
  mkdir -p "$work/inputs" "$work/findings"
  [[ -x $program ]] || { echo "$program is not there: cmake --preset fuzz && cmake --build --preset fuzz" >&2; exit 2; }
  status=0
  # In memory: the state.db of one fuzzer would keep the disk busy.
  TMPDIR=$([[ -w /dev/shm ]] && echo /dev/shm || echo /tmp) "$program" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -max_len=8192 -dict=tests/fuzz/words.dict -print_final_stats=1 \
    -artifact_prefix="$work/findings/" "$work/inputs" "$corpus" >"$log" 2>&1 || status=$?
  covered=$(grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -1 || true)
  printf '%-16s %9s executions, %6s a second, %s, %s\n' "$name" "$(stat_of number_of_executed_units "$log")" \
    "$(stat_of average_exec_per_sec "$log")" "${covered:-no coverage}" \
    "$([[ $status -eq 0 ]] && echo "no finding" || echo "A FINDING in $work/findings, see $log")"
  if [[ $status -ne 0 ]]; then
    failed+=("$name")
    grep -E 'BROKEN|ERROR: |SUMMARY|runtime error|terminate called|what\(\)' "$log" | head -5 || true
  elif [[ $keep == yes ]]; then
    before=$(find "$corpus" -type f | wc -l)
    # The fewest that together reach every branch: how often each is passed does not count.
    "$program" -set_cover_merge=1 -use_counters=0 -max_len=2048 -timeout=10 "$corpus" "$work/inputs" >"$work/merge.log" 2>&1
    echo "  $(($(find "$corpus" -type f | wc -l) - before)) inputs added to $corpus"
  fi
done
[[ ${#failed[@]} -eq 0 ]]
