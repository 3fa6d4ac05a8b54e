#include "dsz/app/match_job.hpp"

#include "dsz/app/inventory_input.hpp"
#include "dsz/app/missing_skus.hpp"
#include "dsz/app/store_steps.hpp"
#include "dsz/match/matcher.hpp"
#include "dsz/match/selection.hpp"
#include "dsz/state/known_skus.hpp"
#include "dsz/state/run_history.hpp"

#include "plan_saving.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace dsz {
namespace {

/// Asks the supplier by name for what has not been asked for yet.
void confirm_new(RunContext& context, std::vector<std::string> skus, Confirmations& confirmations) {
  std::erase_if(skus, [&](const std::string& sku) { return confirmations.contains(sku); });
  confirmations.merge(confirm_missing(context, skus));
  for (const std::string& sku : skus) confirmations.try_emplace(sku);
}

std::vector<std::int64_t> products_of(const Plan& plan) {
  std::vector<std::int64_t> ids;
  ids.reserve(plan.changes.size());
  for (const PlannedChange& planned : plan.changes) ids.push_back(planned.change.product);
  return ids;
}

/// What the plan would change is read again, and the plan made anew, until it rests on nothing but what the lists said
/// a moment ago: no sale of the meantime is written over, and nothing that the stock report left out is guessed.
Plan make_plan(RunContext& context, StoreCatalogue& catalogue, const StockIndex& index) {
  KnownSkus known(context.database());
  const Selection selection(context.config().match.select, [&](std::string_view sku) {
    return index.find(sku).match != StockIndex::Match::none || known.contains(sku);
  });
  Confirmations confirmations;
  std::unordered_set<std::int64_t> fresh;
  for (;;) {
    const Matcher matcher(catalogue, index, selection, context.config().match.rules);
    confirm_new(context, matcher.to_confirm(), confirmations);
    Plan plan = matcher.plan([&](std::string_view sku) {
      const auto found = confirmations.find(sku);
      return found == confirmations.end() ? Confirmation{} : found->second;
    });
    std::vector<std::int64_t> stale = products_of(plan);
    std::erase_if(stale, [&](std::int64_t id) { return fresh.contains(id); });
    if (stale.empty()) return plan;
    read_again(context, catalogue, stale);
    fresh.insert(stale.begin(), stale.end());
  }
}

std::optional<std::int64_t> feed_baseline(Facts& facts) {
  const std::optional<std::string> text = facts.get(kFactFeedBaseline);
  std::int64_t baseline = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), baseline).ec != std::errc{}) {
    return std::nullopt;
  }
  return baseline;
}

std::vector<GuardResult> guard(RunContext& context, const MatchOptions& options, const MatchReport& report) {
  Facts facts(context.database());
  return check_guards({.counts = report.plan->counts,
                       .feed = report.inventory_info->count,
                       .feed_baseline = feed_baseline(facts),
                       .allow_missing = options.allow_missing},
                      context.config().match.guards);
}

void write(RunContext& context, const MatchOptions& options, MatchReport& report) {
  report.written = write_planned(context, report.plan->changes);
  if (!options.inventory.empty()) return;  // only a fetched feed is a measure
  accept_feed(context, *report.written, report.inventory_info->count);
}

}  // namespace

bool MatchReport::guard_tripped() const {
  return std::any_of(guards.begin(), guards.end(), [](const GuardResult& guard) { return guard.tripped; });
}

void run_match(RunContext& context, const MatchOptions& options, MatchReport& report) {
  const World& world = context.world();
  report.dry_run = options.dry_run;
  report.plan_file = options.plan;
  if (!options.plan.empty()) prepare_plan_file(world.files, options.plan);
  report.inventory = options.inventory.empty() ? context.config().inventory_file() : options.inventory;
  InventoryInput input =
      load_inventory(world.files, report.inventory, world.clock.wall(), context.config().match.max_inventory_age);
  report.inventory_info = std::move(input.info);
  report.store = connect_store(context);
  StoreCatalogue catalogue = read_catalogue(context, context.config().match.select.marks);
  Journal journal(context.database());
  report.settled = settle_pending_writes(journal, report.store, catalogue, context.log());
  report.plan = make_plan(context, catalogue, input.index);
  report.guards = guard(context, options, report);
  world.signals.throw_if_pending();
  if (report.guard_tripped()) return;
  if (!options.dry_run) {
    write(context, options, report);
  } else if (!options.plan.empty()) {
    save_plan(context, options, report, catalogue);
    report.plan_saved = true;
  }
}

}  // namespace dsz
