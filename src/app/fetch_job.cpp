#include "dsz/app/fetch_job.hpp"

#include "dsz/app/fetch_planner.hpp"
#include "dsz/app/pages_expected.hpp"
#include "dsz/app/supplier_lookup.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/state/fetch_staging.hpp"
#include "dsz/state/known_skus.hpp"
#include "dsz/state/run_history.hpp"

#include "delta_fetch.hpp"
#include "feed_baseline.hpp"
#include "staged_inventory.hpp"
#include "targeted_fetch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace dsz {
namespace {

/// Pages of another size, or of another supplier, are of no use.
std::string staged_source(const Config& config) {
  return fmt::format("{} {}", config.supplier.base_url, config.supplier.page_size);
}

/// When the full fetch began that was cut off and can go on.
std::optional<WallTime> cut_off_fetch(RunContext& context, const FetchStaging& staging) {
  const WallTime now = context.world().clock.wall();
  return staging.started(to_text(FetchMode::full), staged_source(context.config()),
                         now - context.config().resume_max_age, now);
}

FetchReport read_supplier(RunContext& context, FetchStaging& staging) {
  Facts facts(context.database());
  const std::int64_t pages_before = pages_expected(context.supplier(), context.config(), facts, context.world().clock);
  facts.set(kFactFullFetchEnded, "no");
  Fetcher fetcher(context.supplier().api(), staging, context.config().supplier, context.log());
  const auto tell = [&](const FetchProgress& progress) {
    context.progress().update("Reading the supplier", "pages", progress.pages_done, progress.pages_in_all);
  };
  FetchReport report = fetcher.fetch_full(tell, pages_before);
  context.progress().end();
  facts.set(kFactSupplierTotal, std::to_string(report.stated_total));
  facts.set(kFactFullFetchEnded, "yes");
  return report;
}

FetchResult fetch_full(RunContext& context) {
  FetchResult result;
  FetchStaging staging(context.database());
  const std::optional<WallTime> cut_off = cut_off_fetch(context, staging);
  result.fetched_at = cut_off.value_or(context.world().clock.wall());
  if (!cut_off) staging.start(to_text(FetchMode::full), result.fetched_at, staged_source(context.config()));
  result.report = read_supplier(context, staging);
  KnownSkus(context.database()).add_staged(context.world().clock.wall());
  write_staged_inventory(context, staging, {}, result);
  return result;
}

FetchResult fetch_targeted_or(RunContext& context, StoreReading& store, bool or_full) {
  std::string doubt;
  if (std::optional<FetchResult> result = fetch_targeted(context, store, doubt)) return std::move(*result);
  if (!or_full) {
    throw Failure(FailureKind::supplier,
                  fmt::format("{} could not be asked by name: {}; run \"dsz-sync fetch --mode full\"; the inventory of "
                              "the last fetch stays as it is",
                              context.config().supplier.base_url, doubt));
  }
  context.log().warning("the targeted fetch becomes a full one: {}", doubt);
  return fetch_full(context);
}

FetchResult fetch_delta_or(RunContext& context, StoreReading& store, bool or_full) {
  std::string doubt;
  if (std::optional<FetchResult> result = fetch_delta(context, store, doubt)) return std::move(*result);
  context.log().warning("the delta fetch becomes a targeted one: {}", doubt);
  return fetch_targeted_or(context, store, or_full);
}

/// The SKUs that will probably have to be asked for twice, because they are not listed.
std::int64_t probably_unlisted(const StoreTargets& targets, std::int64_t missing_last) {
  const auto all = static_cast<std::int64_t>(targets.skus.size());
  return std::min(all, static_cast<std::int64_t>(targets.never_had) + missing_last);
}

FetchOutlook outlook_of(RunContext& context, StoreReading& store) {
  const Config& config = context.config();
  FetchOutlook outlook;
  outlook.quota_left = context.supplier().ledger().left_this_hour();
  outlook.full.page_size = config.supplier.page_size;
  const FetchStaging staging(context.database());
  if (cut_off_fetch(context, staging)) outlook.full.pages_there = staging.page_count();
  outlook.full.products = whole_fact(Facts(context.database()).get(kFactSupplierTotal).value_or(""));
  outlook.no_delta_because = "what the store sells is not known";
  if (config.store.consumer_key.empty()) return outlook;
  const StoreTargets targets = read_targets(context, store);
  const std::optional<InventoryInfo> last = last_inventory(context);
  // With a selection, what is put off has its lines in a partial inventory, as missing (targeted_fetch.cpp).
  const std::int64_t put_off = config.match.select.configured() ? std::ssize(targets.put_off) : 0;
  const std::int64_t missing_last = last ? std::max<std::int64_t>(0, last->missing - put_off) : 0;
  const auto skus = static_cast<std::int64_t>(targets.skus.size());
  const auto at_once = static_cast<std::int64_t>(skus_at_once(context));
  outlook.targeted = {.skus = skus, .unlisted = probably_unlisted(targets, missing_last), .at_once = at_once};
  const WallTime now = context.world().clock.wall();
  outlook.no_delta_because = why_no_delta(last ? std::optional(last->header) : std::nullopt, config.supplier.base_url,
                                          now, config.delta_max_age);
  if (outlook.no_delta_because.empty()) {
    const std::int64_t covered = last->header.partial ? last->count - put_off : skus;
    outlook.delta = {.window = delta_end(now) - delta_start(last->header),
                     .uncovered = std::max<std::int64_t>(0, skus - covered),
                     .at_once = at_once};
  }
  return outlook;
}

}  // namespace

FetchResult run_fetch(RunContext& context, FetchMode mode, StoreReading& store) {
  const bool chosen_here = mode == FetchMode::automatic;
  if (chosen_here) {
    const FetchPlan plan = plan_fetch(outlook_of(context, store));
    context.log().info("{}", plan.reasoning);
    mode = plan.mode;
  }
  switch (mode) {
    case FetchMode::delta:
      return fetch_delta_or(context, store, chosen_here);
    case FetchMode::targeted:
      return fetch_targeted_or(context, store, chosen_here);
    case FetchMode::full:
    case FetchMode::automatic:
      break;
  }
  return fetch_full(context);
}

}  // namespace dsz
