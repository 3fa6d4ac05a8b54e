#include "inventory_parser.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"
#include "dsz/base/text.hpp"
#include "dsz/inventory/inventory_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace dsz {
namespace {

/// In the order of InventoryParser::Field: the inventory's own from `format`, a product's from `sku`.
constexpr std::array<std::string_view, 15> kFieldNames = {"",         "",       "format",   "fetched_at", "source",
                                                          "mode",     "covers", "rests_on", "products",   "count",
                                                          "complete", "sku",    "stock",    "price",      "missing"};

/// The whole number of 0 and above that `literal` spells in digits alone.
std::optional<std::int64_t> whole_number(std::string_view literal) {
  std::int64_t value = 0;
  const char* const end = literal.data() + literal.size();
  const auto [stop, error] = std::from_chars(literal.data(), end, value);
  if (error != std::errc{} || stop != end || literal.front() == '-') return std::nullopt;
  return value;
}

}  // namespace

InventoryParser::InventoryParser(std::string path, const std::function<void(const SupplierProduct&)>* visit)
    : path_(std::move(path)), visit_(visit) {}

InventoryInfo InventoryParser::finish() const {
  if (!has(Field::format)) fail_damaged("the field \"format\" is missing, so this is not an inventory");
  if (!has(Field::count) || !complete_) fail_cut_off();
  for (const Field field : {Field::fetched_at, Field::source, Field::mode, Field::products}) {
    if (!has(field)) fail_damaged(fmt::format("the field \"{}\" is missing", name_of(field)));
  }
  if (info_.header.mode == "targeted" && !info_.header.partial) {
    fail_damaged("a targeted inventory must say which SKUs it covers");
  }
  if (info_.count != products_) {
    fail_damaged(fmt::format("\"count\" says {} products, but there are {}", info_.count, products_));
  }
  return info_;
}

void InventoryParser::begin_object() {
  if (place_ == Place::before) {
    place_ = Place::inventory;
  } else if (place_ == Place::products) {
    begin_product();
  } else {
    fail_type("an object");
  }
}

void InventoryParser::end_object() {
  if (place_ == Place::product) end_product();
}

void InventoryParser::begin_array() {
  if (field_ != Field::products) fail_type("an array");
  if (!has(Field::format)) fail_damaged("\"format\" must come before \"products\"");
  place_ = Place::products;
  field_ = Field::none;
}

void InventoryParser::end_array() { place_ = Place::inventory; }

bool InventoryParser::key(std::string_view name) {
  field_ = field_named(name, place_);
  if (field_ == Field::unknown) {
    if (place_ == Place::product) fail_damaged(fmt::format("\"{}\" is not a field of a product", visible(name)));
    return false;
  }
  if (has(field_)) fail_damaged(fmt::format("the field \"{}\" comes twice", name));
  mark_seen(field_, true);
  return true;
}

void InventoryParser::string(std::string_view value) {
  switch (field_) {
    case Field::format:
      take_format(value);
      break;
    case Field::fetched_at:
      info_.header.fetched_at = time_of(value);
      break;
    case Field::rests_on:
      info_.header.rests_on = time_of(value);
      break;
    case Field::covers:
      if (value != kCoversAsked) fail_damaged(fmt::format("\"covers\" says \"{}\"", visible(value)));
      info_.header.partial = true;
      break;
    case Field::source:
      info_.header.source = value;
      break;
    case Field::mode:
      info_.header.mode = value;
      break;
    case Field::sku:
      product_.sku = value;
      break;
    case Field::price:
      product_.price = value;
      break;
    default:
      fail_type("text");
  }
}

void InventoryParser::number(std::string_view literal) {
  if (field_ != Field::count && field_ != Field::stock) fail_type("a number");
  const std::optional<std::int64_t> value = whole_number(literal);
  if (field_ == Field::count) {
    if (!value) fail_damaged(fmt::format("the count {} is not a whole number", visible(literal)));
    info_.count = *value;
    return;
  }
  if (!value || *value > StockLevel::kMax) {
    fail_damaged(fmt::format("the stock {} is neither null nor a whole number from 0 to {}", visible(literal),
                             StockLevel::kMax));
  }
  product_.stock = StockLevel::of(*value);
}

void InventoryParser::boolean(bool value) {
  switch (field_) {
    case Field::complete:
      complete_ = value;
      break;
    case Field::missing:
      product_.missing = value;
      break;
    default:
      fail_type("true or false");
  }
}

void InventoryParser::null() {
  if (field_ != Field::stock && field_ != Field::price) fail_type("null");
}

void InventoryParser::begin_product() {
  place_ = Place::product;
  product_ = {};
  for (const Field field : {Field::sku, Field::stock, Field::price, Field::missing}) mark_seen(field, false);
}

void InventoryParser::end_product() {
  for (const Field field : {Field::sku, Field::stock}) {
    if (!has(field)) fail_damaged(fmt::format("a product without \"{}\"", name_of(field)));
  }
  if (!usable_sku(product_.sku)) fail_damaged(fmt::format("\"{}\" cannot be a SKU", visible(product_.sku)));
  if (visit_ != nullptr && !skus_.add(product_.sku, product_.stock)) {
    fail_damaged(fmt::format("the SKU \"{}\" comes twice", visible(product_.sku)));
  }
  if (product_.missing && product_.stock.known()) {
    fail_damaged(fmt::format("\"{}\" is missing and has a stock", visible(product_.sku)));
  }
  ++products_;
  if (product_.missing) ++info_.missing;
  place_ = Place::products;
  field_ = Field::none;
  if (visit_ != nullptr) (*visit_)(product_);
}

void InventoryParser::take_format(std::string_view value) const {
  if (value == kInventoryFormat) return;
  throw Failure(FailureKind::usage,
                fmt::format("{}, line {}: the format \"{}\" is not the one that this version reads ({}); run dsz-sync "
                            "fetch to write it anew",
                            path_, line_, visible(value), kInventoryFormat));
}

WallTime InventoryParser::time_of(std::string_view value) const {
  const std::optional<WallTime> time = parse_utc(value);
  if (!time) fail_damaged(fmt::format("\"{}\" is not a time such as 2026-11-22T08:00:00Z", visible(value)));
  return *time;
}

void InventoryParser::fail_damaged(std::string_view what) const {
  throw Failure(FailureKind::usage,
                fmt::format("{}, line {}: the inventory is damaged: {}; run dsz-sync fetch to write "
                            "it anew",
                            path_, line_, what));
}

void InventoryParser::fail_cut_off() const {
  throw Failure(FailureKind::guard, fmt::format("{}, line {}: the inventory is not complete, it has no last line: the "
                                                "fetch that wrote it was cut off; run dsz-sync fetch to write it anew; "
                                                "nothing was written",
                                                path_, line_));
}

void InventoryParser::fail_type(std::string_view type) const {
  const std::string_view where = name_of(field_);
  if (!where.empty()) fail_damaged(fmt::format("\"{}\" cannot be {}", where, type));
  fail_damaged(fmt::format("{} where {} should be", type, place_ == Place::before ? "the inventory" : "a product"));
}

InventoryParser::Field InventoryParser::field_named(std::string_view name, Place place) {
  const bool in_product = place == Place::product;
  const auto first = kFieldNames.begin() + static_cast<std::ptrdiff_t>(in_product ? Field::sku : Field::format);
  const auto last = in_product ? kFieldNames.end() : kFieldNames.begin() + static_cast<std::ptrdiff_t>(Field::sku);
  const auto found = std::find(first, last, name);
  return found == last ? Field::unknown : static_cast<Field>(found - kFieldNames.begin());
}

std::string_view InventoryParser::name_of(Field field) { return kFieldNames.at(static_cast<std::size_t>(field)); }

}  // namespace dsz
