#include "dsz/app/fetch_planner.hpp"

#include "dsz/supplier/sku_lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace dsz {
namespace {

using std::chrono::days;
using std::chrono::hours;

/// Seen in June 2025 (dropshipzone-api.md): what is counted with until the supplier itself said it.
constexpr std::int64_t kSupplierProducts = 165'000;
constexpr std::int64_t kChangesAnHour = 440;
constexpr std::int64_t kChangesOnAPage = 160;

/// The first page, the last one that is there, and the seams to the rest.
constexpr std::int64_t kPagesReadAgain = 8;

constexpr Millis kOverlap = days{1};
constexpr Millis kLongestWindow = days{9};

std::int64_t divided_up(std::int64_t all, std::int64_t by) { return (all + by - 1) / by; }

std::int64_t requests_of(const FullOutlook& full) {
  const std::int64_t pages =
      std::max<std::int64_t>(1, divided_up(full.products.value_or(kSupplierProducts), full.page_size));
  if (full.pages_there > 0) return std::max<std::int64_t>(0, pages - full.pages_there) + kPagesReadAgain;
  return pages == 1 ? 1 : pages + 1;  // page 1 is read twice
}

std::int64_t requests_of(const TargetedOutlook& targeted) {
  // Beside them a sentinel, and once more as not enabled (supplier/sku_lookup.hpp).
  const auto few = std::min<std::int64_t>(targeted.at_once, kFewSkusAtOnce);
  return divided_up(targeted.skus, targeted.at_once) +
         2 * divided_up(targeted.unlisted, std::max<std::int64_t>(1, few - 1));
}

std::int64_t requests_of(const DeltaOutlook& delta) {
  const std::int64_t changes = kChangesAnHour * divided_up(delta.window.count(), Millis{hours{1}}.count());
  return std::max<std::int64_t>(1, divided_up(changes, kChangesOnAPage)) + divided_up(delta.uncovered, delta.at_once);
}

struct Candidate {
  FetchMode mode;
  std::int64_t requests;
};

std::string reasoning_for(const Candidate& chosen, const std::vector<Candidate>& candidates,
                          const FetchOutlook& outlook) {
  std::string others;
  for (const Candidate& each : candidates) {
    if (each.mode != chosen.mode) others += fmt::format(", {} about {}", to_text(each.mode), each.requests);
  }
  if (!outlook.targeted) others += ", targeted is not possible (no store is configured)";
  if (!outlook.delta) others += fmt::format(", delta is not possible ({})", outlook.no_delta_because);
  const bool fits = chosen.requests <= outlook.quota_left;
  return fmt::format("fetch mode {}: about {} requests{}; {} of this hour's quota are left{}", to_text(chosen.mode),
                     chosen.requests, others, outlook.quota_left, fits ? "" : ", so it will have to wait");
}

}  // namespace

FetchPlan plan_fetch(const FetchOutlook& outlook) {
  std::vector<Candidate> candidates = {{FetchMode::full, requests_of(outlook.full)}};
  if (outlook.targeted) candidates.push_back({FetchMode::targeted, requests_of(*outlook.targeted)});
  if (outlook.delta) candidates.push_back({FetchMode::delta, requests_of(*outlook.delta)});
  // The cheapest is within the quota whenever any is.
  const Candidate chosen = *std::ranges::min_element(candidates, {}, &Candidate::requests);
  return {chosen.mode, chosen.requests, reasoning_for(chosen, candidates, outlook)};
}

std::string why_no_delta(const std::optional<InventoryHeader>& last, const std::string& source, WallTime now,
                         Millis max_age) {
  if (!last) return "there is no inventory to apply changes to";
  if (last->source != source) return "the last inventory is of another supplier";
  if (last->fetched_at > now) return "the last inventory says that it is from the future";
  const Millis age = now - last->rests_on.value_or(last->fetched_at);
  if (age > max_age) {
    return fmt::format("the last full or targeted fetch was {} ago, the limit is {}", format_span(age),
                       format_span(max_age));
  }
  if (delta_end(now) - delta_start(*last) > kLongestWindow) return "changes of over 9 days cannot be asked for";
  return "";
}

WallTime delta_start(const InventoryHeader& last) { return last.fetched_at - kOverlap; }

WallTime delta_end(WallTime now) { return now + kOverlap; }

}  // namespace dsz
