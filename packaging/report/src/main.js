import { charts, chartsLead } from "./charts.js";
import { byId, element, show } from "./dom.js";
import { counted, exit, number, span, stock, time, word, zone } from "./format.js";
import { listed, table } from "./table.js";

const report = JSON.parse(byId("report-data").textContent);
const kDay = 86400;

const titles = {
  good: "All is well",
  attention: "Needs a look",
  trouble: "Needs you",
  none: "Nothing yet",
};

function state() {
  const { level, sentence, todo } = report.state;
  byId("state").dataset.level = level;
  byId("state-title").textContent = titles[level];
  byId("state-sentence").textContent = sentence;
  byId("state-todo").textContent = todo ? `What to do: ${todo}` : "";
  const age = (Date.now() - new Date(report.made_at).getTime()) / 1000;
  if (age > kDay) {
    byId("state-age").textContent = `This page is ${span(age)} old: it says what stood then.`;
    show("state-age");
  }
  document.title = `${titles[level]} - stock report - dsz-sync`;
  show("state");
}

function tile(title, value, about, level) {
  return element(
    "div",
    { class: "tile", "data-level": level },
    element("dt", {}, title),
    element("dd", {}, element("strong", {}, value), about ? element("span", {}, about) : null),
  );
}

function tiles() {
  const { store, inventory, quota, last_run: last } = report;
  const since = (text) => span(Math.max(0, (new Date(report.made_at) - new Date(text)) / 1000)) + " ago";
  const made = [];
  if (store && store.selected !== null) {
    made.push(tile("Products", number(store.selected), `compared ${since(store.compared_at)}`));
  }
  if (store && store.out_of_stock !== null) {
    const share = store.selected > 0 ? `${Math.round((store.out_of_stock * 100) / store.selected)}% of them` : "";
    made.push(tile("Out of stock", number(store.out_of_stock), share));
  }
  if (last) made.push(tile("Last run", exit(last.exit_code).replace(/^./, (letter) => letter.toUpperCase()), `run ${last.run}, ${since(last.started_at)}`, last.exit_code === 0 ? null : "bad"));
  if (last && last.written !== null) made.push(tile("Written in it", number(last.written), last.written === 1 ? "product" : "products"));
  if (inventory.fetched_at) made.push(tile("Inventory", number(inventory.products), `fetched ${since(inventory.fetched_at)}`));
  if (quota.left_this_hour !== null) made.push(tile("Requests left", number(quota.left_this_hour), `of ${number(quota.per_hour)} an hour`));
  if (made.length === 0) return;
  byId("tiles").append(...made);
  show("tiles");
}

/// The product in the shop's own administration. Only where the store's address is one of the web.
function product(row) {
  const text = `#${row.id}`;
  const url = report.store?.url ?? "";
  if (!/^https?:\/\//.test(url) || !row.id) return element("span", {}, text);
  const href = `${url.replace(/\/+$/, "")}/wp-admin/post.php?post=${row.parent || row.id}&action=edit`;
  const label = `Edit product ${row.id} in WooCommerce`;
  return element("a", { href, rel: "noopener noreferrer", target: "_blank", "aria-label": label, title: label }, text);
}

const idColumn = { title: "Product", value: (row) => row.id, text: (row) => `#${row.id}`, node: product, right: true };
const skuColumn = { title: "SKU", value: (row) => row.sku, node: (row) => element("code", { class: row.sku.length <= 22 ? "short" : null }, row.sku) };
const nameColumn = { title: "Name", value: (row) => row.name };

function attentionCard(kind) {
  const details = element(
    "details",
    { class: "card look", "data-kind": kind.kind, "data-level": kind.calm ? "calm" : "warn" },
    element(
      "summary",
      {},
      element("span", { class: "badge" }, number(kind.total)),
      element("span", { class: "look-title" }, kind.title),
    ),
    element("p", { class: "lead" }, kind.todo),
  );
  const columns = [skuColumn, idColumn];
  if (kind.rows.some((row) => row.name)) columns.push(nameColumn);
  columns.push({ title: "Why", value: (row) => word(row.why) + (row.detail ? `: ${row.detail}` : "") });
  const fill = () => {
    const cut = listed(kind.total, kind.rows.length, "product");
    if (cut) details.append(element("p", { class: "lead" }, cut));
    details.append(
      table({ caption: kind.title, noun: "product", columns, rows: kind.rows, csvName: `dsz-sync-${kind.kind}.csv` }),
    );
  };
  details.addEventListener("toggle", fill, { once: true });
  return details;
}

function attention() {
  const kinds = report.attention.filter((kind) => kind.total > 0);
  if (!report.store) return;
  byId("attention-list").append(
    ...(kinds.length ? kinds.map(attentionCard) : [element("p", { class: "lead" }, "Nothing: no product is missing, unknown, duplicate or failed.")]),
  );
  show("attention");
}

function changes() {
  const { changes, last_run: last } = report;
  if (!changes) return;
  const later = last && last.run > changes.run ? " Runs after it changed nothing." : "";
  const cut = listed(changes.total, changes.rows.length, "product");
  byId("changes-title").textContent = `What run ${changes.run} changed`;
  byId("changes-lead").textContent =
    `${changes.command ?? "A run"}, ${time(changes.started_at)}: ${counted(changes.total, "product")}.${later} ` +
    (cut ? `${cut} dsz-sync history ${changes.run} shows all.` : "");
  byId("changes-table").append(
    table({
      caption: `Changes of run ${changes.run}`,
      noun: "change",
      rows: changes.rows,
      csvName: `dsz-sync-changes-run-${changes.run}.csv`,
      columns: [
        skuColumn,
        idColumn,
        nameColumn,
        { title: "Before", value: (row) => (typeof row.old === "number" ? row.old : word(row.old)), text: (row) => stock(row.old), right: true },
        { title: "After", value: (row) => (typeof row.new === "number" ? row.new : word(row.new)), text: (row) => stock(row.new), right: true },
        {
          title: "Effect",
          value: (row) => word(row.effect),
          node: (row) => element("span", { class: "mark", "data-effect": row.effect }, word(row.effect)),
        },
        { title: "Why", value: (row) => word(row.why) },
        {
          title: "Outcome",
          value: (row) => word(row.outcome) + (row.detail ? `: ${row.detail}` : ""),
          node: (row) =>
            element(
              "span",
              { class: "mark", "data-outcome": row.outcome },
              word(row.outcome) + (row.detail ? `: ${row.detail}` : ""),
            ),
        },
      ],
    }),
  );
  show("changes");
}

function history() {
  const { rows, total } = report.history;
  if (rows.length === 0) return;
  byId("history-lead").textContent =
    `The newest first. ${listed(total, rows.length, "run")} dsz-sync history RUN shows what one of them wrote.`;
  byId("history-table").append(
    table({
      caption: "Runs, the newest first",
      noun: "run",
      rows,
      csvName: "dsz-sync-runs.csv",
      columns: [
        { title: "Run", value: (row) => row.run, right: true },
        { title: "Started", value: (row) => row.started_at, text: (row) => time(row.started_at) },
        { title: "Took", value: (row) => row.seconds, text: (row) => span(row.seconds), right: true },
        { title: "Command", value: (row) => row.command },
        { title: "Written", value: (row) => row.written, text: (row) => number(row.written), right: true },
        {
          title: "Result",
          value: (row) => exit(row.exit_code),
          node: (row) =>
            element(
              "span",
              { class: "mark", "data-exit": row.exit_code === 0 || row.exit_code === 100 ? "good" : "bad" },
              exit(row.exit_code),
            ),
        },
        { title: "What happened", value: (row) => row.sentence },
      ],
    }),
  );
  show("history");
}

function chartSection() {
  if (report.charts.rows.length === 0) return;
  show("charts");
  byId("charts-lead").textContent = chartsLead(report);
  charts(report, byId("charts-list"));
}

byId("made").textContent = `${report.store ? `${report.store.url.replace(/^https?:\/\//, "")}, ` : ""}${time(report.made_at)}`;
byId("foot").textContent = `Made by ${report.made_by}. Times are this device\u2019s (${zone()}). Charts by uPlot (MIT licence, its text is in this file).`;
state();
tiles();
attention();
chartSection();
changes();
history();
