#!/usr/bin/env bash
# Builds a release with the benchmarks, runs them all (about ten minutes; keep the machine quiet), prints the table and puts
# it into docs/PERFORMANCE.md. With names of stages (stages.py) it runs these only, and writes nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
needed=(libbenchmark-dev libsimdjson-dev php-cli python3)
for package in "${needed[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && continue
  echo "run.sh: the package $package is missing: apt-get install ${needed[*]}, and what cmake/bootstrap.sh test installs" >&2
  exit 1
done
cmake --preset release -B build/bench -DDSZ_BENCH=ON >/dev/null
cmake --build build/bench --target dsz-sync dsz-sandbox benchmarks
if [ $# -eq 0 ]; then set -- --write; fi
python3 tests/bench/bench.py build/bench "$@"
