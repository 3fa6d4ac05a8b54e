#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dsz {

/// Text of either service, made safe to show: control characters, terminal escapes and invalid UTF-8 become visible
/// (\x1b, \n), and so do characters that turn the direction of writing. What is longer than `max_bytes` (in the result)
/// is cut with "…" on a character boundary. A backslash stays as it is, so that doing it twice changes nothing.
std::string visible(std::string_view text, std::size_t max_bytes = 200);

bool valid_utf8(std::string_view text);

/// The candidate nearest to `word` (edit distance), or "" when none is near enough to be what was meant.
std::string nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace dsz
