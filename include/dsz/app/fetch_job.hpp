#pragma once

#include "dsz/app/fetch_mode.hpp"
#include "dsz/app/run_context.hpp"
#include "dsz/app/store_reading.hpp"
#include "dsz/supplier/fetcher.hpp"

#include <cstdint>
#include <filesystem>

namespace dsz {

struct FetchResult {
  FetchMode mode = FetchMode::full;  ///< never `automatic`
  std::filesystem::path inventory;
  WallTime fetched_at{};  ///< when the fetch began: the inventory is never younger than its first page
  std::int64_t products = 0;
  std::int64_t missing = 0;    ///< asked for by name, and the supplier does not list them
  std::int64_t asked = 0;      ///< SKUs asked for by name
  std::int64_t unsettled = 0;  ///< of these: without a usable answer, so not in the inventory
  std::int64_t put_off = 0;    ///< not asked for, because the supplier never had them and was asked not long ago
  FetchReport report;
};

/// Supplier → inventory file. Until the last step, and after any failure, the old file stands byte for byte. `store` is
/// read when the mode needs to know what the store sells; `automatic` does without it when none is configured. A delta
/// that may not be built upon becomes a targeted fetch, and a targeted one that `automatic` chose a full one, when the
/// supplier ignores the names; the log says why.
FetchResult run_fetch(RunContext& context, FetchMode mode, StoreReading& store);

}  // namespace dsz
