#include "product_row.hpp"

#include "dsz/base/sku.hpp"
#include "dsz/base/text.hpp"

#include "trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

constexpr std::array<std::string_view, 7> kNames{"sku",          "stock_qty",           "in_stock", "status",
                                                 "discontinued", "discontinuedproduct", "price"};

/// No two of the names are of one length: it tells which one a field can be, and its first letter nearly always that it
/// is none. (A catalogue has millions of fields.)
struct Candidate {
  char first = '\0';
  std::uint8_t at = 0;
};
constexpr auto kBySize = [] {
  std::array<Candidate, 20> by_size{};
  for (std::size_t at = 0; at < kNames.size(); ++at) {
    by_size.at(kNames.at(at).size()) = {kNames.at(at).front(), static_cast<std::uint8_t>(at)};
  }
  return by_size;
}();

bool is_part_of_price(char c) { return (c >= '0' && c <= '9') || c == '.'; }

}  // namespace

ProductField product_field(std::string_view name) {
  if (name.empty() || name.size() >= kBySize.size()) return ProductField::other;
  const Candidate candidate = kBySize[name.size()];
  if (candidate.first != name.front() || kNames[candidate.at] != name) return ProductField::other;
  return static_cast<ProductField>(candidate.at);
}

void ProductRow::clear() {
  for (RowValue& value : values_) value.clear();
}

void ProductRow::set(ProductField field, ValueKind kind, std::string_view text) {
  values_.at(static_cast<std::size_t>(field)).set(kind, text);
}

std::optional<SupplierProduct> ProductRow::product() const {
  std::string name = value(ProductField::sku).sku();
  if (!usable_sku(name)) return std::nullopt;
  return SupplierProduct{std::move(name), stock(), price()};
}

std::string ProductRow::unknown_because() const {
  for (const ProductField field : {ProductField::stock_qty, ProductField::in_stock, ProductField::status,
                                   ProductField::discontinued, ProductField::discontinuedproduct}) {
    if (contradicted(field)) {
      return fmt::format("{} comes twice with different values", kNames.at(static_cast<std::size_t>(field)));
    }
  }
  const RowValue& quantity = value(ProductField::stock_qty);
  switch (quantity.kind) {
    case ValueKind::absent:
      return "stock_qty is absent";
    case ValueKind::null:
      return "stock_qty is null";
    case ValueKind::container:
      return "stock_qty is a list or an object";
    case ValueKind::boolean:
    case ValueKind::number:
      return fmt::format("stock_qty {} is not a whole number from 0 up", visible(quantity.text));
    case ValueKind::text:
      break;
  }
  return fmt::format("stock_qty \"{}\" is not a whole number from 0 up", visible(quantity.text));
}

StockLevel ProductRow::stock() const {
  if (not_to_be_had()) return StockLevel::of(0);
  const bool flags_contradict = contradicted(ProductField::in_stock) || contradicted(ProductField::status) ||
                                contradicted(ProductField::discontinued) ||
                                contradicted(ProductField::discontinuedproduct);
  return flags_contradict ? StockLevel{} : value(ProductField::stock_qty).stock();
}

bool ProductRow::not_to_be_had() const {
  if (says(ProductField::in_stock, "0") || says(ProductField::in_stock, "false")) return true;
  if (says(ProductField::status, "out of stock")) return true;
  for (const ProductField field : {ProductField::discontinued, ProductField::discontinuedproduct}) {
    if (says(field, "yes") || says(field, "true") || says(field, "1")) return true;
  }
  return false;
}

std::string ProductRow::price() const {
  constexpr std::size_t kLongest = 32;
  const RowValue& price = value(ProductField::price);
  const std::string_view text = trimmed(price.text);
  return std::string(text.size() <= kLongest && std::ranges::all_of(text, is_part_of_price) ? text : "");
}

}  // namespace dsz
