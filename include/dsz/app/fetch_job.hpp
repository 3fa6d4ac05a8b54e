#pragma once

#include "dsz/app/run_context.hpp"
#include "dsz/supplier/fetcher.hpp"

#include <cstdint>
#include <filesystem>

namespace dsz {

struct FetchResult {
  std::filesystem::path inventory;
  WallTime fetched_at{};  ///< when the fetch began: the inventory is never younger than its first page
  std::int64_t products = 0;
  FetchReport report;
};

/// Supplier → inventory file. Until the last step, and after any failure, the old file stands byte for byte.
FetchResult run_fetch(RunContext& context);

}  // namespace dsz
