#include "dsz/match/stock_rules.hpp"

#include <algorithm>

namespace dsz {

std::optional<std::uint32_t> StockRules::wanted(StockLevel supplier) const {
  if (!supplier.known()) return std::nullopt;
  const auto quantity = static_cast<std::uint32_t>(supplier.quantity());
  std::uint32_t wanted = quantity - std::min(quantity, buffer);
  if (cap) wanted = std::min(wanted, *cap);
  return wanted < minimum ? 0 : wanted;
}

}  // namespace dsz
