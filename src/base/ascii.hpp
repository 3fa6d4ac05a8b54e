#pragma once

#include <string_view>

namespace dsz {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Without the ASCII white space at both ends, whatever the locale.
inline std::string_view trim_ascii(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace dsz
