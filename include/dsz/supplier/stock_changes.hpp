#pragma once

#include "dsz/base/stock_level.hpp"
#include "dsz/base/time.hpp"
#include "dsz/supplier/supplier_api.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace dsz {

struct LatestStock {
  WallTime at{};     ///< `created_at`, as UTC
  StockLevel stock;  ///< unknown when it cannot be read, or when two of the same time contradict each other
};

/// What changed at the supplier.
struct StockChanges {
  std::map<std::string, LatestStock, std::less<>> newest;  ///< by SKU as the supplier writes it
  std::int64_t pages = 0;
  std::int64_t rows = 0;
  /// Why these may not be all the changes, so that nothing may be built on them; "" when they are.
  std::string doubt;
};

/// Reads the log of POST /stock from `from` to `to`, which lie less than 10 days apart: the first page, then as many
/// more as its `total` says. Failures are those of SupplierApi::drive().
StockChanges read_stock_changes(SupplierApi& api, WallTime from, WallTime to);

}  // namespace dsz
