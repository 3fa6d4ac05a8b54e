#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace dsz {

/// How many the supplier has: a whole number from 0 to 2^31 - 1, or unknown. Unknown is never 0 (S2).
class StockLevel {
 public:
  static constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();

  /// Unknown.
  constexpr StockLevel() = default;
  /// Unknown when `quantity` is negative or beyond kMax.
  static constexpr StockLevel of(std::int64_t quantity) {
    StockLevel level;
    if (quantity >= 0 && quantity <= kMax) level.quantity_ = static_cast<std::int32_t>(quantity);
    return level;
  }
  /// A whole number in decimal digits, or one with a fraction of zeros ("12", "12.00", " 12 "). A fraction above 0, a
  /// sign, an exponent, anything else, or beyond kMax: unknown.
  static StockLevel parse(std::string_view text);

  [[nodiscard]] constexpr bool known() const { return quantity_ >= 0; }
  /// Only when known().
  [[nodiscard]] constexpr std::int32_t quantity() const { return quantity_; }

  friend constexpr bool operator==(StockLevel, StockLevel) = default;

 private:
  std::int32_t quantity_ = -1;
};

}  // namespace dsz
