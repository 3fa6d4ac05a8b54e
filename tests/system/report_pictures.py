"""Makes the README's pictures of what report.sh staged: the report page, and the differences that a dry run shows on a terminal.

report_pictures.py FOLDER IMAGES   FOLDER as left by report.sh --out; IMAGES gets report.png and diff.png, made small by
pngquant (apt-get install pngquant)
"""
import html
import re
import subprocess
import sys
from pathlib import Path

from browser import Browser

folder, images = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
COLOURS = {"31": "#ff8a80", "32": "#8fd99f", "33": "#f0c674"}
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #e9ecf1; padding: 18px; }
pre { margin: 0; background: #171c24; color: #dfe4ec; border-radius: 10px; padding: 18px 22px; font: 13px/1.5 "DejaVu Sans Mono", monospace; width: 120ch; box-sizing: content-box; white-space: pre-wrap; word-break: break-all; }
b { color: #8ab4f8; font-weight: 400; }
</style><pre><b>$ dsz-sync sync --dry-run</b>
%s</pre>"""


def terminal_page(text):
    def span(match):
        colour = COLOURS.get(match.group(1))
        return f'<span style="color:{colour}">' if colour else "</span>"
    return TERMINAL % re.sub("\x1b\\[(\\d*)m", span, html.escape(text.replace("\r", ""), quote=False))


def without_folders(text):
    """The sandbox's folder means nothing to a reader."""
    text = re.sub(r"https://127\.0\.0\.1:\d+", "https://shop.example", text)
    return re.sub(r"/\S*/(dropshipzone_inventory\.json)", r"~/dsz-sync/\1", text)


browser = Browser()
try:
    browser.open(folder / "mended.html", 1000)
    browser.js("document.querySelector('#made').textContent = document.querySelector('#made').textContent.replace(/^[^,]*/, 'shop.example')")
    browser.picture(images / "report.png", 1240)
    page = folder / "diff.html"
    page.write_text(terminal_page(without_folders((folder / "diff.txt").read_text())))
    browser.open(page, 1022)
    browser.picture(images / "diff.png", browser.js("return Math.ceil(document.querySelector('pre').getBoundingClientRect().bottom) + 18"))
finally:
    browser.quit()
subprocess.run(["pngquant", "--force", "--ext", ".png", "96", images / "report.png", images / "diff.png"], check=True)
