#pragma once

#include "dsz/app/pending_writes.hpp"
#include "dsz/app/run_context.hpp"
#include "dsz/app/store_reading.hpp"
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/match/circuit_breaker.hpp"
#include "dsz/match/plan.hpp"
#include "dsz/store/stock_writer.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dsz {

struct MatchOptions {
  bool dry_run = false;
  std::filesystem::path inventory;            ///< empty: the configured one
  std::optional<std::int64_t> allow_missing;  ///< lets one run through with exactly so many missing
  std::filesystem::path plan{};               ///< where a dry run saves its plan; empty: nowhere
};

/// What a match found and did: as far as it came, also when it failed.
struct MatchReport {
  bool dry_run = false;
  std::filesystem::path inventory;
  std::optional<InventoryInfo> inventory_info;
  std::string store;  ///< its home URL
  SettledWrites settled;
  std::optional<Plan> plan;
  std::vector<GuardResult> guards;
  bool allowing_missing_helps = false;  ///< a guard tripped that would pass, were as many allowed as are missing
  std::filesystem::path plan_file;      ///< where the plan was to be saved; empty: nowhere
  bool plan_saved = false;
  std::optional<WriteReport> written;  ///< nullopt: nothing was sent

  [[nodiscard]] bool guard_tripped() const;
  /// Selected products that can have stock and have none in the store at the end of the run; nullopt without a plan.
  [[nodiscard]] std::optional<std::int64_t> out_of_stock() const;
};

/// Inventory file + store → plan → guards → writes. Writes only when the whole plan stands and no guard tripped (S3);
/// a dry run never does (S5); it saves its plan where that was asked for and no guard tripped. The baseline of the feed
/// moves only after a real run that passed every guard.
void run_match(RunContext& context, const MatchOptions& options, StoreReading& store, MatchReport& report);

}  // namespace dsz
