// Numbers, times and words for people.

const whole = new Intl.NumberFormat("en");
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export const number = (value) => (value === null || value === undefined ? "\u2013" : whole.format(value));

export const percent = (value) => (value === null || value === undefined ? "\u2013" : `${whole.format(value)}%`);

export const time = (text) => (text ? moment.format(new Date(text)) : "\u2013");

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function span(seconds) {
  if (seconds === null || seconds === undefined) return "\u2013";
  if (seconds < 60) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.round(hours / 24)} days`;
}

export const counted = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

const words = {
  to_zero: "to zero",
  down: "fewer",
  up: "more",
  back_in_stock: "back in stock",
  supplier_quantity: "supplier\u2019s quantity",
  supplier_out_of_stock: "out of stock at the supplier",
  below_minimum: "too few at the supplier",
  missing: "missing at the supplier",
  undone: "put back",
  written: "written",
  failed: "refused by the store",
  ignored: "store kept its value",
  pending: "unclear, read again next time",
  not_sent: "not sent",
  held: "held back by a guard",
  goes_to_zero: "had stock, goes to 0",
  at_zero: "at 0 already",
  missing_ignored: "left alone (match.missing)",
  unknown_stock: "stock cannot be read",
  not_covered: "not asked for in this fetch",
  unconfirmed: "the supplier could not be asked",
  duplicate_in_store: "several products in the store",
  ambiguous_sku: "SKUs at the supplier differ only by case",
  unmanaged_skipped: "stock not managed (match.unmanaged)",
  foreign_status: "stock status of a plugin\u2019s own",
  parent_managed: "shares its parent\u2019s stock",
  not_stockable: "has no stock of its own",
  instock: "in stock",
  outofstock: "out of stock",
  onbackorder: "on backorder",
  other: "unknown",
};

export const word = (code) => words[code] ?? String(code ?? "");

/// A quantity, or a status.
export const stock = (value) => (typeof value === "number" ? number(value) : word(value));

const exits = {
  0: "done",
  1: "unexpected error",
  2: "configuration",
  3: "partly done",
  4: "stopped by a guard",
  10: "supplier unusable",
  11: "locked",
  12: "credentials refused",
  13: "store unreachable",
  100: "changes found",
  130: "interrupted",
  143: "ended",
};

export const exit = (code) => (code === null ? "cut off or under way" : (exits[code] ?? `exit code ${code}`));
