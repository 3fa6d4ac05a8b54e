#pragma once

#include "dsz/base/stock_level.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// SKU → stock, for up to millions of SKUs: one text arena, one table of entries, one open-addressing hash table over
/// the folded form. About 40 bytes a SKU beside its text.
class StockIndex {
 public:
  enum class Match { none, exact, folded, ambiguous };
  struct Found {
    Match match = Match::none;
    StockLevel stock;      ///< for exact and folded
    std::string_view sku;  ///< as the supplier writes it
  };

  void reserve(std::size_t products);
  /// A SKU that is there already (exactly) is replaced.
  void add(std::string_view sku, StockLevel stock);
  /// Exactly first; else trimmed and without regard to case: folded when one supplier SKU fits, ambiguous when several
  /// do with different stock.
  [[nodiscard]] Found find(std::string_view sku) const;
  [[nodiscard]] std::size_t size() const;
};

}  // namespace dsz
