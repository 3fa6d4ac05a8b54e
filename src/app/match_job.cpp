#include "dsz/app/match_job.hpp"

#include "dsz/app/inventory_input.hpp"
#include "dsz/app/missing_skus.hpp"
#include "dsz/app/store_steps.hpp"
#include "dsz/match/matcher.hpp"
#include "dsz/match/selection.hpp"
#include "dsz/state/known_skus.hpp"
#include "dsz/state/run_history.hpp"
#include "dsz/state/unlisted_skus.hpp"

#include "feed_baseline.hpp"
#include "plan_saving.hpp"

#include <algorithm>
#include <functional>
#include <unordered_set>
#include <utility>

namespace dsz {
namespace {

using Confirm = std::function<Confirmations(const std::vector<std::string>& skus)>;

/// How it is found out whether a SKU that the inventory does not list is missing: by asking the supplier. A partial
/// inventory says it itself, and nothing of what was not asked for (S2).
Confirm confirm_for(RunContext& context, const InventoryInput& input, const std::filesystem::path& inventory) {
  if (!input.info.header.partial) {
    return [&](const std::vector<std::string>& skus) { return confirm_missing(context, skus, inventory); };
  }
  StockIndex missing;
  for (const std::string& sku : input.missing) missing.add(sku, StockLevel{});
  return [missing = std::move(missing)](const std::vector<std::string>& skus) {
    Confirmations said;
    for (const std::string& sku : skus) {
      const bool is_missing = missing.find(sku).match != StockIndex::Match::none;
      said[sku].kind = is_missing ? Confirmation::Kind::missing : Confirmation::Kind::not_covered;
    }
    return said;
  };
}

/// Finds it out for what has not been asked for yet; false when that is nothing.
bool confirm_new(const Confirm& confirm, std::vector<std::string> skus, Confirmations& confirmations) {
  std::erase_if(skus, [&](const std::string& sku) { return confirmations.contains(sku); });
  confirmations.merge(confirm(skus));
  for (const std::string& sku : skus) confirmations.try_emplace(sku);
  return !skus.empty();
}

std::vector<std::int64_t> products_of(const Plan& plan) {
  std::vector<std::int64_t> ids;
  ids.reserve(plan.changes.size());
  for (const PlannedChange& planned : plan.changes) ids.push_back(planned.change.product);
  return ids;
}

/// What the plan would change is read again, and the plan made anew, until it rests on nothing but what the lists said
/// a moment ago: no sale of the meantime is written over, and nothing that the stock report left out is guessed.
Plan make_plan(RunContext& context, StoreCatalogue& catalogue, const InventoryInput& input,
               const std::filesystem::path& inventory) {
  const StockIndex& index = input.index;
  KnownSkus known(context.database());
  const Selection selection(context.config().match.select, [&](std::string_view sku) {
    return index.find(sku).match != StockIndex::Match::none || known.contains(sku);
  });
  const Confirm confirm = confirm_for(context, input, inventory);
  Confirmations confirmations;
  std::unordered_set<std::int64_t> fresh;
  for (;;) {
    const Matcher matcher(catalogue, index, selection, context.config().match.rules);
    // To ask the supplier may take as long as its quota wants: what was read before that is not fresh any more.
    if (confirm_new(confirm, matcher.to_confirm(), confirmations)) fresh.clear();
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

/// How much of the supplier the inventory holds: what the guard of the feed compares.
Feed feed_of(RunContext& context, const InventoryInput& input) {
  const std::int64_t listed = input.info.count - input.info.missing;
  const WallTime fetched_at = input.info.header.fetched_at;
  if (!input.info.header.partial) return {.fetched_at = fetched_at, .listed = listed};
  KnownSkus known(context.database());
  // What the supplier never had is asked for in some runs only.
  const auto had = std::ranges::count_if(input.missing, [&](const std::string& sku) { return known.contains(sku); });
  return {.fetched_at = fetched_at, .listed = listed, .asked = listed + had, .partial = true};
}

std::vector<GuardResult> guard(RunContext& context, std::optional<std::int64_t> allow_missing,
                               const MatchReport& report, const Feed& feed) {
  Facts facts(context.database());
  return check_guards({.counts = report.plan->counts,
                       .feed = feed.listed,
                       .feed_asked = feed.partial ? std::optional(feed.asked) : std::nullopt,
                       .feed_baseline = feed_baseline(facts, feed),
                       .allow_missing = allow_missing},
                      context.config().match.guards);
}

bool any_tripped(const std::vector<GuardResult>& guards) { return std::ranges::any_of(guards, &GuardResult::tripped); }

void write(RunContext& context, const MatchOptions& options, const Feed& feed, MatchReport& report) {
  report.written = write_planned(context, report.plan->changes);
  if (!options.inventory.empty()) return;  // only a fetched feed is a measure
  Facts facts(context.database());
  if (is_measure(*report.written)) accept_feed(facts, feed);
}

}  // namespace

bool MatchReport::guard_tripped() const { return any_tripped(guards); }

std::optional<std::int64_t> MatchReport::out_of_stock() const {
  if (!plan) return std::nullopt;
  const auto without_stock = std::ranges::count(plan->left_alone, Left::not_stockable, &LeftAlone::left);
  std::int64_t count = plan->counts.selected - without_stock - plan->counts.in_stock;
  if (!written) return count;
  for (std::size_t i = 0; i < plan->changes.size() && i < written->results.size(); ++i) {
    if (written->results[i].outcome != WriteOutcome::written) continue;
    if (plan->changes[i].effect == Effect::to_zero) ++count;
    if (plan->changes[i].effect == Effect::back_in_stock) --count;
  }
  return count;
}

void run_match(RunContext& context, const MatchOptions& options, StoreReading& store, MatchReport& report) {
  const World& world = context.world();
  report.dry_run = options.dry_run;
  report.plan_file = options.plan;
  if (!options.plan.empty()) prepare_plan_file(world.files, options.plan);
  store.settle_open_writes();
  report.inventory = options.inventory.empty() ? context.config().inventory_file() : options.inventory;
  const InventoryInput input =
      load_inventory(world.files, report.inventory, world.clock.wall(), context.config().match.max_inventory_age);
  report.inventory_info = input.info;
  report.store = store.store();
  report.settled = store.settled();
  StoreCatalogue& catalogue = store.catalogue();
  report.plan = make_plan(context, catalogue, input, report.inventory);
  const Feed feed = feed_of(context, input);
  report.guards = guard(context, options.allow_missing, report, feed);
  report.allowing_missing_helps =
      report.guard_tripped() && !any_tripped(guard(context, report.plan->counts.missing, report, feed));
  world.signals.throw_if_pending();
  if (report.guard_tripped()) {
    // That they are missing may be what is wrong: the next fetch does not go by it, but asks for them.
    UnlistedSkus(context.database()).forget(input.missing);
    return;
  }
  if (!options.dry_run) {
    write(context, options, feed, report);
  } else if (!options.plan.empty()) {
    save_plan(context, options, report, catalogue);
    report.plan_saved = true;
  }
}

}  // namespace dsz
