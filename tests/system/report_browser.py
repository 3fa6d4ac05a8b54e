"""Opens the staged report pages in Chromium, by WebDriver, and checks what an owner would do there.

report_browser.py FOLDER   FOLDER has the pages of report_stage.py; it gets the screenshots
"""
import csv
import json
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from browser import Browser

folder = Path(sys.argv[1]).resolve()
passed = failed = 0


def check(what, good, seen=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    print(f"{'ok  ' if good else 'FAIL'} {what}" + ("" if good else f": {seen!r}"[:600]))


TAB, ENTER, SPACE = "\ue004", "\ue007", " "
ROWS = "return [...document.querySelectorAll('#changes-table tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
COUNT = "return document.querySelector('#changes-table [role=status]').textContent"
# Pixels of each canvas that are painted, and how many colours they have.
CANVASES = """return [...document.querySelectorAll('#charts canvas')].map(canvas => {
  const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return [pixels.reduce((sum, pixel) => sum + (pixel >>> 24 ? 1 : 0), 0), new Set(pixels).size];
})"""
# Contrast of all visible text with what is behind it, the worst first: WCAG asks for 4.5.
CONTRAST = """
const parse = text => { const n = text.match(/[\\d.]+/g).map(Number); return text.startsWith('color(') ? [n[0]*255, n[1]*255, n[2]*255, n[3] ?? 1] : [n[0], n[1], n[2], n[3] ?? 1]; };
const light = rgb => rgb.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
const behind = node => { for (let at = node; at; at = at.parentElement) { const c = parse(getComputedStyle(at).backgroundColor); if (c[3] === 1) return c; } return [255, 255, 255, 1]; };
return [...document.querySelectorAll('body *')].filter(node => node.checkVisibility() && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
  .map(node => { const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))]; return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), node.tagName + '.' + node.className, node.textContent.slice(0, 40)]; })
  .sort((a, b) => a[0] - b[0]).slice(0, 3);
"""


def quiet(browser, name):
    console = [entry["message"] for entry in browser.log("browser")]
    check(f"{name}: nothing on the console", not console, console)
    events = [json.loads(entry["message"])["message"] for entry in browser.log("performance")]
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    foreign = [url for url in urls if not url.startswith(("file:", "blob:", "data:"))]
    check(f"{name}: asks the network for nothing", urls and not foreign, foreign)


def usual_page(browser):
    browser.open(folder / "usual.html")
    canvases = browser.js(CANVASES)
    check("seven charts are drawn", len(canvases) == 7 and all(painted > 2000 and colours > 3 for painted, colours in canvases), canvases)
    words = browser.js("return [...document.querySelectorAll('#charts .words')].map(p => p.textContent)")
    check("each chart has its numbers in words", len(words) == 7 and all(" last, between " in text for text in words), words)
    quota = next((text for text in words if text.startswith("Requests left:")), "")
    check("the quota that was left is told in words", re.search(r"Requests left: \d+ last, between 5\d\d and 5\d\d\.", quota), words)
    series = browser.js("""return [...[...document.querySelectorAll('#charts figure')].find(each => each.querySelector('h3').textContent.includes('quota'))
      .querySelectorAll('.u-legend .u-label')].map(label => label.textContent)""")
    check("its chart has what was left and what is allowed", series[1:] == ["Requests left", "Allowed an hour"], series)
    named = browser.js("return [...document.querySelectorAll('#charts figure')].every(each => document.getElementById(each.getAttribute('aria-labelledby')).textContent)")
    check("each chart has a name for those who do not see it", named)
    check("the state is one heading with a sentence", browser.js("return document.querySelector('h1').textContent") == "Needs a look")
    browser.js("document.querySelectorAll('#charts details')[0].open = true")
    check("a chart's numbers are a table too", browser.until("return document.querySelectorAll('#charts details table tbody tr').length") == 25)
    browser.open(folder / "usual.html")
    browser.picture(folder / "usual-light.png")
    worst = browser.js(CONTRAST)
    check("light: every text has a contrast of 4.5", worst[0][0] >= 4.5, worst)


def hostile_names(browser):
    browser.open(folder / "usual.html")
    names = [row[2] for row in browser.js(ROWS)]
    for name in ('<img src=x onerror="document.title=\'hacked\'">', "</script><script>document.title='hacked'</script>",
                 '=HYPERLINK("http://evil.example","Click, \'me\'")'):
        check(f"a product's name is text: {name}", name in names, names)
    check("an override of the direction is visible", any("\\u{202e}" in name or "\\u202e" in name for name in names), names)
    check("no markup came of it", browser.js("return document.querySelectorAll('img, b, #changes-table script').length") == 0)
    check("no script ran", "hacked" not in browser.js("return document.title"))


def sorting_and_searching(browser):
    browser.open(folder / "usual.html")
    browser.js("document.querySelector('#changes-table input').focus()")
    browser.keys(*"evil img")
    check("search finds one", browser.js(COUNT).startswith("1 of ") and len(browser.js(ROWS)) == 1, browser.js(COUNT))
    browser.js("const input = document.querySelector('#changes-table input'); input.value = 'nothing has this'; input.dispatchEvent(new Event('input'))")
    check("search says when it finds none", browser.js(COUNT) == "No change found", browser.js(COUNT))
    browser.js("const input = document.querySelector('#changes-table input'); input.value = ''; input.dispatchEvent(new Event('input')); input.focus()")
    for _ in range(2 + 4):  # the download, the list itself, then the columns: the fourth says what stood before
        browser.keys(TAB)
    focused = browser.js("return document.activeElement.textContent")
    check("Tab leads to the columns", focused == "Before", focused)
    browser.keys(ENTER)
    before = [row[3] for row in browser.js(ROWS)]
    numbers = [int(text.replace(",", "")) for text in before if text.replace(",", "").isdigit()]
    check("Enter sorts by number", len(numbers) > 3 and numbers == sorted(numbers), before)
    check("the column says so", browser.js("return document.activeElement.parentElement.getAttribute('aria-sort')") == "ascending")
    browser.keys(SPACE)
    down = [int(row[3].replace(",", "")) for row in browser.js(ROWS) if row[3].replace(",", "").isdigit()]
    check("Space sorts the other way", down == sorted(numbers, reverse=True), down)
    check("the focus stays", browser.js("return document.activeElement.textContent") == "Before")


def download(browser):
    browser.open(folder / "usual.html")
    target = tempfile.mkdtemp()
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=target)
    browser.js("document.querySelector('#changes-table .save').click()")
    deadline = time.monotonic() + 20
    while not list(Path(target).glob("*.csv")) and time.monotonic() < deadline:
        time.sleep(0.1)
    files = list(Path(target).glob("*.csv"))
    check("the CSV is named after its run", len(files) == 1 and files[0].name.startswith("dsz-sync-changes-run-"), files)
    text = files[0].read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines(keepends=True)))
    check("it has a line for each change", len(rows) == 1 + browser.js("return document.querySelectorAll('#changes-table tbody tr').length"), len(rows))
    check("its lines end as RFC 4180 says", text.count("\r\n") == text.count("\n") == len(rows))
    cells = [cell for row in rows for cell in row]
    check("no cell is a formula", not [cell for cell in cells if cell[:1] in "=+-@" and cell], [c for c in cells if c[:1] in "=+-@"])
    check("commas and quotes come through", '\'=HYPERLINK("http://evil.example","Click, \'me\'")' in cells, cells[:40])
    shutil.rmtree(target)


def small_and_dark(browser):
    for scheme in ("light", "dark"):
        browser.open(folder / "usual.html", 360, scheme)
        browser.js("document.querySelectorAll('details').forEach(part => part.open = true)")
        browser.until("return [...document.querySelectorAll('details')].every(part => part.querySelector('table'))")
        wide = browser.js("""return [document.documentElement.scrollWidth, [...document.querySelectorAll('body *:not(.skip)')].filter(node =>
          node.getBoundingClientRect().right > 361 && !node.closest('.scroll, .plot')).map(node => node.tagName + '.' + node.className).slice(0, 5)]""")
        check(f"{scheme}, 360 px: nothing to scroll sideways", wide[0] <= 360 and not wide[1], wide)
        browser.open(folder / "usual.html", 360, scheme)
        browser.picture(folder / f"phone-{scheme}.png")
    browser.open(folder / "usual.html", 1280, "dark")
    browser.picture(folder / "usual-dark.png")
    worst = browser.js(CONTRAST)
    check("dark: every text has a contrast of 4.5", worst[0][0] >= 4.5, worst)
    browser.js("window.dark = document.querySelector('#charts canvas').toDataURL()")
    browser.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "light"}])
    check("charts follow the device from dark to light", browser.until("return document.querySelector('#charts canvas').toDataURL() !== window.dark"))


def keyboard(browser):
    browser.open(folder / "usual.html")
    browser.keys(TAB)
    check("the first Tab offers to skip", browser.js("return document.activeElement.className") == "skip")
    browser.keys(ENTER)
    check("and skips", browser.js("return document.activeElement.id") == "main", browser.js("return document.activeElement.outerHTML.slice(0, 80)"))
    browser.keys(TAB, ENTER)
    opened = browser.js("return document.activeElement.closest('details')?.open && document.activeElement.closest('details').dataset.kind")
    check("a list opens with the keyboard", opened == "failed", opened)
    text = browser.until("return document.querySelector('details[data-kind=failed] tbody')?.textContent") or ""
    check("what failed has the store's words, as text", "<b>Invalid</b> product & price" in text, text)
    kinds = browser.js("return [...document.querySelectorAll('details.look')].map(part => part.dataset.kind)")
    check("missing, unknown and duplicate are there", {"failed", "missing", "unknown", "duplicate"} <= set(kinds), kinds)
    unnamed = browser.js("""return [...document.querySelectorAll('input, button, a, summary, [role=region], figure')].filter(node => !(node.textContent.trim() ||
      node.getAttribute('aria-label') || node.labels?.length || node.getAttribute('aria-labelledby'))).length""")
    check("every control has a name", unnamed == 0, unnamed)
    levels = browser.js("return [...document.querySelectorAll('h1, h2, h3')].filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))")
    check("headings go down step by step", levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:])), levels)


def other_pages(browser):
    browser.open(folder / "empty.html")
    check("before any run it says so", "Nothing has run yet." in browser.js("return document.querySelector('#state-sentence').textContent"))
    check("and shows no empty parts", browser.js("return document.querySelectorAll('main > section:not([hidden])').length") == 1)
    browser.picture(folder / "empty-light.png", 900)
    quiet(browser, "empty page")
    browser.open(folder / "mended.html")
    kinds = browser.js("return [...document.querySelectorAll('details.look')].map(part => part.dataset.kind)")
    check("what was mended needs no look any more", "failed" not in kinds and "duplicate" in kinds, kinds)
    browser.open(folder / "full.html")
    check("the fullest page says what is left out", "of 20,000 changes" in browser.js("return document.querySelector('#changes-lead').textContent")
          or "of 20,000 products" in browser.js("return document.querySelector('#changes-lead').textContent"))
    check("and draws its charts", len(browser.js(CANVASES)) == 7)
    browser.js("document.querySelector('#changes-table .more').click()")
    check("a hundred more rows come by button", len(browser.js(ROWS)) > 100)
    check("and take the focus", browser.js("return document.activeElement.rowIndex") == 26)
    quiet(browser, "fullest page")


browser = Browser()
try:
    browser.post("/url", {"url": "about:blank"})
    browser.log("performance")  # of the browser's own first page
    for part in (usual_page, hostile_names, sorting_and_searching, download, small_and_dark, keyboard):
        part(browser)
    quiet(browser, "usual page")
    other_pages(browser)
finally:
    browser.quit()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
