#pragma once

#include "dsz/base/time.hpp"

#include "letter_case.hpp"

#include <curl/curl.h>

#include <optional>
#include <string>

namespace dsz {

/// "Sun, 22 Nov 2026 08:00:00 GMT"; nullopt for anything else.
inline std::optional<WallTime> http_date(const std::string& text) {
  // libcurl reads a date in nearly anything ("5.5"); an HTTP date begins with the name of a day.
  const char first = text.empty() ? '\0' : lower_case(text.front());
  if (first < 'a' || first > 'z') return std::nullopt;
  const time_t date = curl_getdate(text.c_str(), nullptr);
  return date == -1 ? std::nullopt : std::optional(WallTime{std::chrono::seconds(date)});
}

}  // namespace dsz
