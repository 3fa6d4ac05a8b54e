"""check_mail.py FOLDER SUBJECT WORDS: there is one mail, and it is as it should be. It is taken away."""
import email
import email.policy
import email.utils
import glob
import json
import os
import re
import sys

folder, subject, words = sys.argv[1:]
names = glob.glob(os.path.join(folder, "mail", "*"))
assert len(names) == 1, f"{len(names)} mails instead of one"
with open(names[0]) as file:
    kept = json.load(file)
os.remove(names[0])

assert kept["from"] == "shop@mail.example", kept["from"]
assert kept["to"] == ["owner@shop.example", "it@shop.example"], kept["to"]
assert kept["user"] == "shop" and kept["tls"], kept
assert max(map(len, kept["content"].splitlines())) <= 998
message = email.message_from_string(kept["content"], policy=email.policy.default)
assert not message.defects, message.defects
assert message["Subject"].startswith(subject), message["Subject"]
assert message["From"] == "dsz-sync <shop@mail.example>", message["From"]
assert [to.addr_spec for to in message["To"].addresses] == kept["to"], message["To"]
assert re.fullmatch(r"<[^<>@\s]+@mail\.example>", message["Message-ID"]), message["Message-ID"]
assert email.utils.parsedate_to_datetime(message["Date"]).utcoffset().total_seconds() == 0
text = message.get_body(("plain",)).get_content()
html = message.get_body(("html",)).get_content()
assert words in text and words in html, text
assert text.endswith("\n") and "</html>" in html
for secret in ("mail-password", "sandbox-password", "cs_rw"):
    assert secret not in kept["content"] and secret not in text + html, secret
