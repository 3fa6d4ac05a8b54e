#include "dsz/app/pages_expected.hpp"

#include "feed_baseline.hpp"

#include <algorithm>

namespace dsz {
namespace {

/// Half of them are asked for ahead. The supplier had 825 in 2025.
constexpr std::int64_t kPagesOfACatalogue = 20;
/// Where requests may leave in quicker succession, all that may be under way leave at once after page 1: nothing is
/// gained that would be worth a request for a page that may not exist.
constexpr Millis kShortestSpacing{100};

Millis spacing(const QuotaLimits& quota) { return Millis{60'000} / std::max(1, quota.per_minute); }

bool signs_in_slowly(SupplierSession& supplier, const QuotaLimits& quota, const Clock& clock) {
  if (spacing(quota) < kShortestSpacing) return false;
  const SteadyTime began = clock.steady();
  supplier.auth().token();
  return clock.steady() - began > spacing(quota);
}

}  // namespace

std::int64_t pages_expected(SupplierSession& supplier, const Config& config, Facts& facts, const Clock& clock) {
  const std::optional<std::string> ended = facts.get(kFactFullFetchEnded);
  if (!ended) return signs_in_slowly(supplier, config.quota, clock) ? kPagesOfACatalogue : 0;
  if (*ended != "yes") return 0;
  return whole_fact(facts.get(kFactSupplierTotal).value_or("")).value_or(0) / config.supplier.page_size;
}

}  // namespace dsz
