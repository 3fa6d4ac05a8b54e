#!/usr/bin/env bash
# The dashboard widget in a real WordPress (Debian's, with MariaDB) and a real browser: shown to an administrator and to a shop manager,
# hidden from everybody else, one sentence for each bad file, and nothing that a status file says is taken for HTML.
# Usage: tests/system/wordpress.sh [--install] [BUILD]     BUILD: the build folder, build/release unless given
# shellcheck source=tests/system/lib.sh
. "$(dirname "$0")/lib.sh"

if [ "${1:-}" = --install ]; then
  install_packages wordpress mariadb-server php-cli php-mysql php-codesniffer gettext chromium curl python3
  shift
fi
build=${1:-$top/build/release}
packaging=$top/packaging/wordpress
plugin=$packaging/dsz-sync-dashboard
site=$folder/site
user=$(id -un)
web=() # as whom the web server runs: like a real one it is not the owner of the files
[ "$user" != root ] || web=(setpriv --reuid=65534 --regid=65534 --clear-groups)

# The code by itself.
while read -r file; do
  php -l "$file" >/dev/null || fail "php -l $file"
done < <(find "$plugin" -name '*.php')
# Functions of PHP itself that the plugin calls.
calls() {
  # shellcheck disable=SC2016  # no variable of the shell
  php -r 'foreach (array_slice($argv, 1) as $file) {
    $tokens = PhpToken::tokenize(file_get_contents($file));
    $tokens = array_values(array_filter($tokens, fn($token) => !$token->isIgnorable()));
    foreach ($tokens as $i => $token) {
      $name = ltrim($token->text, "\\");
      $called = ($tokens[$i + 1]->text ?? "") === "(" && !in_array($tokens[$i - 1]->text ?? "", ["->", "?->", "::", "function", "new"]);
      if ($called && function_exists($name)) echo $name, "\n";
    }
  }' "$@" | sort -u
}
# And a real PHP 7.4, which Debian does not have: compiled to WebAssembly, from the npm registry.
php74=$top/tests/system/php74
if [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -lt 18 ]; then
  skipped "PHP 7.4 needs Node.js 18 or later"
elif ! (cd "$php74" && npm ci --silent --no-audit --no-fund --ignore-scripts) >"$folder/npm.log" 2>&1; then
  skipped "PHP 7.4: npm ci in tests/system/php74 could not get it"
else
  mapfile -t files < <(find "$plugin" -name "*.php")
  mapfile -t called < <(calls "${files[@]}")
  node "$php74/check.mjs" "$plugin" "${called[@]}" >"$folder/php74.log" || fail "the plugin needs a newer PHP than 7.4"
  passed "$(cat "$folder/php74.log") of PHP that the plugin calls"
fi
(cd "$packaging" && phpcs -q) || fail "the coding standard"
# shellcheck disable=SC2016  # no variable of the shell
if grep -rnE 'wp_remote_|curl_|fsockopen|stream_socket|fopen|fwrite|file_put_contents|(update|add)_option\(|wp_mail|eval\(|\$_(GET|POST|REQUEST|COOKIE)|\$wpdb' \
  "$plugin" --include='*.php'; then
  fail "the plugin must not write, call out or read a request"
fi
xgettext --language=PHP --from-code=UTF-8 --keyword=__ --keyword=esc_html__ -o "$folder/now.pot" "$plugin"/includes/*.php
texts() { msgcat --no-location --no-wrap "$1" | grep '^msgid ' | sort; }
diff <(texts "$folder/now.pot") <(texts "$plugin/languages/dsz-sync-dashboard.pot") >&2 || fail "languages/dsz-sync-dashboard.pot is not up to date"
passed "php -l, coding standard, no writing and no calling out, the template of translations"

# A status file of a real run.
mkdir "$folder/shop" "$folder/status"
start sandbox "$build/tests/sandbox/dsz-sandbox" --seed 1 --products 300 --store-products 40 --config-dir "$folder/shop" --ready-file "$folder/ready"
wait_for "the sandbox" test -e "$folder/ready"
python3 - "$folder" <<'PYTHON'
import json, sys
path = sys.argv[1] + "/shop/config.json"
document = json.load(open(path))
document["monitoring"] = {"status_file": sys.argv[1] + "/status/status.json"}
with open(path, "w") as file:
    json.dump(document, file)
PYTHON
"$build/src/cli/dsz-sync" --config "$folder/shop/config.json" -q sync || fail "sync"

# A shop.
chmod 755 "$folder"
mariadb-install-db --no-defaults --user="$user" --datadir="$folder/db" --auth-root-authentication-method=normal --skip-test-db >"$folder/db.log" 2>&1 ||
  fail "mariadb-install-db: $(tail -3 "$folder/db.log")"
start mariadb mariadbd --no-defaults --user="$user" --datadir="$folder/db" --socket="$folder/db.sock" --pid-file="$folder/db.pid" --skip-networking
cp -rL /usr/share/wordpress "$site"
rm "$site/wp-config.php"
mkdir -p "$site/wp-content/plugins" "$site/wp-content/mu-plugins"
cp -r "$plugin" "$site/wp-content/plugins/"
cp "$top/tests/system/wordpress-sign-in.php" "$site/wp-content/mu-plugins/"
port=$(free_port)
cat >"$site/wp-config.php" <<PHP
<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$folder/db.sock');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', 'http://127.0.0.1:$port');
define('WP_SITEURL', WP_HOME);
define('AUTH_KEY', 'a');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false);
define('WP_DEBUG_LOG', '$folder/debug.log');
\$path = file_get_contents('$folder/status-path');
if (\$path !== '-') {
    define('DSZ_SYNC_STATUS_FILE', \$path);
}
\$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
PHP
: >"$folder/debug.log"
chmod 666 "$folder/debug.log"
shown_file() { printf %s "$1" >"$folder/status-path"; }
shown_file "$folder/status/status.json"
wait_for "MariaDB" mariadb --no-defaults --socket="$folder/db.sock" -u root -e 'CREATE DATABASE IF NOT EXISTS wordpress'
php "$top/tests/system/wordpress-install.php" "$site" "127.0.0.1:$port" >"$folder/install.log" 2>&1 ||
  fail "the installation: $(tail -n 3 "$folder/debug.log")"
[ ! -s "$folder/install.log" ] || fail "the installation said: $(cat "$folder/install.log")"
passed "WordPress $(sed -n "s/^\$wp_version = '\(.*\)';/\1/p" "$site/wp-includes/version.php") is installed, and the plugin is active"
PHP_CLI_SERVER_WORKERS=4 start php "${web[@]}" php -S "127.0.0.1:$port" -t "$site"
wait_for "the web server" curl -fsS -o /dev/null "http://127.0.0.1:$port/wp-login.php"

# browse USER [PAGE]: the page as a browser shows it to this user, scripts run.
browse() {
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update \
    --disable-sync --disable-dev-shm-usage --user-data-dir="$(mktemp -d -p "$folder")" --dump-dom \
    "http://127.0.0.1:$port/?test_user=$1&test_page=${2:-}" 2>/dev/null
}
# look USER [PAGE]: the same page as it is sent.
look() {
  local cookies
  cookies=$(mktemp -p "$folder")
  curl -sS -L -c "$cookies" -b "$cookies" "http://127.0.0.1:$port/?test_user=$1&test_page=${2:-}"
}
has() { [[ $2 == *"$3"* ]] || { printf '%s\n' "$2" | grep -o '<p class="dsz-sync-[^/]*/p>' >&2; fail "$1 lacks: $3"; }; }
lacks() { [[ $2 != *"$3"* ]] || fail "$1 shows: $3"; }
heading="Stock from the supplier (dsz-sync)"

# change CODE: Python that alters the document d of the status file; `ago(hours)` is a time in it.
change() {
  python3 - "$folder/status/status.json" "$1" <<'PYTHON'
import datetime, json, sys
path, code = sys.argv[1:]
d = json.load(open(path))
def ago(hours):
    return (datetime.datetime.utcnow() - datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
exec(code)
with open(path, "w") as file:
    json.dump(d, file)
PYTHON
}

page=$(browse admin)
has "the administrator's dashboard" "$page" "$heading"
has "the widget" "$page" '<p class="dsz-sync-green"'
has "the widget" "$page" "The stock was last brought up to date"
has "the widget" "$page" "Products of the supplier in the shop</td><td style=\"text-align:right\">40</td>"
has "the widget" "$page" "Guards: none has stopped"
has "the shop manager's dashboard" "$(browse shop_manager)" "$heading"
passed "shown to an administrator and to a shop manager"
for name in subscriber editor; do
  page=$(browse $name)
  has "the dashboard of the $name" "$page" "Dashboard</h1>"
  lacks "the dashboard of the $name" "$page" "$heading"
  lacks "the dashboard of the $name" "$page" "dsz-sync"
done
passed "hidden from a subscriber and an editor"

change 'd["last_success"]["ended_at"] = ago(9)'
has "nine hours later the widget" "$(look admin)" '<p class="dsz-sync-amber"'
change 'd["last_success"]["ended_at"] = ago(30)'
has "30 hours later the widget" "$(look admin)" '<p class="dsz-sync-red"'
change 'd["last_success"] = None'
has "without a success the widget" "$(look admin)" "was never brought up to date"
change 'd["last_success"] = d["last_run"]; d["last_failure"] = dict(d["last_run"], exit_code=4, sentence="the feed dropped"); d["guards"]["states"][2]["tripped"] = True; d["guards"]["states"][2]["sentence"] = "by 40%"'
page=$(look admin)
has "after a failure the widget" "$page" "did not succeed: the feed dropped"
has "after a failure the widget" "$page" "Guard feed_drop stopped the run, and nothing was written: by 40%"
passed "amber, red, the last error and the guard"

attack='<script>document.title="owned"</script><img src=x onerror="document.title=1">'
change "a = '$attack'
for run in ('last_run', 'last_failure'): d[run]['sentence'] = d[run]['command'] = a
d['guards']['states'][2]['sentence'] = d['guards']['states'][2]['name'] = a
d['products']['selected'] = a"
page=$(browse admin)
has "the widget" "$page" '&lt;script&gt;document.title='
lacks "the page" "$page" '<title>owned'
lacks "the page" "$page" '<img src="x"'
lacks "the page" "$page" '<script>document.title'
passed "nothing in the file is taken for HTML"

# bad FILE SENTENCE: the widget says this one sentence and nothing else.
bad() {
  local page lines
  shown_file "$1"
  page=$(look admin)
  has "with $1 the widget" "$page" "$2"
  lines=$(grep -o '<p class="dsz-sync-' <<<"$page" | wc -l)
  [ "$lines" = 1 ] || fail "with $1 the widget says $lines sentences"
}
odd=$folder/odd
mkdir "$odd"
bad "" "No status file is configured"
bad "$odd/none.json" "is not there"
bad "$odd" "is not there"
bad "status.json" "not an absolute path"
bad "http://127.0.0.1:$port/status.json" "not an absolute path"
bad "php://filter/resource=$folder/status/status.json" "not an absolute path"
mkfifo "$odd/pipe.json" && bad "$odd/pipe.json" "is not there"
: >"$odd/empty.json" && bad "$odd/empty.json" "is damaged"
head -c 700 "$folder/status/status.json" >"$odd/cut.json" && bad "$odd/cut.json" "is damaged"
head -c 3000 /dev/urandom >"$odd/noise.json" && bad "$odd/noise.json" "is damaged"
python3 -c 'print("[" * 90000 + "]" * 90000)' >"$odd/deep.json" && bad "$odd/deep.json" "is damaged"
head -c 400000000 /dev/zero >"$odd/huge.json" && bad "$odd/huge.json" "far too large"
echo '{"name": "vendor/package", "version": "1"}' >"$odd/foreign.json" && bad "$odd/foreign.json" "is not a status file of dsz-sync"
bad "$site/wp-config.php" "is damaged"
echo '{"format": "dsz-status", "schema_version": 2}' >"$odd/newer.json" && bad "$odd/newer.json" "another version of dsz-sync"
if [ "$user" = root ]; then
  echo '{}' >"$odd/secret.json" && chmod 600 "$odd/secret.json" && bad "$odd/secret.json" "cannot be read"
fi
echo '{"format": "dsz-status", "schema_version": 1, "last_run": [[1]], "last_success": "now", "last_failure": {"ended_at": ["x"]}, "products":
  {"selected": {"a": 1}, "updated": 1.5}, "guards": {"states": [1, "x", {"tripped": true}, {"tripped": true, "name": 7}]}, "inventory": 3}' >"$odd/types.json"
shown_file "$odd/types.json"
has "with values of other types the widget" "$(look admin)" "was never brought up to date"
passed "one sentence for each bad file"

# Without the constant the setting counts.
shown_file -
has "without any path the widget" "$(look admin)" "No status file is configured"
cat >"$folder/set.php" <<PHP
<?php
\$_SERVER['HTTP_HOST'] = '127.0.0.1';
require '$site/wp-load.php';
require '$site/wp-admin/includes/admin.php';
DszSync\Dashboard\Settings::register();
update_option('dsz_sync_dashboard', ['status_file' => '$folder/status/status.json', 'amber_hours' => '0', 'red_hours' => '40', 'report_url' => 'https://reports.example/?a=1&b=2']);
update_option('WPLANG', 'de_DE');
PHP
cat >"$folder/de.po" <<'PO'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"
msgid "The stock was last brought up to date %s."
msgstr "Der Bestand wurde zuletzt %s abgeglichen."
PO
msgfmt -o "$site/wp-content/plugins/dsz-sync-dashboard/languages/dsz-sync-dashboard-de_DE.mo" "$folder/de.po"
mkdir -p "$site/wp-content/languages"
cp "$site/wp-content/plugins/dsz-sync-dashboard/languages/dsz-sync-dashboard-de_DE.mo" "$site/wp-content/languages/de_DE.mo" # makes the language known
php "$folder/set.php" || fail "saving the settings"
change 'd["last_success"]["ended_at"] = ago(30)'
page=$(look admin)
has "with the settings the widget" "$page" 'href="https://reports.example/?a=1&#038;b=2"'
has "with 40 hours until red the widget" "$page" '<p class="dsz-sync-amber"'
has "in German the widget" "$page" "Der Bestand wurde zuletzt"
page=$(browse admin 'options-general.php?page=dsz-sync-dashboard')
has "the settings page" "$page" "value=\"$folder/status/status.json\""
has "the settings page" "$page" 'value="40"'
lacks "the settings page for a shop manager" "$(look shop_manager 'options-general.php?page=dsz-sync-dashboard')" "$folder/status"
passed "settings, report link, translation"

if grep -i 'dsz-sync' "$folder/debug.log" >&2; then fail "PHP complained about the plugin"; fi
passed "no notice, warning or error of PHP from the plugin"
echo "Passed in $SECONDS s."
