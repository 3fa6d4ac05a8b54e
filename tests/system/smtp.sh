#!/usr/bin/env bash
# Mail by a real SMTP server (aiosmtpd) that asks for TLS and a password: what arrives, and what is refused.
# Usage: tests/system/smtp.sh [--install] [BUILD]     BUILD: the build folder, build/release unless given
# shellcheck source=tests/system/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top"

if [ "${1:-}" = --install ]; then
  install_packages python3-aiosmtpd openssl
  shift
fi
build=${1:-$top/build/release}

# Certificates of an authority of its own, and of another.
for name in ca other; do
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -keyout "$folder/$name.key" -out "$folder/$name.pem" 2>/dev/null
done
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout "$folder/server.key" -out "$folder/server.csr" 2>/dev/null
openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -CAcreateserial -days 2 \
  -extfile <(echo subjectAltName=DNS:localhost) -out "$folder/server.pem" 2>/dev/null

# The mail server: STARTTLS on one port, TLS on another, neither on a third.
start server /usr/bin/python3 -W ignore tests/system/smtp_server.py "$folder"
wait_for "the mail server" test -s "$folder/ports"
read -r starttls tls plain <"$folder/ports"

# The shop, of which too much is missing.
mkdir -m 700 "$folder/shop"
start sandbox "$build/tests/sandbox/dsz-sandbox" --products 50 --store-products 40 --config-dir "$folder/shop" --ready-file "$folder/ready"
wait_for "the sandbox" test -s "$folder/ready"
config=$folder/shop/config.json

# with_mail SERVER CA PASSWORD ALLOWED [OTHER]: puts the section into the configuration
with_mail() {
  /usr/bin/python3 - "$config" "$@" <<'PYTHON'
import json, sys
path, server, ca, password, percent = sys.argv[1:6]
other = sys.argv[6] if len(sys.argv) > 6 else "it@shop.example"
config = json.load(open(path))
config["notify"] = {"email": {"server": server, "ca_file": ca, "user": "shop", "password": password,
                              "from": "shop@mail.example", "to": ["owner@shop.example", other]}}
config.setdefault("match", {})["guards"] = {"missing_percent": float(percent), "zeroed_percent": float(percent), "floor": 1}
json.dump(config, open(path, "w"))
PYTHON
}
sync() { "$build"/src/cli/dsz-sync --config "$config" "$@" >"$folder/out" 2>&1; }

supplier=$(/usr/bin/python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["supplier"])' "$folder/ready")
with_mail "smtp://localhost:$starttls" "$folder/ca.pem" mail-password 100
sync sync || [ $? = 3 ] || { cat "$folder/out"; fail "the first sync"; }
rm -f "$folder"/mail/*
/usr/bin/python3 - "$supplier/_sandbox/" <<'PYTHON'
import json, sys, urllib.request
def call(path, body=None):
    return urllib.request.urlopen(sys.argv[1] + path, body and json.dumps(body).encode()).read()
for product in json.loads(call("supplier/products")):
    call("supplier/remove", {"sku": product["sku"]})
    call("supplier/products", {**product, "sku": product["sku"] + "-new"})
PYTHON

with_mail "smtp://localhost:$starttls" "$folder/ca.pem" mail-password 10
code=0
sync sync || code=$?
[ "$code" = 4 ] || { cat "$folder/out"; fail "the guard did not trip: exit code $code"; }
/usr/bin/python3 tests/system/check_mail.py "$folder" "dsz-sync: stopped, " "match.guards.missing_percent"
passed "a run that a guard stops is told by mail"

with_mail "smtps://localhost:$tls" "$folder/ca.pem" mail-password 10
sync notify-test || { cat "$folder/out"; fail "notify-test by smtps"; }
grep -qx "e-mail: ok" "$folder/out" || fail "notify-test does not say ok"
/usr/bin/python3 tests/system/check_mail.py "$folder" "dsz-sync: a test of its notifications" "this channel works"
passed "TLS from the start"

# refused WORDS: notify-test fails with them, and no mail arrives
refused() {
  code=0
  sync notify-test || code=$?
  [ "$code" = 3 ] || { cat "$folder/out"; fail "exit code $code instead of 3"; }
  grep -q "$1" "$folder/out" || { cat "$folder/out"; fail "it does not say: $1"; }
  ! grep -q "mail-password" "$folder/out" || fail "the password was printed"
  [ -z "$(ls "$folder/mail")" ] || fail "a mail arrived"
}
with_mail "smtp://localhost:$starttls" "$folder/ca.pem" mail-password-wrong 10
refused "user name or password refused"
for server in "smtp://localhost:$starttls" "smtps://localhost:$tls"; do
  with_mail "$server" "$folder/other.pem" mail-password 10
  refused "certificate"
done
with_mail "smtp://localhost:$plain" "$folder/ca.pem" mail-password 10
refused "no STARTTLS"
passed "a wrong password, an unknown authority, a server without STARTTLS are refused"

with_mail "smtp://localhost:$starttls" "$folder/ca.pem" mail-password 10 gone@shop.example
code=0
sync notify-test || code=$?
[ "$code" = 3 ] || fail "exit code $code instead of 3 where one of two recipients is refused"
grep -qx "e-mail: taken, but not for gone@shop.example (SMTP 550)" "$folder/out" || { cat "$folder/out"; fail "the refused recipient is not named"; }
[ "$(ls "$folder/mail" | wc -l)" = 1 ] || fail "the other recipient has no mail"
passed "a recipient that is refused is named, and the others have the mail"
