#pragma once

#include "dsz/base/stock_level.hpp"

#include <string>

namespace dsz {

/// One product as the supplier states it, after the rules of supplier/product_page.hpp.
struct SupplierProduct {
  std::string sku;       ///< as the supplier wrote it, trimmed
  StockLevel stock;      ///< unknown when the supplier's value could not be read
  std::string price;     ///< decimal text as it came ("82.41"), "" when absent; shown, never used for decisions
  bool missing = false;  ///< asked for by name and not there, or disabled: only the SKU says anything

  friend bool operator==(const SupplierProduct&, const SupplierProduct&) = default;
};

}  // namespace dsz
