#pragma once

#include "dsz/match/plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dsz {

struct GuardLimits {
  double missing_percent = 30;
  double zeroed_percent = 30;
  double feed_drop_percent = 30;
  std::int64_t floor = 5;  ///< a guard needs at least so many harmful changes to trip
};

struct GuardFacts {
  PlanCounts counts;
  std::int64_t feed = 0;                   ///< products in the inventory
  std::optional<std::int64_t> feed_asked;  ///< of a partial one: the SKUs asked for
  /// Of the last accepted one of the same kind; of a partial one: how many it lets expect of `feed_asked`.
  std::optional<std::int64_t> feed_baseline;
  std::optional<std::int64_t> allow_missing;  ///< --allow-missing N
};

struct GuardResult {
  std::string name;  ///< "missing", "zeroed", "feed_drop", "allow_missing"
  bool tripped = false;
  std::string sentence;  ///< "45 of 100 selected products (45%) are missing at the supplier; the limit is 30%
                         ///< (match.guards.missing_percent)": always filled in
};

/// Pure. A share trips when it is above its limit (30% passes, 30.1% does not) and at least `floor` products would be
/// harmed. missing: (missing + unconfirmed) of the selected; harmed: those that would go from in stock to 0. zeroed:
/// to_zero of those in stock, which are the harmed. feed_drop: against the baseline; harmed: those gone from the feed.
/// --allow-missing N: with exactly N missing, they count in neither missing nor zeroed; with another count it trips.
/// The results are in the order of the names above, allow_missing only when it was given.
std::vector<GuardResult> check_guards(const GuardFacts& facts, const GuardLimits& limits);

}  // namespace dsz
