"""An SMTP server for smtp.sh: TLS and a password are required; each mail becomes a file in FOLDER/mail."""
import json
import os
import ssl
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]
mail = os.path.join(folder, "mail")
os.mkdir(mail)


class Keep:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        kept = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "content": envelope.content.decode("ascii"),
                "tls": server.transport.get_extra_info("sslcontext") is not None, "user": session.auth_data.login.decode()}
        name = os.path.join(mail, str(time.monotonic_ns()))
        with open(name + ".part", "w") as file:
            json.dump(kept, file)
        os.rename(name + ".part", name)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"shop" and data.password == b"mail-password", handled=False, auth_data=data)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(os.path.join(folder, "server.pem"), os.path.join(folder, "server.key"))


class StartTls(Controller):
    def factory(self):
        return SMTP(self.handler, tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate)


class WithoutStartTls(Controller):
    """Plain, or within TLS from the start, which auth_require_tls knows nothing of."""
    def factory(self):
        return SMTP(self.handler, auth_required=True, auth_require_tls=False, authenticator=authenticate)


def start(kind, **options):
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kind(Keep(), hostname="localhost", port=port, **options).start()
    return port


ports = f"{start(StartTls)} {start(WithoutStartTls, ssl_context=context)} {start(WithoutStartTls)}\n"
with open(os.path.join(folder, "ports.part"), "w") as file:
    file.write(ports)
os.rename(os.path.join(folder, "ports.part"), os.path.join(folder, "ports"))
while True:
    time.sleep(60)
