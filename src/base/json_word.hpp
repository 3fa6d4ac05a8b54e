#pragma once

#include "ascii.hpp"

#include <string_view>

namespace dsz {

/// The end of the digits or the word that begin at `at`, which is before `end`; nullptr when neither does.
inline const char* json_word_end(const char* at, const char* end) {
  if (*at >= '1' && *at <= '9') {
    while (at != end && is_digit(*at)) ++at;
    return at;
  }
  for (const std::string_view word : {"null", "false", "true", "0"}) {
    if (*at == word.front() && std::string_view(at, end).starts_with(word)) return at + word.size();
  }
  return nullptr;
}

}  // namespace dsz
