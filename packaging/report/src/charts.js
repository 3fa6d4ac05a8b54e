// Charts over the last 90 days, drawn by uPlot. Each has its numbers in words and in a table too.
import uPlot from "uplot";
import { element } from "./dom.js";
import { counted, number, percent, span, time } from "./format.js";
import { table } from "./table.js";

const kHeight = 190;
const kRowsInTable = 200;
const kFew = 40; // so few values are shown as points too: a line through one of them is nothing
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const line = (label, column, ink, format, more = {}) => ({ label, column, ink, format, kind: "line", ...more });
const bars = (label, column, ink, format) => ({ label, column, ink, format, kind: "bars" });
const limit = (label, value, ink, format) => ({ label, value, ink, format, kind: "limit" });

/// What is drawn. A series without a single value is left out; a chart without a series too.
function plans(report) {
  const { limits, quota } = report;
  return [
    {
      title: "Products out of stock",
      about: "Of the store\u2019s products from this supplier, after each run.",
      series: [line("Out of stock", "out_of_stock", "--chart-1", number, { fill: true })],
    },
    {
      title: "Updates a run",
      about: "Products whose stock a run wrote, and those it could not write.",
      series: [bars("Written", "written", "--chart-1", number), bars("Not written", "failed", "--chart-bad", number)],
    },
    {
      title: "Products in the feed",
      about: "What the supplier listed: the whole catalogue, or what was asked for by name.",
      series: [
        line("Whole catalogue", "feed_whole", "--chart-1", number),
        line("Asked by name", "feed_asked", "--chart-2", number),
      ],
    },
    {
      title: "Duration",
      about: "How long each run took.",
      series: [line("Duration", "seconds", "--chart-1", span, { fill: true })],
    },
    {
      title: "Requests a run",
      about: `To the supplier, who allows ${number(quota.per_hour)} an hour, and to the store.`,
      series: [
        line("Supplier", "supplier_requests", "--chart-1", number),
        line("Store", "store_requests", "--chart-2", number),
        limit("Supplier\u2019s limit an hour", quota.per_hour, "--chart-bad", number),
      ],
    },
    {
      title: "Supplier\u2019s quota",
      about: `Requests that were left within the hour after each run, of the ${number(quota.per_hour)} that the supplier allows.`,
      series: [
        line("Requests left", "quota_left", "--chart-1", number, { fill: true }),
        { ...limit("Allowed an hour", quota.per_hour, "--chart-bad", number), always: true },
      ],
    },
    {
      title: "Guards",
      about: "Shares that guards watch. Above its limit, a guard stops the run.",
      series: [
        line("Missing", "missing_percent", "--chart-1", percent),
        line("Going to zero", "zeroed_percent", "--chart-2", percent),
        limit("Limit, missing", limits.missing_percent, "--chart-bad", percent),
        ...(limits.zeroed_percent === limits.missing_percent
          ? []
          : [limit("Limit, zero", limits.zeroed_percent, "--chart-warn", percent)]),
        { label: "Stopped", column: "guards_tripped", ink: "--chart-bad", format: number, kind: "marks" },
      ],
    },
  ];
}

const present = (values) => values.filter((value) => value !== null && value !== undefined);

/// "Out of stock: 280 last, between 240 and 310."
function summary(series, column) {
  const drawn = series.filter((each) => each.kind === "line" || each.kind === "bars");
  return drawn
    .map((each) => {
      const values = present(column(each.column));
      const last = each.format(values[values.length - 1]);
      return `${each.label}: ${last} last, between ${each.format(Math.min(...values))} and ${each.format(Math.max(...values))}.`;
    })
    .join(" ");
}

function values(each, columns, times) {
  if (each.kind === "limit") return times.map(() => each.value);
  if (each.kind !== "marks") return columns(each.column);
  const [missing, zeroed] = [columns("missing_percent"), columns("zeroed_percent")];
  return columns(each.column).map((tripped, i) => (tripped > 0 ? Math.max(missing[i] ?? 0, zeroed[i] ?? 0) : null));
}

function drawnAs(each) {
  const ink = () => colour(each.ink);
  const shared = { label: each.label, stroke: ink, value: (_, value) => each.format(value), spanGaps: true };
  if (each.kind === "bars") {
    return { ...shared, fill: ink, width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.7, 14, 2] }) };
  }
  if (each.kind === "limit") return { ...shared, width: 1, dash: [6, 4], points: { show: false } };
  if (each.kind === "marks") return { ...shared, width: 0, paths: () => null, points: { show: true, size: 9, fill: ink } };
  return {
    ...shared,
    width: 2,
    fill: each.fill ? () => colour(`${each.ink}-fill`) : undefined,
    points: { show: each.few, size: 6, fill: ink },
  };
}

/// From 0 to a little above the highest; something to see for a single value too.
function heights(_, low, high) {
  const top = Math.max(high ?? 0, low ?? 0);
  return [0, top > 0 ? top * 1.1 : 1];
}

function options(plan, times, width) {
  const axis = {
    stroke: () => colour("--muted"),
    font: "12px system-ui, sans-serif",
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
  };
  const first = Math.min(times[0], times[times.length - 1] - 86400);
  return {
    width,
    height: kHeight,
    scales: { x: { time: true, range: () => [first, times[times.length - 1] + 3600] }, y: { range: heights } },
    axes: [
      { ...axis, space: 70, size: 28, gap: 6, values: dates },
      { ...axis, size: 58, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? plan.series[0].format(tick) : "")) },
    ],
    series: [{ label: "Run", value: (_, at) => (at ? time(at * 1000) : "\u2013") }, ...plan.series.map((each) => drawnAs(each))],
    cursor: { y: false, points: { size: 8 } },
    legend: { live: true, markers: { fill: (_, at) => colour(plan.series[at - 1].ink), stroke: () => "transparent" } },
    padding: [10, 12, 0, 0],
  };
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

function dates(_, ticks) {
  const near = ticks.length > 1 && ticks[1] - ticks[0] < 86400;
  return ticks.map((tick) => (near ? hour : day).format(new Date(tick * 1000)));
}

function numbers(plan, rows, positions) {
  const shown = plan.series.filter((each) => each.kind === "line" || each.kind === "bars");
  return table({
    caption: plan.title,
    noun: "run",
    search: false,
    rows: rows.slice(-kRowsInTable).reverse(),
    columns: [
      { title: "Run", value: (row) => row[positions.run], right: true },
      { title: "Started", value: (row) => row[positions.started], text: (row) => time(row[positions.started] * 1000) },
      ...shown.map((each) => ({
        title: each.label,
        right: true,
        value: (row) => row[positions[each.column]],
        text: (row) => each.format(row[positions[each.column]]),
      })),
    ],
  });
}

/// A folded part that is only made when it is opened.
function folded(title, make) {
  const details = element("details", {}, element("summary", {}, title));
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(make()), { once: true });
  return details;
}

function draw(plan, report, into) {
  const { columns: names, rows } = report.charts;
  const positions = Object.fromEntries(names.map((name, position) => [name, position]));
  const column = (name) => rows.map((row) => row[positions[name]]);
  const high = (each) => each.kind !== "limit" && each.kind !== "marks" && Math.max(0, ...present(column(each.column)));
  const highest = Math.max(...plan.series.map(high));
  // A limit far above everything else would press the rest into one line.
  const has = (each) => (each.kind === "limit" ? each.always || each.value <= highest * 4 || each.format === percent : present(column(each.column)).some((value) => each.kind !== "marks" || value > 0));
  const series = plan.series.filter(has).map((each) => ({ ...each, few: each.kind === "line" && present(column(each.column)).length < kFew }));
  if (!series.some((each) => each.kind === "line" || each.kind === "bars")) return null;
  const times = column("started");
  const shown = { ...plan, series };
  const title = `chart-${into.childElementCount}`;
  const holder = element("div", { class: "plot", "aria-hidden": "true" });
  const figure = element(
    "figure",
    { class: "card", "aria-labelledby": title },
    element("figcaption", {}, element("h3", { id: title }, plan.title), element("p", {}, plan.about)),
    holder,
    element("p", { class: "words" }, summary(series, column)),
    folded("Numbers as a table", () => numbers(shown, rows, positions)),
  );
  into.append(figure);
  const width = () => Math.max(200, Math.floor(holder.clientWidth));
  const chart = new uPlot(options(shown, times, width()), [times, ...series.map((each) => values(each, column, times))], holder);
  new ResizeObserver(() => chart.setSize({ width: width(), height: kHeight })).observe(holder);
  return chart;
}

export function charts(report, into) {
  const drawn = plans(report).map((plan) => draw(plan, report, into)).filter(Boolean);
  // The ink comes from the style: drawn anew when the device goes from light to dark.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((chart) => chart.redraw(false)));
  return drawn.length;
}

export function chartsLead(report) {
  const { rows } = report.charts;
  if (rows.length === 0) return "";
  return `${counted(rows.length, "run")} since ${time(rows[0][0] * 1000)}, dry runs left out. Point at a chart to read a run\u2019s numbers.`;
}
