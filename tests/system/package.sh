#!/usr/bin/env bash
# The Debian package: built from a release build, free of lintian's findings, its units sound by systemd's own judgement,
# installed, tried as its user, removed and purged. Works on the machine that it runs on: needs root, meant for CI.
# Usage: tests/system/package.sh [--install] [BUILD]     BUILD: the build folder, build/release unless given
# shellcheck source=tests/system/lib.sh
. "$(dirname "$0")/lib.sh"

if [ "${1:-}" = --install ]; then
  install_packages acl dpkg-dev lintian logrotate man-db systemd
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
[ "$(stat -c '%a %U' /var/lib/dsz-sync-status)" = "755 dsz-sync" ] || fail "/var/lib/dsz-sync-status is not for all to read and the service to write"
[ "$(stat -c '%a %U' /etc/dsz-sync/credentials)" = "700 root" ] || fail "the credentials are not root's alone"
/usr/bin/dsz-sync --version
man --warnings -E UTF-8 -l /usr/share/man/man1/dsz-sync.1.gz 2>"$folder/man.log" >/dev/null
[ ! -s "$folder/man.log" ] || { cat "$folder/man.log"; fail "the man page has faults"; }
passed "installed; its folders are private, its man page is sound"

doc=/usr/share/doc/dsz-sync
for part in /usr/share/bash-completion/completions/dsz-sync /usr/share/zsh/vendor-completions/_dsz-sync \
  /usr/share/fish/vendor_completions.d/dsz-sync.fish \
  /usr/lib/systemd/system/dsz-sync.service /usr/lib/systemd/system/dsz-sync.timer /usr/lib/sysusers.d/dsz-sync.conf \
  /usr/lib/tmpfiles.d/dsz-sync.conf /etc/logrotate.d/dsz-sync \
  /usr/share/dsz-sync/prometheus/dsz-sync.rules.yml /usr/share/dsz-sync/wordpress/dsz-sync-dashboard \
  $doc/examples/cron/dsz-sync.crontab $doc/examples/logrotate/dsz-sync $doc/examples/systemd/dsz-sync.service \
  $doc/config.example.json $doc/README.md $doc/CHANGELOG.md $doc/THIRD-PARTY.md $doc/copyright $doc/changelog.gz; do
  [ -e "$part" ] || fail "the package has no $part"
done
for part in docs:$doc/docs packaging/wordpress/dsz-sync-dashboard:/usr/share/dsz-sync/wordpress/dsz-sync-dashboard; do
  diff -r "$top/${part%%:*}" "${part#*:}" >"$folder/diff.log" || { head "$folder/diff.log"; fail "${part#*:} is not whole"; }
done
passed "every part is there: completions, units, logrotate, crontab, alert rules, WordPress plugin, example, documents"

systemd-analyze verify --man=no /usr/lib/systemd/system/dsz-sync.service /usr/lib/systemd/system/dsz-sync.timer
systemd-analyze security --offline=true --threshold=20 --no-pager dsz-sync.service | tail -1
logrotate -d /etc/logrotate.d/dsz-sync >"$folder/logrotate.log" 2>&1 || { cat "$folder/logrotate.log"; fail "logrotate refuses its file"; }
passed "systemd and logrotate take its files"

# As the service's user, with credentials as systemd gives them, where only that can be written which ProtectSystem=strict leaves it.
textfiles=/var/lib/prometheus/node-exporter
mkdir -p "$textfiles"
setfacl -m u:dsz-sync:rwx "$textfiles"
as_the_service() {
  # shellcheck disable=SC2016
  unshare --mount bash -ec '
    for path in /var/lib/dsz-sync $(sed -n "s/^ReadWritePaths=//p" /usr/lib/systemd/system/dsz-sync.service); do
      mount --bind "${path#-}" "${path#-}"
    done
    mount -o remount,bind,ro /
    umask 077
    exec "$@"' - setpriv --reuid dsz-sync --regid dsz-sync --clear-groups env -i CREDENTIALS_DIRECTORY="$folder/credentials" "$@"
}
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
 "paths": {"state_dir": "/var/lib/dsz-sync"},
 "monitoring": {"status_file": "/var/lib/dsz-sync-status/status.json", "metrics_file": "$textfiles/dsz_sync.prom"}}
JSON
chown dsz-sync /etc/dsz-sync/config.json
chmod 600 /etc/dsz-sync/config.json
as_the_service /usr/bin/dsz-sync match >"$folder/match.log" 2>&1 &&
  fail "match without an inventory did not fail"
grep -q "no inventory" "$folder/match.log" || { cat "$folder/match.log"; fail "match did not come as far as its inventory"; }
passed "the service's user reads the credentials and nothing else is wanted but an inventory"

for written in /var/lib/dsz-sync-status/status.json "$textfiles/dsz_sync.prom"; do
  [ "$(stat -c '%a %U' "$written")" = "644 dsz-sync" ] || { cat "$folder/match.log"; fail "$written was not written for all to read"; }
done
rm "$textfiles/dsz_sync.prom"
setfacl -x u:dsz-sync "$textfiles"
passed "the service writes status.json and node_exporter's file where its unit lets it"

# By hand, as packaging/README.md says, with the configuration of the service.
sed -i "s#$folder/credentials#/run/credentials/dsz-sync.service#" /etc/dsz-sync/config.json
install -m 600 "$folder"/credentials/* /etc/dsz-sync/credentials
eval "$(sed -n '/^as_service() {$/,/^}$/p' "$top/packaging/README.md")"
sudo() { "$@"; }
as_service match >"$folder/match.log" 2>&1 && fail "match by hand without an inventory did not fail"
grep -q "no inventory" "$folder/match.log" || { cat "$folder/match.log"; fail "match by hand did not come as far as its inventory"; }
passed "by hand the same configuration and credentials work"

dpkg --purge dsz-sync >"$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log"; fail "the package cannot be removed"; }
for left in /usr/bin/dsz-sync /etc/dsz-sync /var/lib/dsz-sync /var/lib/dsz-sync-status /usr/lib/systemd/system/dsz-sync.service /etc/logrotate.d/dsz-sync /usr/share/dsz-sync; do
  [ ! -e "$left" ] || fail "$left is still there after the purge"
done
passed "removed and purged, nothing is left"
