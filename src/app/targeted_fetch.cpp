#include "targeted_fetch.hpp"

#include "dsz/app/supplier_lookup.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"
#include "dsz/state/known_skus.hpp"
#include "dsz/state/unlisted_skus.hpp"

#include "staged_inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace dsz {
namespace {

/// So many whose stock cannot be read mean that the answers have changed their form (supplier/fetcher.cpp has the same
/// rule for a whole catalogue).
constexpr std::size_t kManyUnknown = 50;

std::size_t count_unknown(const LookupReport& report) {
  return static_cast<std::size_t>(
      std::ranges::count_if(report.listed, [](const SupplierProduct& product) { return !product.stock.known(); }));
}

std::size_t count_unasked(const LookupReport& report) {
  return static_cast<std::size_t>(std::ranges::count_if(
      report.answers, [](const auto& each) { return each.second.presence == Presence::unasked; }));
}

void tell(Log& log, const FetchResult& result) {
  if (result.unsettled > 0) {
    log.warning(
        "{} products could not be settled by name: the inventory does not speak of them, and they stay as they "
        "are",
        result.unsettled);
  }
  if (result.report.unknown > 0) {
    log.warning("{} products have an unknown stock and stay untouched", result.report.unknown);
  }
}

/// What the answers say for good: SKUs that the supplier has or had, and when it was asked for the others.
void remember(RunContext& context, const LookupReport& report) {
  KnownSkus known(context.database());
  std::vector<std::string> had;
  std::vector<std::string> never_had;
  bool anything = false;
  for (const SupplierProduct& product : report.listed) had.push_back(product.sku);
  for (const auto& [sku, answer] : report.answers) {
    anything = anything || answer.presence == Presence::listed || answer.presence == Presence::disabled;
    const bool unknown = !known.contains(sku);
    if (answer.presence == Presence::disabled && unknown) had.push_back(sku);
    if (answer.presence == Presence::absent && unknown) never_had.push_back(sku);
  }
  const WallTime now = context.world().clock.wall();
  known.add(had, now);
  // A supplier that has nothing at all of what it was asked for may only be having a bad hour.
  if (anything) UnlistedSkus(context.database()).note(never_had, now);
}

}  // namespace

StoreTargets read_targets(RunContext& context, StoreReading& store) {
  const Config& config = context.config();
  KnownSkus known(context.database());
  UnlistedSkus unlisted(context.database());
  const WallTime now = context.world().clock.wall();
  return store_targets(store.catalogue(), config.match.select, config.match.rules, [&](std::string_view sku) {
    if (known.contains(sku)) return SkuMemory::known;
    return unlisted.asked(sku, now - config.ask_again_after, now) ? SkuMemory::recent : SkuMemory::unknown;
  });
}

std::vector<SupplierProduct> lines_of(RunContext& context, const LookupReport& report) {
  KnownSkus known(context.database());
  const bool declared = context.config().match.select.configured();
  std::vector<SupplierProduct> lines = report.listed;
  std::set<std::string> folded;
  for (const auto& [sku, answer] : report.answers) {
    const bool missing = answer.presence == Presence::disabled || answer.presence == Presence::absent;
    const bool suppliers = declared || answer.presence == Presence::disabled || known.contains(sku);
    if (missing && suppliers && folded.insert(fold_sku(sku)).second) {
      lines.push_back({.sku = sku, .stock = {}, .price = "", .missing = true});
    }
  }
  return lines;
}

/// What the supplier was found not to have stays missing until it is asked for again: where the owner declared which
/// products are the supplier's, another run must not come to another plan.
std::vector<SupplierProduct> missing_lines(const std::vector<std::string>& skus) {
  std::vector<SupplierProduct> lines;
  lines.reserve(skus.size());
  for (const std::string& sku : skus) lines.push_back({.sku = sku, .stock = {}, .price = "", .missing = true});
  return lines;
}

std::optional<LookupReport> ask_by_name(RunContext& context, const std::vector<std::string>& skus, std::string& doubt) {
  LookupReport report = look_up(context, skus, std::numeric_limits<int>::max(), context.config().inventory_file());
  if (report.failure) throw Failure(*report.failure);
  const std::size_t unasked = count_unasked(report);
  const std::size_t unknown = count_unknown(report);
  if (report.filter_ignored) {
    doubt = "it answers with products that were not asked for, so it ignores \"skus\"";
  } else if (unasked > 0 && unasked == report.answers.size()) {
    doubt = fmt::format("not one of the {} products asked for is settled", unasked);
  } else if (unknown >= kManyUnknown && unknown * 2 > report.listed.size()) {
    doubt = fmt::format("the stock of {} of {} products cannot be read", unknown, report.listed.size());
  }
  if (!doubt.empty()) return std::nullopt;
  remember(context, report);
  return report;
}

void count_answers(const LookupReport& report, FetchResult& result) {
  result.asked = static_cast<std::int64_t>(report.answers.size());
  result.unsettled = static_cast<std::int64_t>(count_unasked(report));
  result.report.pages += report.requests;
  result.report.rows = result.report.distinct = static_cast<std::int64_t>(report.listed.size());
  result.report.unknown = static_cast<std::int64_t>(count_unknown(report));
}

std::optional<FetchResult> fetch_targeted(RunContext& context, StoreReading& store, std::string& doubt) {
  const StoreTargets targets = read_targets(context, store);
  FetchResult result;
  result.mode = FetchMode::targeted;
  result.fetched_at = context.world().clock.wall();
  context.log().info("asking the supplier for {} products by name", targets.skus.size());
  const std::optional<LookupReport> report = ask_by_name(context, targets.skus, doubt);
  if (!report) return std::nullopt;

  FetchStaging staging(context.database());
  staging.start(to_text(result.mode), result.fetched_at);
  staging.put_page(1, lines_of(context, *report));
  const bool declared = context.config().match.select.configured();
  if (declared) staging.put_page(1, missing_lines(targets.put_off));
  count_answers(*report, result);
  result.put_off = std::ssize(targets.put_off);
  tell(context.log(), result);
  InventoryHeader header;
  header.partial = true;
  write_staged_inventory(context, staging, header, result);
  if (declared) result.missing -= result.put_off;  // it says how many of those asked for are missing
  return result;
}

}  // namespace dsz
