// A table that can be searched and sorted, with the keyboard too. Rows beyond the first wait for a button.
import { csv, download } from "./csv.js";
import { element } from "./dom.js";
import { counted, number } from "./format.js";

const kFirst = 25;
const kStep = 100;
let tables = 0;

function compare(a, b) {
  const nothing = (value) => value === null || value === undefined || value === "";
  if (nothing(a) || nothing(b)) return Number(nothing(a)) - Number(nothing(b));
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return a.localeCompare(b, "en", { numeric: true, sensitivity: "base" });
}

/// columns: {title, value(row) for sorting and CSV, text(row) for people, node(row) instead of text, right}.
export function table({ caption, noun, columns, rows, csvName, search = true }) {
  const id = `table-${++tables}`;
  const texts = rows.map((row) =>
    columns.map((column) => (column.text ? column.text(row) : String(column.value(row) ?? ""))).join("\n").toLowerCase(),
  );
  let found = rows.map((_, position) => position);
  let sorted = { column: -1, down: false };
  let shown = kFirst;

  const body = element("tbody", { role: "rowgroup" });
  const count = element("p", { class: "count", role: "status" });
  const more = element("button", { type: "button", class: "more", onclick: () => showMore() });
  const heads = columns.map((column, position) =>
    element(
      "th",
      { scope: "col", role: "columnheader", "aria-sort": "none", class: column.right ? "right" : null },
      element("button", { type: "button", onclick: () => sort(position) }, column.title),
    ),
  );

  function line(row) {
    return element(
      "tr",
      { role: "row" },
      ...columns.map((column) =>
        element(
          "td",
          { role: "cell", "data-title": column.title, class: column.right ? "right" : null },
          column.node ? column.node(row) : element("span", {}, column.text ? column.text(row) : (column.value(row) ?? "")),
        ),
      ),
    );
  }

  function fill() {
    body.replaceChildren(...found.slice(0, shown).map((position) => line(rows[position])));
    const all = found.length === rows.length ? "" : ` of ${number(rows.length)}`;
    count.textContent = found.length === 0 ? `No ${noun} found` : `${number(found.length)}${all} ${noun}${rows.length === 1 ? "" : "s"}`;
    const left = found.length - shown;
    more.hidden = left <= 0;
    more.textContent = `Show ${number(Math.min(left, kStep))} more`;
  }

  function order() {
    if (sorted.column < 0) {
      found.sort((a, b) => a - b);
      return;
    }
    const { value } = columns[sorted.column];
    const way = sorted.down ? -1 : 1;
    found.sort((a, b) => way * compare(value(rows[a]), value(rows[b])) || a - b);
  }

  function sort(position) {
    sorted = { column: position, down: sorted.column === position && !sorted.down };
    heads.forEach((head, other) =>
      head.setAttribute("aria-sort", other !== position ? "none" : sorted.down ? "descending" : "ascending"),
    );
    order();
    fill();
  }

  function searchFor(text) {
    const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
    found = rows.map((_, position) => position).filter((position) => parts.every((part) => texts[position].includes(part)));
    shown = kFirst;
    order();
    fill();
  }

  function showMore() {
    const first = shown;
    shown += kStep;
    fill();
    body.rows[first].tabIndex = -1; // keyboards and screen readers go on with the first new row
    body.rows[first].focus();
  }

  function save() {
    const titles = columns.map((column) => column.title);
    download(csvName, csv(titles, found.map((position) => columns.map((column) => column.value(rows[position])))));
  }

  const tools = element("div", { class: "tools" });
  if (search) {
    tools.append(
      element("label", { for: id }, `Search ${noun}s`),
      element("input", {
        type: "search",
        id,
        autocomplete: "off",
        spellcheck: "false",
        oninput: (event) => searchFor(event.target.value),
      }),
    );
  }
  tools.append(count);
  if (csvName) tools.append(element("button", { type: "button", class: "save", onclick: save }, "Download CSV"));
  fill();
  return element(
    "div",
    { class: "listing" },
    tools,
    element(
      "div",
      { class: "scroll", role: "region", "aria-label": caption, tabindex: "0" },
      element(
        "table",
        { role: "table" },
        element("caption", {}, caption),
        element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads)),
        body,
      ),
    ),
    more,
  );
}

export const listed = (total, rows, noun) =>
  rows < total ? `The first ${number(rows)} of ${counted(total, noun)} are here.` : "";
