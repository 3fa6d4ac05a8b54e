#pragma once

#include "dsz/app/apply_plan.hpp"
#include "dsz/app/pending_writes.hpp"
#include "dsz/app/run_context.hpp"
#include "dsz/store/stock_writer.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace dsz {

struct ApplyOptions {
  std::filesystem::path plan;
  bool dry_run = false;
};

/// What an apply found and did: as far as it came, also when it failed.
struct ApplyReport {
  bool dry_run = false;
  std::filesystem::path file;
  std::optional<SavedPlan> saved;
  std::string store;
  SettledWrites settled;
  std::optional<ApplyPlan> plan;
  std::optional<WriteReport> written;  ///< nullopt: nothing was sent
};

/// Failure(guard) when the plan is older than 24 hours, or from the future by more than five minutes.
void check_plan_age(const SavedPlan& saved, WallTime now);

/// Writes a saved plan, after reading the store again (plan_apply). Nothing is written before all of it is decided
/// (S3). Failure(usage): the plan is absent, damaged, changed, for another store, or made with other settings.
void run_apply(RunContext& context, const ApplyOptions& options, ApplyReport& report);

}  // namespace dsz
