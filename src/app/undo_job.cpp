#include "dsz/app/undo_job.hpp"

#include "dsz/app/store_steps.hpp"
#include "dsz/base/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace dsz {
namespace {

std::int64_t run_to_undo(const UndoOptions& options, Journal& journal, const std::string& store) {
  if (options.run) return *options.run;
  const std::optional<std::int64_t> newest = journal.last_writing_run(store);
  if (!newest) throw Failure(FailureKind::usage, fmt::format("no run has written anything to {}", store));
  return *newest;
}

std::vector<JournalEntry> entries_of(Journal& journal, std::int64_t run, const std::string& store) {
  std::vector<JournalEntry> entries = journal.of_run(run);
  const bool wrote = std::any_of(entries.begin(), entries.end(),
                                 [](const JournalEntry& entry) { return entry.outcome == WriteOutcome::written; });
  if (!wrote) {
    throw Failure(FailureKind::usage,
                  fmt::format("run {} wrote nothing that could be undone; \"dsz-sync history\" lists the runs", run));
  }
  if (entries.front().store != store) {
    throw Failure(FailureKind::usage,
                  fmt::format("run {} wrote to {}, and the configuration names {}", run, entries.front().store, store));
  }
  return entries;
}

/// What it would change is read again first, as for a match.
UndoPlan make_plan(RunContext& context, const std::vector<JournalEntry>& entries, StoreCatalogue& catalogue) {
  std::vector<std::int64_t> ids;
  for (const UndoChange& undo : plan_undo(entries, catalogue).changes) ids.push_back(undo.change.product);
  read_again(context, catalogue, ids);
  return plan_undo(entries, catalogue);
}

void write(RunContext& context, UndoReport& report) {
  std::vector<StockChange> changes;
  changes.reserve(report.plan->changes.size());
  for (const UndoChange& undo : report.plan->changes) changes.push_back(undo.change);
  report.written = write_changes(context, changes);
}

}  // namespace

void run_undo(RunContext& context, const UndoOptions& options, UndoReport& report) {
  report.dry_run = options.dry_run;
  report.store = connect_store(context, report.settled);
  Journal journal(context.database());
  StoreCatalogue catalogue = read_catalogue(context, {});
  report.undone = run_to_undo(options, journal, report.store);
  const std::vector<JournalEntry> entries = entries_of(journal, *report.undone, report.store);
  report.plan = make_plan(context, entries, catalogue);
  context.world().signals.throw_if_pending();
  if (options.dry_run || report.plan->changes.empty()) return;
  report.declined = !options.confirm(report);
  context.world().signals.throw_if_pending();  // Ctrl-C where the answer was awaited is no answer
  if (report.declined) return;
  // The answer may have taken hours. Only what was shown is read again, and so nothing else gets into this plan.
  report.plan = make_plan(context, entries, catalogue);
  if (!report.plan->changes.empty()) write(context, report);
}

}  // namespace dsz
