#include "sandbox/store/stock_rules.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

/// PHP's intval: what is no number is 0, and decimals are cut off.
std::int64_t to_integer(const Json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  double number = 0;
  if (value.is_number()) number = value.get<double>();
  if (value.is_string()) number = std::strtod(value.get<std::string>().c_str(), nullptr);
  if (value.is_boolean()) number = value.get<bool>() ? 1 : 0;
  return std::isfinite(number) ? static_cast<std::int64_t>(number) : 0;
}

/// WooCommerce's wc_string_to_bool.
bool to_bool(const Json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return to_integer(value) == 1;
  return value == Json("yes") || value == Json("true") || value == Json("1");
}

bool is_set(const Json& item, const char* field) { return item.contains(field) && !item.at(field).is_null(); }

std::string known_status(const std::string& status) {
  return status == "outofstock" || status == "onbackorder" ? status : "instock";
}

std::string status_for(std::int64_t quantity, const std::string& backorders) {
  if (quantity > 0) return "instock";
  return backorders == "no" ? "outofstock" : "onbackorder";
}

void stop_managing(StoreProduct& product) {
  product.manage_stock = false;
  product.stock_quantity.reset();
  product.backorders = "no";
}

}  // namespace

StockFields read_stock_fields(const Json& item) {
  StockFields fields;
  if (is_set(item, "manage_stock")) fields.manage_stock = to_bool(item.at("manage_stock"));
  if (is_set(item, "stock_quantity")) fields.quantity = to_integer(item.at("stock_quantity"));
  if (is_set(item, "stock_status") && item.at("stock_status").is_string()) {
    fields.status = known_status(item.at("stock_status").get<std::string>());
  }
  if (is_set(item, "backorders") && item.at("backorders").is_string()) {
    fields.backorders = item.at("backorders").get<std::string>();
  }
  return fields;
}

bool is_managed_by_parent(const StoreProduct& variation, const StoreProduct* parent) {
  return variation.type == "variation" && !variation.manage_stock && parent != nullptr && parent->manage_stock;
}

std::optional<std::int64_t> visible_quantity(const StoreProduct& product, const StoreProduct* parent) {
  return is_managed_by_parent(product, parent) ? parent->stock_quantity : product.stock_quantity;
}

void settle_stock(StoreProduct& product, const StoreProduct* parent) {
  if (is_managed_by_parent(product, parent)) {
    product.stock_quantity.reset();
    product.stock_status = status_for(parent->stock_quantity.value_or(0), parent->backorders);
  } else if (product.manage_stock) {
    product.stock_quantity = product.stock_quantity.value_or(0);
    product.stock_status = status_for(*product.stock_quantity, product.backorders);
  } else {
    stop_managing(product);
  }
}

void save_product_stock(StoreProduct& product, const StockFields& fields, bool stock_management) {
  if (!stock_management) {
    if (fields.status && product.type != "variable") product.stock_status = *fields.status;
    settle_stock(product, nullptr);
    return;
  }
  if (fields.manage_stock) product.manage_stock = *fields.manage_stock;
  if (fields.backorders) product.backorders = *fields.backorders;
  if (product.type == "external") {
    stop_managing(product);
    product.stock_status = "instock";
  } else if (product.type == "grouped") {
    stop_managing(product);
    if (fields.status) product.stock_status = *fields.status;
  } else if (product.manage_stock) {
    if (fields.quantity) product.stock_quantity = fields.quantity;
  } else if (fields.status) {
    product.stock_status = *fields.status;
  }
  settle_stock(product, nullptr);
}

void save_variation_stock(StoreProduct& variation, const StoreProduct* parent, const StockFields& fields) {
  if (fields.manage_stock) variation.manage_stock = *fields.manage_stock;
  if (fields.status) variation.stock_status = *fields.status;
  if (fields.backorders) variation.backorders = *fields.backorders;
  if (variation.manage_stock && fields.quantity) variation.stock_quantity = fields.quantity;
  settle_stock(variation, parent);
}

}  // namespace dsz::sandbox
