#pragma once

#include "dsz/base/log.hpp"
#include "dsz/state/fetch_staging.hpp"
#include "dsz/supplier/supplier_api.hpp"

#include <functional>

namespace dsz {

struct FetchProgress {
  std::int64_t pages_done = 0;
  std::int64_t pages_in_all = 0;
  std::int64_t products = 0;
};

struct FetchReport {
  std::int64_t pages = 0;  ///< pages read, repetitions too
  std::int64_t rows = 0;
  std::int64_t distinct = 0;    ///< products in the inventory
  std::int64_t duplicates = 0;  ///< rows merged by SKU
  std::int64_t without_sku = 0;
  std::int64_t unknown = 0;
  std::int64_t stated_total = 0;    ///< the supplier's last `total`
  std::int64_t repaired_pages = 0;  ///< read again because rows had shifted
};

/// Reads the whole catalogue into the staging area: every page, several in flight, duplicates merged, shifted rows
/// repaired by reading the seams again. A feed that stays more than 0.1% short of its own total, or is empty, is
/// Failure(supplier).
class Fetcher {
 public:
  Fetcher(SupplierApi& api, FetchStaging& staging, const SupplierSettings& settings, Log& log);
  FetchReport fetch_full(const std::function<void(const FetchProgress&)>& progress);
};

}  // namespace dsz
