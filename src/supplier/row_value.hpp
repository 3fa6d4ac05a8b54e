#pragma once

#include "dsz/base/stock_level.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace dsz {

enum class ValueKind { absent, null, boolean, number, text, container };

/// One field of a row as it arrived.
struct RowValue {
  ValueKind kind = ValueKind::absent;
  std::string text;           ///< of a text or number as written, of a boolean "true" or "false"
  bool contradicted = false;  ///< the field came again with another value

  void clear();
  void set(ValueKind new_kind, std::string_view new_text);
  /// Trimmed, of a text or of a whole number; "" of anything else.
  [[nodiscard]] std::string sku() const;
  /// StockLevel::parse() of a number or text; unknown of anything else.
  [[nodiscard]] StockLevel stock() const;
  /// The value is `word` (lower case), whatever its letter case and the space around it.
  [[nodiscard]] bool says(std::string_view word) const;
};

}  // namespace dsz
