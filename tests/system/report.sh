#!/usr/bin/env bash
# The report page in a real browser: several runs on the sandbox, then the pages of an empty, a usual and the fullest history, opened from
# the disk in Chromium. Screenshots stay in the folder named by --out.
set -euo pipefail
usage() {
  cat <<'TEXT'
tests/system/report.sh [--install] [--build FOLDER] [--out FOLDER]
  --install       install python3, chromium and chromium-driver with apt-get
  --build FOLDER  where dsz-sync and dsz-sandbox were built; else build/release
  --out FOLDER    where the pages and screenshots go; else build/report-page
TEXT
}

top=$(cd "$(dirname "$0")/../.." && pwd)
build="$top/build/release"
out="$top/build/report-page"
while [ $# -gt 0 ]; do
  case $1 in
    --install)
      apt-get update -qq >/dev/null
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        python3 chromium chromium-driver fonts-dejavu-core >/dev/null
      ;;
    --build) build=$2 && shift ;;
    --out) out=$2 && shift ;;
    --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
for tool in python3 chromium chromedriver; do
  command -v "$tool" >/dev/null || { echo "report.sh: $tool is not there; --install installs it" >&2 && exit 2; }
done

mkdir -p "$out"
work=$(mktemp -d)
sandbox=""
cleanup() {
  if [ -n "$sandbox" ]; then kill "$sandbox" 2>/dev/null || true; wait "$sandbox" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT
"$build/tests/sandbox/dsz-sandbox" --seed 7 --products 1500 --store-products 300 --config-dir "$work" --ready-file "$work/ready" &
sandbox=$!
for _ in $(seq 100); do
  [ -e "$work/ready" ] && break
  sleep 0.1
done

python3 "$top/tests/system/report_stage.py" "$build/src/cli/dsz-sync" "$work" "$out"
python3 "$top/tests/system/report_browser.py" "$out"
