#pragma once

#include "sandbox/store/field_filter.hpp"
#include "sandbox/store/store_catalogue.hpp"
#include "sandbox/store/store_product.hpp"
#include "sandbox/store/store_version.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

/// Writes products as the REST API answers them.
class StoreJson {
 public:
  enum class Context { view, edit };

  StoreJson(const StoreCatalogue& catalogue, const StoreVersion& version, std::string home, bool stock_management)
      : catalogue_(catalogue), version_(version), home_(std::move(home)), stock_management_(stock_management) {}

  /// A row of products?..., or products/ID. Without `_links`.
  [[nodiscard]] nlohmann::ordered_json product(const StoreProduct& product, const FieldFilter& fields,
                                               Context context = Context::view) const;
  /// A row of products/ID/variations or of variations. Without `_links`.
  [[nodiscard]] nlohmann::ordered_json variation(const StoreProduct& product, const FieldFilter& fields) const;
  /// A row of wc-analytics/reports/stock.
  [[nodiscard]] nlohmann::ordered_json stock_row(const StoreProduct& product, const FieldFilter& fields) const;
  [[nodiscard]] nlohmann::ordered_json term(const Term& term, Taxonomy taxonomy, const FieldFilter& fields) const;

  /// The `_links` of a product or variation.
  [[nodiscard]] nlohmann::ordered_json product_links(const StoreProduct& product) const;
  [[nodiscard]] nlohmann::ordered_json variation_links(const StoreProduct& product) const;
  /// One link of `_links` to `path` under wc/v3, with the methods where the version tells them.
  [[nodiscard]] nlohmann::ordered_json link(std::string_view path, const std::vector<std::string>& methods = {}) const;

 private:
  [[nodiscard]] std::string permalink(const StoreProduct& product) const;
  [[nodiscard]] nlohmann::ordered_json manage_stock(const StoreProduct& product) const;
  [[nodiscard]] std::string visible_sku(const StoreProduct& product) const;
  [[nodiscard]] nlohmann::ordered_json terms_of(const StoreProduct& product, Taxonomy taxonomy) const;

  const StoreCatalogue& catalogue_;
  const StoreVersion& version_;
  std::string home_;
  bool stock_management_;
};

}  // namespace dsz::sandbox
