#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dsz::sandbox {

/// One product of the supplier. Fields that a test does not set get plausible invented values.
struct SupplierProduct {
  std::int64_t entity_id = 0;  ///< 0: the next free one
  std::string sku{};
  std::optional<int> stock = 0;  ///< nullopt: `stock_qty` is null
  std::string price = "10.00";
  std::string title{};  ///< empty: invented
  std::string special_price{};
  std::string eta{};
  bool discontinued = false;
  bool enabled = true;
  /// A JSON object whose fields replace those of the answer: R"({"stock_qty":"12","in_stock":null})".
  std::string overlay{};
  /// Fields that the answer leaves out.
  std::vector<std::string> absent{};
  /// The whole product as JSON, say from a captured page; when set, the fields above but entity_id, sku and enabled are
  /// used only after set_stock() changed the stock.
  std::string captured{};
  bool stock_changed = false;
};

/// The product as the supplier answers it: 3 to 5 KB of JSON, one object. With `plain_numbers`, prices and sizes are
/// numbers, as after 30 September 2025, else strings.
std::string to_supplier_json(const SupplierProduct& product, bool plain_numbers);

/// "In Stock" or "Out Of Stock".
std::string stock_status_text(const std::optional<int>& stock);

}  // namespace dsz::sandbox
