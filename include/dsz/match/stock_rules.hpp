#pragma once

#include "dsz/base/stock_level.hpp"

#include <cstdint>
#include <optional>

namespace dsz {

/// min(cap, max(0, quantity - buffer)), and 0 below the minimum (design.md, "Matching").
struct StockRules {
  std::uint32_t buffer = 0;
  std::optional<std::uint32_t> cap{};
  std::uint32_t minimum = 0;
  /// nullopt when the supplier's stock is unknown: untouched (S2).
  [[nodiscard]] std::optional<std::uint32_t> wanted(StockLevel supplier) const;
};

}  // namespace dsz
