#include "dsz/monitor/standing.hpp"

#include <algorithm>

namespace dsz {
namespace {

bool brings_stock_up_to_date(const JobReport& report) { return report.match || report.apply; }

ProductFigures figures_of(const EndedRun& run, const MatchReport& match) {
  const PlanCounts& counts = match.plan->counts;
  ProductFigures figures{.run = run.run, .ended = run.ended};
  figures.selected = counts.selected;
  figures.unchanged = counts.unchanged;
  figures.missing = counts.missing;
  figures.unknown = counts.unknown + counts.unconfirmed;
  if (match.written) {
    figures.updated = match.written->written;
    figures.failed = match.written->failed + match.written->unknown + match.written->not_sent;
    figures.ignored = match.written->ignored;
  }
  return figures;
}

GuardState& named(GuardStates& states, std::string_view name) {
  return *std::ranges::find(states.guards, name, &GuardState::name);
}

GuardStates guards_of(const EndedRun& run, const MatchReport& match, bool stopped) {
  GuardStates states;
  states.run = run.run;
  states.ended = run.ended;
  for (const GuardResult& result : match.guards) {
    GuardState& state = named(states, result.name);
    state.tripped = result.tripped;
    state.sentence = result.sentence;
  }
  if (stopped && !match.guard_tripped()) {
    // Writes that a killed run left open are settled first: then nothing has been said of an inventory yet.
    const bool of_inventory = !match.inventory_info && !match.inventory.empty();
    GuardState& state = named(states, of_inventory ? "inventory" : "stock_management");
    state.tripped = true;
    state.sentence = run.sentence;
  }
  return states;
}

/// A sync may find the store without stock management while it fetches, before it has matched anything.
GuardStates stopped_before_match(const EndedRun& run) {
  GuardStates states;
  states.run = run.run;
  states.ended = run.ended;
  GuardState& state = named(states, "stock_management");
  state.tripped = true;
  state.sentence = run.sentence;
  return states;
}

void add(RequestTotals& totals, const std::optional<RequestCounts>& counts) {
  if (!counts) return;
  totals.ok += counts->requests - counts->failed;
  totals.failed += counts->failed - counts->throttled;
  totals.throttled += counts->throttled;
}

}  // namespace

GuardStates::GuardStates() {
  for (const std::string_view name : kGuardNames) guards.push_back({.name = std::string(name)});
}

Standing stand_after(Standing standing, const RunFacts& facts) {
  const JobReport& report = facts.report;
  add(standing.supplier, report.supplier);
  add(standing.store, report.store);
  if (facts.dry_run) return standing;
  const bool failed = facts.end.failure || facts.end.partly;
  standing.last_run = facts.run;
  if (failed) standing.last_failure = facts.run;
  if (!failed && brings_stock_up_to_date(report)) standing.last_success = facts.run;
  const bool stopped = facts.end.failure == FailureKind::guard;
  if (stopped && !report.match && !report.apply && !report.undo) standing.guards = stopped_before_match(facts.run);
  if (!report.match) return standing;
  if (report.match->plan) standing.products = figures_of(facts.run, *report.match);
  if (stopped || !report.match->guards.empty()) standing.guards = guards_of(facts.run, *report.match, stopped);
  return standing;
}

}  // namespace dsz
