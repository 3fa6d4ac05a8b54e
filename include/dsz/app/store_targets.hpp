#pragma once

#include "dsz/match/matcher.hpp"
#include "dsz/match/selection.hpp"
#include "dsz/store/catalogue.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// What is remembered of a SKU of the store.
enum class SkuMemory {
  known,   ///< the supplier has it or ever had
  recent,  ///< it never had it, and was asked not long ago
  unknown,
};

/// The SKUs of the store that a fetch must ask the supplier for by name.
struct StoreTargets {
  std::vector<std::string> skus;     ///< as the store writes them, each once
  std::size_t never_had = 0;         ///< of these: the supplier is not known to have or ever to have had them
  std::vector<std::string> put_off;  ///< never known to the supplier, and asked not long ago: not in `skus`
};

/// Pure. The SKUs of the products that are selected, those too that are only reported; with no selection configured, of
/// all: one that the supplier is not known to have may be its product too, which only asking tells.
StoreTargets store_targets(const StoreCatalogue& catalogue, const SelectionRules& select, const MatchRules& rules,
                           const std::function<SkuMemory(std::string_view sku)>& memory);

}  // namespace dsz
