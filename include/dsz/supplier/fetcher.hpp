#pragma once

#include "dsz/base/log.hpp"
#include "dsz/state/fetch_staging.hpp"
#include "dsz/supplier/supplier_api.hpp"

#include <functional>

namespace dsz {

struct FetchProgress {
  std::int64_t pages_done = 0;
  std::int64_t pages_in_all = 0;
  std::int64_t products = 0;  ///< rows read so far
};

struct FetchReport {
  std::int64_t pages = 0;       ///< pages read, repetitions too
  std::int64_t rows = 0;        ///< rows read, repetitions too
  std::int64_t distinct = 0;    ///< products in the inventory
  std::int64_t duplicates = 0;  ///< rows merged by SKU
  std::int64_t without_sku = 0;
  std::int64_t unknown = 0;
  std::int64_t stated_total = 0;    ///< the supplier's last `total`
  std::int64_t repaired_pages = 0;  ///< read again because rows had shifted
  std::int64_t resumed_pages = 0;   ///< that a run before, which was cut off, had read
};

/// Reads the whole catalogue into the staging area, which the caller has started: every page, several in flight,
/// duplicates merged, shifted rows repaired by reading the seams again. A feed that does not come to rest, stays more
/// than 0.1% short of its own total, or is empty, is Failure(supplier). Rows without a usable SKU, and rows that one
/// page repeats, are read and so not short. Where nothing moves, page 1 alone is read twice; not even that where it is
/// known how many pages the last fetch found: then the first ones, of half of them, are asked for at once.
///
/// Pages that are staged already are those of a run that was cut off: it goes on with the rest, and reads the seams to
/// them again. When the catalogue changed by half a page since, it begins anew. An unusable feed empties the staging.
class Fetcher {
 public:
  Fetcher(SupplierApi& api, FetchStaging& staging, const SupplierSettings& settings, Log& log);
  /// `pages_before`: of the last fetch; 0 when that is not known, or not to be relied on.
  FetchReport fetch_full(const std::function<void(const FetchProgress&)>& progress, std::int64_t pages_before = 0);

 private:
  SupplierApi& api_;
  FetchStaging& staging_;
  const SupplierSettings& settings_;
  Log& log_;
};

}  // namespace dsz
