#pragma once

#include "dsz/base/supplier_product.hpp"

#include "row_value.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dsz {

/// `other`: a field that does not matter here.
enum class ProductField { sku, stock_qty, in_stock, status, discontinued, discontinuedproduct, price, other };

ProductField product_field(std::string_view name);

/// The fields of one product as they arrive, and what they mean (the rules are in supplier/product_page.hpp).
class ProductRow {
 public:
  void clear();
  void set(ProductField field, ValueKind kind, std::string_view text);
  /// nullopt without a usable SKU.
  [[nodiscard]] std::optional<SupplierProduct> product() const;
  /// "stock_qty \"many\" is not a whole number": why the stock of product() is unknown.
  [[nodiscard]] std::string unknown_because() const;

 private:
  [[nodiscard]] const RowValue& value(ProductField field) const { return values_.at(static_cast<std::size_t>(field)); }
  [[nodiscard]] bool contradicted(ProductField field) const { return value(field).contradicted; }
  [[nodiscard]] StockLevel stock() const;
  [[nodiscard]] bool not_to_be_had() const;
  [[nodiscard]] bool says(ProductField field, std::string_view word) const { return value(field).says(word); }
  [[nodiscard]] std::string price() const;

  std::array<RowValue, 7> values_;
};

}  // namespace dsz
