// Makes src/report/assets/report_page.html, the page without its data: markup, style, script and the chart library in one file, with
// the hashes of its style and script in its Content-Security-Policy. `--check` says whether the file that is there is what it makes.
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../src/report/assets/report_page.html");
const read = (name) => readFile(join(here, name), "utf8");
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

async function script() {
  const made = await build({
    entryPoints: [join(here, "src/main.js")],
    bundle: true,
    minify: true,
    charset: "ascii",
    format: "iife",
    target: "es2020",
    legalComments: "none", // the licence stands in the page as a whole
    write: false,
  });
  return made.outputFiles[0].text.trim();
}

async function style() {
  const library = await read("node_modules/uplot/dist/uPlot.min.css");
  const made = await transform(library + (await read("src/page.css")), { loader: "css", minify: true, charset: "ascii" });
  return made.code.trim();
}

function once(text, place, content) {
  const parts = text.split(place);
  if (parts.length !== 2) throw new Error(`page.html names ${place} ${parts.length - 1} times instead of once`);
  return parts.join(content);
}

async function page() {
  const [js, css, licence] = [await script(), await style(), await read("node_modules/uplot/LICENSE")];
  if (/<\/(script|style)|<!--/i.test(js + css)) throw new Error("the script or the style would end its own element");
  let html = await read("src/page.html");
  html = once(html, "@STYLE_HASH@", hash(css));
  html = once(html, "@SCRIPT_HASH@", hash(js));
  html = once(html, "@LICENCE@", licence.trim().replaceAll("--", "- -"));
  html = once(html, "@STYLE@", css);
  html = once(html, "@SCRIPT@", js);
  if (html.split("@REPORT_DATA@").length !== 2) throw new Error("the page must have one place for its data");
  if (/[^\x00-\x7f]/.test(html)) throw new Error("the page must be plain ASCII");
  return html;
}

const html = await page();
if (!process.argv.includes("--check")) {
  await writeFile(target, html);
  console.log(`${html.length} bytes written to src/report/assets/report_page.html`);
} else if ((await readFile(target, "utf8")) !== html) {
  console.error("src/report/assets/report_page.html is stale: run npm ci && npm run build in packaging/report");
  process.exit(1);
} else {
  console.log("src/report/assets/report_page.html is what its sources make");
}
