#pragma once

#include "dsz/app/finding.hpp"
#include "dsz/match/matcher.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dsz {

inline constexpr const char* kCatalogue = "catalogue";
inline constexpr const char* kDuplicateSkus = "duplicate SKUs";
inline constexpr const char* kSelection = "selection";
inline constexpr const char* kBackorders = "backorders";

// All pure.

/// Ids of the products that a run would look at, in order.
std::vector<std::int64_t> selected_products(const StoreCatalogue& catalogue, const Selection& selection);

/// "duplicate SKUs", of the whole store: an import may have made them, and any may be selected one day.
Finding check_duplicates(const StoreCatalogue& catalogue, const MatchRules& rules);

/// "selection": how many and why. `known_skus`: how many SKUs the supplier is known to have or to have had; 0 before
/// the first fetch.
Finding check_selection(std::size_t selected, std::size_t in_all, const SelectionRules& rules, std::int64_t known_skus);

/// "backorders", among the `selected`, whose rows come from the lists.
Finding check_backorders(const StoreCatalogue& catalogue, const std::vector<std::int64_t>& selected);

}  // namespace dsz
