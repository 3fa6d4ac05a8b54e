#!/usr/bin/env bash
# The Debian package: built from a release build, free of lintian's findings, its units sound by systemd's own judgement,
# installed, tried as its user, removed and purged. Works on the machine that it runs on: needs root, meant for CI.
# Usage: tests/system/package.sh [--install] [BUILD]     BUILD: the build folder, build/release unless given
# shellcheck source=tests/system/lib.sh
. "$(dirname "$0")/lib.sh"

if [ "${1:-}" = --install ]; then
  install_packages dpkg-dev lintian logrotate man-db systemd
  shift
fi
build=${1:-$top/build/release}
[ "$(id -u)" -eq 0 ] || fail "needs root: it installs and removes the package"
trap 'dpkg --purge dsz-sync >/dev/null 2>&1 || true; clean_up' EXIT

(cd "$build" && cpack -G DEB -B "$folder" >"$folder/cpack.log" 2>&1) || { tail "$folder/cpack.log"; fail "cpack failed"; }
package=$(ls "$folder"/dsz-sync_*.deb)
lintian --allow-root --fail-on error,warning "$package" || fail "lintian"
passed "lintian finds nothing"

dpkg -i "$package" >"$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log"; fail "the package cannot be installed"; }
[ "$(stat -c '%a %U' /var/lib/dsz-sync)" = "700 dsz-sync" ] || fail "/var/lib/dsz-sync is not the service's alone"
[ "$(stat -c '%a %U' /etc/dsz-sync/credentials)" = "700 root" ] || fail "the credentials are not root's alone"
/usr/bin/dsz-sync --version
man --warnings -E UTF-8 -l /usr/share/man/man1/dsz-sync.1.gz 2>"$folder/man.log" >/dev/null
[ ! -s "$folder/man.log" ] || { cat "$folder/man.log"; fail "the man page has faults"; }
passed "installed; its folders are private, its man page is sound"

systemd-analyze verify --man=no /usr/lib/systemd/system/dsz-sync.service /usr/lib/systemd/system/dsz-sync.timer
systemd-analyze security --offline=true --threshold=20 --no-pager dsz-sync.service | tail -1
logrotate -d /etc/logrotate.d/dsz-sync >"$folder/logrotate.log" 2>&1 || { cat "$folder/logrotate.log"; fail "logrotate refuses its file"; }
passed "systemd and logrotate take its files"

# As the service's user, with credentials as systemd gives them.
mkdir -m 755 "$folder/credentials"
chmod 755 "$folder"
for secret in dropshipzone_password woocommerce_consumer_secret; do
  echo "$secret" >"$folder/credentials/$secret"
  chown root:dsz-sync "$folder/credentials/$secret"
  chmod 440 "$folder/credentials/$secret"
done
cat >/etc/dsz-sync/config.json <<JSON
{"dropshipzone": {"email": "owner@shop.example", "password_file": "$folder/credentials/dropshipzone_password"},
 "woocommerce": {"url": "https://shop.example", "consumer_key": "ck_1", "consumer_secret_file": "$folder/credentials/woocommerce_consumer_secret"},
 "paths": {"state_dir": "/var/lib/dsz-sync"}}
JSON
chown dsz-sync /etc/dsz-sync/config.json
chmod 600 /etc/dsz-sync/config.json
setpriv --reuid dsz-sync --regid dsz-sync --clear-groups env -i CREDENTIALS_DIRECTORY="$folder/credentials" /usr/bin/dsz-sync match >"$folder/match.log" 2>&1 &&
  fail "match without an inventory did not fail"
grep -q "no inventory" "$folder/match.log" || { cat "$folder/match.log"; fail "match did not come as far as its inventory"; }
passed "the service's user reads the credentials and nothing else is wanted but an inventory"

dpkg --purge dsz-sync >"$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log"; fail "the package cannot be removed"; }
for left in /usr/bin/dsz-sync /etc/dsz-sync /var/lib/dsz-sync /usr/lib/systemd/system/dsz-sync.service /etc/logrotate.d/dsz-sync; do
  [ ! -e "$left" ] || fail "$left is still there after the purge"
done
passed "removed and purged, nothing is left"
