#pragma once

#include "sandbox/supplier/supplier_product.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

struct StockChange {
  std::string sku;
  std::chrono::system_clock::time_point at;
  std::optional<int> stock;
};

/// What GET /v2/products filters by.
struct SupplierFilter {
  bool enabled = true;
  std::optional<bool> in_stock;
  std::optional<std::vector<std::string>> skus;
  bool nothing = false;  ///< a boolean that was not `true` or `false`: the supplier finds nothing
};

/// The supplier's products in order of entity_id, and the log of their stock changes. Not locked: the service does
/// that.
class SupplierCatalogue {
 public:
  /// Adds, or replaces the one with this SKU (its place in the order stays).
  void put(SupplierProduct product);
  bool remove(std::string_view sku);
  /// Also enters the change into the log.
  bool set_stock(std::string_view sku, std::optional<int> stock, std::chrono::system_clock::time_point at);
  bool set_enabled(std::string_view sku, bool enabled);
  void log_change(StockChange change) { changes_.push_back(std::move(change)); }

  [[nodiscard]] const SupplierProduct* find(std::string_view sku) const;
  [[nodiscard]] std::size_t size() const { return by_id_.size(); }
  [[nodiscard]] const std::map<std::int64_t, SupplierProduct>& products() const { return by_id_; }
  [[nodiscard]] std::vector<const SupplierProduct*> matching(const SupplierFilter& filter) const;
  [[nodiscard]] const std::vector<StockChange>& changes() const { return changes_; }

 private:
  SupplierProduct* find_mutable(std::string_view sku);

  std::map<std::int64_t, SupplierProduct> by_id_;
  std::map<std::string, std::int64_t, std::less<>> id_of_sku_;
  std::vector<StockChange> changes_;
};

}  // namespace dsz::sandbox
