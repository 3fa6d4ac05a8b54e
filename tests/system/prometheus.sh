#!/usr/bin/env bash
# The metrics in the real tools: promtool finds nothing to complain about, node_exporter's textfile collector takes the file,
# Prometheus scrapes it, and the example alerts fire.
# Usage: tests/system/prometheus.sh [--install] [BUILD]     BUILD: the build folder, build/release unless given
# shellcheck source=tests/system/lib.sh
. "$(dirname "$0")/lib.sh"

if [ "${1:-}" = --install ]; then
  install_packages prometheus prometheus-node-exporter curl python3
  shift
fi
build=${1:-$top/build/release}
rules=$top/packaging/prometheus/dsz-sync.rules.yml
textfiles=$folder/textfiles
mkdir "$textfiles"

promtool check rules "$rules" >/dev/null || fail "the example rules"
promtool test rules "$top/tests/system/dsz-sync.rules.test.yml" >"$folder/rules.log" 2>&1 || { cat "$folder/rules.log" >&2; fail "the alerts"; }
passed "the example alerts fire when they should"

# A shop and its supplier.
start sandbox "$build/tests/sandbox/dsz-sandbox" --seed 1 --products 300 --store-products 40 --config-dir "$folder" --ready-file "$folder/ready"
wait_for "the sandbox" test -e "$folder/ready"

# configure KEY VALUE: KEY as in docs/CONFIGURATION.md, VALUE as JSON.
configure() {
  python3 - "$folder/config.json" "$1" "$2" <<'PYTHON'
import json, sys
path, key, value = sys.argv[1:]
document = json.load(open(path))
section, name = key.split(".", 1)
document.setdefault(section, {})[name] = json.loads(value)
with open(path, "w") as file:
    json.dump(document, file)
PYTHON
}
run() {
  local code=0
  "$build/src/cli/dsz-sync" --config "$folder/config.json" -q "$@" 2>"$folder/run.log" || code=$?
  echo $code
}

configure monitoring.metrics_file "\"$textfiles/dsz_sync.prom\""
configure woocommerce.retries 0
expect "exit code of the first sync" 0 "$(run sync)"
complaints=$(promtool check metrics <"$textfiles/dsz_sync.prom" 2>&1) || fail "promtool check metrics: $complaints"
expect "what promtool complains about" "" "$complaints"

exporter=$(free_port)
start exporter prometheus-node-exporter --collector.disable-defaults --collector.textfile \
  --collector.textfile.directory="$textfiles" --web.listen-address="127.0.0.1:$exporter"
wait_for "node_exporter" curl -fsS "http://127.0.0.1:$exporter/metrics"
[[ $(curl -fsS "http://127.0.0.1:$exporter/metrics") == *"node_textfile_scrape_error 0"* ]] || fail "node_exporter could not read the file"
passed "node_exporter takes the file"

port=$(free_port)
cat >"$folder/prometheus.yml" <<YAML
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
rule_files: ["$rules"]
scrape_configs:
  - job_name: node
    static_configs: [{targets: ["127.0.0.1:$exporter"]}]
YAML
start prometheus prometheus --config.file="$folder/prometheus.yml" --storage.tsdb.path="$folder/tsdb" --web.listen-address="127.0.0.1:$port"

# The value of the one sample that a query gives; "" for none.
query() {
  curl -fsS "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1" |
    python3 -c 'import json, sys; r = json.load(sys.stdin)["data"]["result"]; print(r[0]["value"][1] if r else "")'
}
says() { [ "$(query "$1")" = "$2" ]; }

wait_for "Prometheus to scrape" says 'dsz_sync_build_info' 1
expect "last exit code" 0 "$(query dsz_sync_last_run_exit_code)"
expect "selected products" 40 "$(query 'dsz_sync_products{state="selected"}')"
expect "number of states" 7 "$(query 'count(dsz_sync_products)')"
expect "guards that are named" 6 "$(query 'count(dsz_sync_guard_tripped == 0)')"
expect "kinds of requests" 6 "$(query 'count(dsz_sync_requests_total)')"
expect "age of the last success below a minute" 1 "$(query 'time() - dsz_sync_last_success_timestamp_seconds < bool 60')"
expect "age of the inventory below a minute" 1 "$(query 'time() - dsz_sync_inventory_timestamp_seconds < bool 60')"
success=$(query dsz_sync_last_success_timestamp_seconds)

# An inventory that is too old: a guard stops the run, and an alert says which.
sed -i '2s/"fetched_at": "20[0-9]*-/"fetched_at": "2001-/' "$folder/dropshipzone_inventory.json"
expect "exit code of a match with an old inventory" 4 "$(run match)"
wait_for "the alert on the guard" says 'ALERTS{alertname="DszSyncGuardTripped",alertstate="firing",guard="inventory"}' 1
passed "the alert on the guard fires"
expect "last success" "$success" "$(query dsz_sync_last_success_timestamp_seconds)"

# A store that is not there: the last success stays.
configure woocommerce.url '"http://127.0.0.1:9"'
expect "exit code without a store" 13 "$(run sync)"
wait_for "the alert on the failed run" says 'ALERTS{alertname="DszSyncRunFailed",alertstate="firing"}' 1
passed "the alert on the failed run fires"
expect "last success" "$success" "$(query dsz_sync_last_success_timestamp_seconds)"
promtool check metrics <"$textfiles/dsz_sync.prom" || fail "promtool check metrics after a failure"
echo "Passed in $SECONDS s."
