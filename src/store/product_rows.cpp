#include "product_rows.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace dsz {
namespace {

using nlohmann::json;

const json* member(const json& row, const char* name) {
  const auto found = row.find(name);
  return found == row.end() ? nullptr : &*found;
}

/// "" when the member is absent or no text.
std::string_view text_member(const json& row, const char* name) {
  const json* const value = member(row, name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_ref<const std::string&>()) : "";
}

template <typename Number>
std::optional<Number> whole_text(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::int64_t id_member(const json& row, const char* name) {
  const json* const value = member(row, name);
  if (value == nullptr) return 0;
  std::optional<std::int64_t> id;
  if (value->is_number_integer()) {
    id = value->get<std::int64_t>();  // beyond 2^63 it becomes negative, and is none
  } else if (value->is_string()) {
    id = whole_text<std::int64_t>(value->get_ref<const std::string&>());
  }
  return id && *id > 0 ? *id : 0;
}

ProductType type_of(std::string_view text) {
  if (text == "simple") return ProductType::simple;
  if (text == "variation" || text.ends_with("_variation")) return ProductType::variation;
  if (text == "grouped") return ProductType::grouped;
  if (text == "external") return ProductType::external;
  // "variable-subscription" and the like have variations by the same routes, of the type "subscription_variation".
  if (text == "variable" || text.starts_with("variable-")) return ProductType::variable;
  return ProductType::other;
}

bool backorders_allowed(const json& row) {
  const json* const value = member(row, "backorders");
  if (value == nullptr) return false;
  return *value == "yes" || *value == "notify" || *value == true;
}

std::string as_text(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

}  // namespace

std::optional<double> number_of(const json& value) {
  std::optional<double> number;
  if (value.is_number()) number = value.get<double>();
  if (value.is_string()) number = whole_text<double>(value.get_ref<const std::string&>());
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<std::int64_t> id_of(const json& row) {
  if (!row.is_object()) return std::nullopt;
  const std::int64_t id = id_member(row, "id");
  return id > 0 ? std::optional(id) : std::nullopt;
}

std::unordered_map<std::int64_t, const json*> rows_by_id(const json& rows) {
  std::unordered_map<std::int64_t, const json*> found;
  for (const json& row : rows) {
    if (const auto id = id_of(row)) found.emplace(*id, &row);
  }
  return found;
}

ManageStock manage_of(const json& row) {
  const json* const value = member(row, "manage_stock");
  if (value == nullptr) return ManageStock::no;
  if (*value == "parent") return ManageStock::parent;
  return *value == true || *value == "yes" || *value == "true" || *value == "1" || *value == 1 ? ManageStock::yes
                                                                                               : ManageStock::no;
}

StockStatus status_of(const json& row) {
  const std::string_view text = text_member(row, "stock_status");
  for (const StockStatus status : {StockStatus::instock, StockStatus::outofstock, StockStatus::onbackorder}) {
    if (text == to_text(status)) return status;
  }
  return StockStatus::other;
}

std::optional<double> quantity_of(const json& row) {
  const json* const value = member(row, "stock_quantity");
  return value == nullptr ? std::nullopt : number_of(*value);
}

StoreProduct product_of(const json& row, std::int64_t read_under) {
  StoreProduct product;
  product.id = id_of(row).value_or(0);
  product.sku = text_member(row, "sku");
  product.name = text_member(row, "name");
  product.quantity = quantity_of(row);
  product.type = read_under != 0 ? ProductType::variation : type_of(text_member(row, "type"));
  if (product.type == ProductType::variation)
    product.parent = read_under != 0 ? read_under : id_member(row, "parent_id");
  product.manage = manage_of(row);
  product.status = status_of(row);
  product.backorders = backorders_allowed(row);
  return product;
}

std::optional<StoreProduct> report_product_of(const json& row) {
  for (const char* const name : {"parent_id", "sku", "stock_status", "stock_quantity", "manage_stock"}) {
    if (member(row, name) == nullptr) return std::nullopt;
  }
  const json& manage = row.at("manage_stock");
  if (!manage.is_boolean() && manage != "parent") return std::nullopt;
  StoreProduct product;
  product.id = id_of(row).value_or(0);
  product.parent = id_member(row, "parent_id");
  product.sku = text_member(row, "sku");
  product.quantity = quantity_of(row);
  product.type = product.parent != 0 ? ProductType::variation : ProductType::other;
  product.manage = manage_of(row);
  product.status = status_of(row);
  if (product.manage == ManageStock::no && product.quantity == 0.0) product.quantity.reset();
  return product;
}

bool has_meta(const json& row, std::span<const std::pair<std::string, std::string>> wanted) {
  const json* const fields = member(row, "meta_data");
  if (fields == nullptr || !fields->is_array()) return false;
  return std::any_of(fields->begin(), fields->end(), [wanted](const json& field) {
    if (!field.is_object() || !field.contains("value")) return false;
    const std::string_view key = text_member(field, "key");
    const std::string value = as_text(field.at("value"));
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const auto& each) { return each.first == key && each.second == value; });
  });
}

}  // namespace dsz
