#pragma once

#include "sandbox/store/store_product.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace dsz::sandbox {

/// The stock fields of an update, as PHP reads them: "12" is 12, 2.7 is 2, "many" is 0, null is absent.
struct StockFields {
  std::optional<bool> manage_stock;
  std::optional<std::int64_t> quantity;
  std::optional<std::string> status;
  std::optional<std::string> backorders;
};
StockFields read_stock_fields(const nlohmann::ordered_json& item);

/// What WooCommerce does when it saves a product (not a variation) with these fields. With stock management off for the
/// whole store a quantity changes nothing.
void save_product_stock(StoreProduct& product, const StockFields& fields, bool stock_management);

/// The same for a variation; `parent` may be null when the parent does not exist.
void save_variation_stock(StoreProduct& variation, const StoreProduct* parent, const StockFields& fields);

/// True when the variation's quantity is its parent's.
bool is_managed_by_parent(const StoreProduct& variation, const StoreProduct* parent);

/// The quantity that a reader sees.
std::optional<std::int64_t> visible_quantity(const StoreProduct& product, const StoreProduct* parent);

/// Brings status, quantity and backorders into agreement, as every save does.
void settle_stock(StoreProduct& product, const StoreProduct* parent);

}  // namespace dsz::sandbox
