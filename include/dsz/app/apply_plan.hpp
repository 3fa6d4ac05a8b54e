#pragma once

#include "dsz/app/plan_file.hpp"
#include "dsz/match/selection.hpp"
#include "dsz/store/catalogue.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dsz {

/// A change of the plan that is not written, and why.
struct SkippedChange {
  std::int64_t product = 0;
  std::string sku;
  std::string why;
};

/// What remains of a saved plan. Each of its changes is exactly one of the three.
struct ApplyPlan {
  std::vector<PlannedChange> changes;  ///< in the plan's order
  std::vector<SkippedChange> skipped;  ///< in the plan's order
  std::int64_t done = 0;               ///< the store has the new value already
};

/// Pure. `catalogue` was read after the plan. Written is what the plan says, where the product is the one that the plan
/// was made of (there, same type, parent and SKU, still selected: S1, S6) and its stock is as it was then.
ApplyPlan plan_apply(const SavedPlan& saved, const StoreCatalogue& catalogue, const Selection& selection);

}  // namespace dsz
