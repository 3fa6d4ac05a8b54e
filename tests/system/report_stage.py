"""Stages the histories whose pages report_browser.py opens: runs of the real program on the sandbox, then copies of them over 90 days.

report_stage.py PROGRAM WORK OUT   WORK has the sandbox's config.json and ready; OUT gets empty.html, usual.html, mended.html, full.html,
and diff.txt: what `match --dry-run` shows on a terminal
"""
import fcntl
import json
import math
import os
import pty
import random
import sqlite3
import struct
import subprocess
import sys
import termios
import time
import urllib.request
from pathlib import Path

program, work, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
supplier = json.loads((work / "ready").read_text())["supplier"]
HOSTILE = {
    "EVIL-IMG": "<img src=x onerror=\"document.title='hacked'\">",
    "EVIL-SCRIPT": "</script><script>document.title='hacked'</script>",
    "=EVIL-FORMULA": '=HYPERLINK("http://evil.example","Click, \'me\'")',
    "EVIL-BIDI": "turned \u202egnp.exe around",
}
DAY_MS = 86_400_000


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{supplier}/_sandbox/{path}", data)) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def run(*command, codes=(0,)):
    done = subprocess.run([program, "--config", str(work / "config.json"), *command], capture_output=True, text=True)
    if done.returncode not in codes:
        sys.exit(f"dsz-sync {' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def on_a_terminal(*command):
    """What it prints on a terminal of 120 columns, with colours."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen([program, "--config", str(work / "config.json"), *command], stdout=its, stderr=subprocess.DEVNULL, env=environment)
    os.close(its)
    text = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        text += piece
    os.close(ours)
    process.wait()
    return text.decode()


def page(name):
    run("report", "--html", str(out / name))
    size = (out / name).stat().st_size
    assert size < 1 << 20, f"{name} has {size} bytes"
    assert (out / name).stat().st_mode & 0o777 == 0o600, f"{name} can be read by others"
    print(f"{name}: {size} bytes")


def followed():
    """SKUs that both sides have."""
    store = {product["sku"] for product in call("store/products") if product["sku"]}
    return sorted(product["sku"] for product in call("supplier/products") if product["sku"] in store)


def stage_products():
    for number, (sku, name) in enumerate(HOSTILE.items()):
        call("supplier/products", {"sku": sku, "stock": 4 + number})
        call("store/products", {"sku": sku, "name": name, "manage_stock": True, "stock_quantity": 40 + number})
    for _ in range(2):
        call("store/products", {"sku": "TWICE-1", "name": "Folding chair", "manage_stock": True, "stock_quantity": 3})
    call("supplier/products", {"sku": "TWICE-1", "stock": 9})
    call("supplier/products", {"sku": "ODD-1", "stock": 1, "overlay": {"stock_qty": "plenty"}})
    call("store/products", {"sku": "ODD-1", "name": "Garden bench", "manage_stock": True, "stock_quantity": 3})


def change_stock(skus, count, dice):
    for sku in dice.sample(skus, count):
        call("supplier/stock", {"sku": sku, "stock": dice.choice([0, 0, 1, 3, 8, 20, 55, 120])})


def real_runs():
    dice = random.Random(7)
    stage_products()
    skus = [sku for sku in followed() if not sku.startswith(("EVIL", "=EVIL", "TWICE", "ODD"))]
    run("fetch")
    run("match", "--dry-run")
    run("match")
    for changed in (14, 9, 22):
        change_stock(skus, changed, dice)
        if changed == 22:
            (out / "diff.txt").write_text(on_a_terminal("sync", "--dry-run"))
        run("sync")
    for sku in skus[:6]:  # a guard stops this one
        call("supplier/remove", {"sku": sku})
    change_stock(skus, 20, dice)
    config = json.loads((work / "config.json").read_text())
    config["match"] = {"guards": {"missing_percent": 0.5, "floor": 1}}
    (work / "config.json").write_text(json.dumps(config))
    run("sync", codes=(4,))
    del config["match"]
    (work / "config.json").write_text(json.dumps(config))
    for sku in HOSTILE:
        call("supplier/stock", {"sku": sku, "stock": 2})
    refused = next(p for p in call("store/products?sku=" + skus[30]))
    call("supplier/stock", {"sku": skus[30], "stock": 77})
    for _ in range(3):
        call("faults", {"service": "store", "kind": "item_error", "id": refused["id"], "code": "product_invalid",
                        "message": "<b>Invalid</b> product & price", "match": {"method": "POST", "path": "batch"}, "times": 5})
    run("sync", codes=(3,))
    call("faults/clear", {})


def over_ninety_days():
    """The real runs, again and again over 90 days, with figures that a shop could have."""
    dice = random.Random(3)
    base = sqlite3.connect(work / "state.db")
    rows = base.execute("SELECT id, command, started_ms, ended_ms, exit_code, sentence, summary_json FROM run ORDER BY id").fetchall()
    good = next(json.loads(row[6]) for row in rows if row[1] == "sync" and row[4] == 0)
    base.execute("UPDATE run SET id = id + 100000")
    base.execute("UPDATE journal SET run = run + 100000")
    for fact in ("last_changes", "last_lists"):
        kept = json.loads(base.execute("SELECT value FROM fact WHERE name = ?", (fact,)).fetchone()[0])
        kept["run"] += 100000
        base.execute("UPDATE fact SET value = ? WHERE name = ?", (json.dumps(kept), fact))
    now = int(time.time() * 1000)
    selected = good["match"]["counts"]["selected"]
    for number in range(4 * 89):
        at = now - 90 * DAY_MS + number * DAY_MS // 4 + DAY_MS
        wave = math.sin(number / 40)
        summary = json.loads(json.dumps(good))
        match, code = summary["match"], 0
        match["out_of_stock"] = int(selected * (0.2 + 0.05 * wave) + dice.randint(0, 6))
        written = max(0, int(dice.gauss(18 + 6 * wave, 7)))
        match["writes"].update(written=written, failed=0)
        match["counts"].update(missing=dice.randint(2, 6), to_zero=dice.randint(0, 9), in_stock=selected - match["out_of_stock"])
        summary["fetch"]["products"] = int(selected * 0.98) + dice.randint(-2, 2)
        summary["supplier_requests"]["requests"] = dice.randint(8, 14)
        summary["store_requests"]["requests"] = dice.randint(12, 22)
        summary["quota_left"] = 600 - summary["supplier_requests"]["requests"]
        summary["seconds"] = round(max(9, dice.gauss(24, 4)), 1)
        sentence = f"{written} of {written} products written"
        if number in (97, 251):
            code, match["writes"] = 4, None
            match["counts"].update(missing=int(selected * 0.4))
            match["guards"][0]["tripped"] = True
            sentence = "40% of the selected products are missing at the supplier; the limit is 30%; nothing was written"
        if number == 180:
            code, match["counts"], match["writes"], match["out_of_stock"] = 10, None, None, None
            sentence = "the supplier could not be reached: HTTP 503 after 5 attempts"
        base.execute("INSERT INTO run (id, command, started_ms, ended_ms, exit_code, sentence, summary_json) VALUES (?, 'sync', ?, ?, ?, ?, ?)",
                     (number + 1, at, at + int(summary["seconds"] * 1000), code, sentence, json.dumps(summary)))
    base.execute("UPDATE run SET id = id - 100000 + 356 WHERE id > 100000")
    base.execute("UPDATE journal SET run = run - 100000 + 356")
    for fact in ("last_changes", "last_lists"):
        kept = json.loads(base.execute("SELECT value FROM fact WHERE name = ?", (fact,)).fetchone()[0])
        kept["run"] += 356 - 100000
        base.execute("UPDATE fact SET value = ? WHERE name = ?", (json.dumps(kept), fact))
    base.commit()
    base.close()


def the_fullest():
    """More of everything than a page takes, in characters that all need an escape."""
    base = sqlite3.connect(work / "state.db")
    worst = "<&>" * 40
    last = base.execute("SELECT max(id) FROM run").fetchone()[0]
    summary, ended = base.execute("SELECT summary_json, ended_ms FROM run WHERE id = ?", (last,)).fetchone()
    for number in range(1, 2501):
        at = ended + number * 10
        base.execute("INSERT INTO run (id, command, started_ms, ended_ms, exit_code, sentence, summary_json) VALUES (?, 'sync', ?, ?, 3, ?, ?)",
                     (last + number, at, at + 5, worst * 9, summary))
    row = {"sku": worst, "id": 2**62, "parent": 2**62, "name": worst, "effect": "back_in_stock", "why": "supplier_out_of_stock",
           "old": "outofstock", "new": "instock", "outcome": "failed", "detail": worst}
    fact = {"run": last + 2500, "store": "https://shop.example", "total": 20000, "rows": [row] * 2000}
    base.execute("UPDATE fact SET value = ? WHERE name = 'last_changes'", (json.dumps(fact),))
    product = {"sku": worst, "id": 2**62, "parent": 2**62, "name": worst, "why": "duplicate_in_store"}
    lists = {kind: {"total": 9000, "rows": [product] * 500} for kind in ("missing", "unknown", "duplicate", "skipped")}
    base.execute("UPDATE fact SET value = ? WHERE name = 'last_lists'", (json.dumps({"run": last + 2500, "store": "https://shop.example", **lists}),))
    base.commit()
    base.close()


config = json.loads((work / "config.json").read_text())
config["dropshipzone"]["requests_per_hour"] = 600  # as the real supplier
(work / "config.json").write_text(json.dumps(config))
page("empty.html")
assert "Nothing has run yet" in run("report"), "before any run"
real_runs()
over_ninety_days()
page("usual.html")
print(run("report"))
for sku in HOSTILE:
    call("supplier/stock", {"sku": sku, "stock": 3})
run("sync")
page("mended.html")
the_fullest()
page("full.html")
