#include "dsz/app/store_targets.hpp"

#include "dsz/inventory/stock_index.hpp"

#include <utility>

namespace dsz {

StoreTargets store_targets(const StoreCatalogue& catalogue, const SelectionRules& select, const MatchRules& rules,
                           const std::function<SkuMemory(std::string_view sku)>& memory) {
  const Selection selection(select, [](std::string_view) { return true; });
  const StockIndex nothing;
  StoreTargets targets;
  for (std::string& sku : Matcher(catalogue, nothing, selection, rules).selected_skus()) {
    const SkuMemory remembered = memory(sku);
    if (remembered == SkuMemory::recent) {
      targets.put_off.push_back(std::move(sku));
      continue;
    }
    if (remembered == SkuMemory::unknown) ++targets.never_had;
    targets.skus.push_back(std::move(sku));
  }
  return targets;
}

}  // namespace dsz
