#pragma once

#include "dsz/app/pending_writes.hpp"
#include "dsz/app/run_context.hpp"
#include "dsz/app/undo_plan.hpp"
#include "dsz/store/stock_writer.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace dsz {

struct UndoReport {
  bool dry_run = false;
  std::optional<std::int64_t> undone;  ///< the run that is put back
  std::string store;
  SettledWrites settled;
  std::optional<UndoPlan> plan;        ///< made anew after the answer: what changed meanwhile is a conflict then
  bool declined = false;               ///< the person said no
  std::optional<WriteReport> written;  ///< nullopt: nothing was sent
};

struct UndoOptions {
  std::optional<std::int64_t> run;  ///< nullopt: the newest that wrote to this store
  bool dry_run = false;
  /// Shows the plan and asks. Not asked in a dry run, nor when there is nothing to put back.
  std::function<bool(const UndoReport&)> confirm;
};

/// Puts back what a run wrote, where the store still has just that. It is itself a run in the journal, and can be
/// undone. Failure(usage): no such run, it wrote nothing, or it wrote to another store.
void run_undo(RunContext& context, const UndoOptions& options, UndoReport& report);

}  // namespace dsz
