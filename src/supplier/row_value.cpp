#include "row_value.hpp"

#include "trimmed.hpp"

#include <algorithm>

namespace dsz {

void RowValue::clear() {
  kind = ValueKind::absent;
  text.clear();
  contradicted = false;
}

void RowValue::set(ValueKind new_kind, std::string_view new_text) {
  // 12 and "12" say the same; null and "" do not.
  const bool null_again = (kind == ValueKind::null) == (new_kind == ValueKind::null);
  if (kind != ValueKind::absent && (text != new_text || !null_again)) contradicted = true;
  kind = new_kind;
  text = new_text;
}

std::string RowValue::sku() const {
  if (contradicted) return "";
  if (kind == ValueKind::text) return std::string(trimmed(text));
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  return kind == ValueKind::number && digits ? text : "";
}

StockLevel RowValue::stock() const {
  const bool readable = kind == ValueKind::number || kind == ValueKind::text;
  return readable && !contradicted ? StockLevel::parse(text) : StockLevel{};
}

bool RowValue::says(std::string_view word) const {
  const auto same_letter = [](char c, char lower) {
    return c == lower || (c >= 'A' && c <= 'Z' && c - 'A' + 'a' == lower);
  };
  return !contradicted && std::ranges::equal(trimmed(text), word, same_letter);
}

}  // namespace dsz
