#pragma once

#include "sandbox/store/store_service.hpp"
#include "sandbox/supplier/supplier_service.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace dsz::sandbox {

// Products as JSON, for world files and the control endpoint: the members of SupplierProduct and StoreProduct under
// their own names, each optional. `meta` and `attributes` are objects; a variable product may hold `variations`.
SupplierProduct supplier_product_from_json(const nlohmann::ordered_json& json);
nlohmann::ordered_json to_world_json(const SupplierProduct& product);
StoreProduct store_product_from_json(const nlohmann::ordered_json& json);
nlohmann::ordered_json to_world_json(const StoreProduct& product);

/// Adds what the text names: {"supplier":{"products":[…]},"store":{"tags":[…],"categories":[…],"brands":[…],
/// "products":[…]}}. Throws nlohmann::json::exception when it is not that.
void load_world(std::string_view text, SupplierService& supplier, StoreService& store);

/// Adds one product, or an array of them.
void put_supplier_products(const nlohmann::ordered_json& json, SupplierService& supplier);
void put_store_products(const nlohmann::ordered_json& json, StoreService& store);

}  // namespace dsz::sandbox
