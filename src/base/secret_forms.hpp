#pragma once

#include <set>
#include <string>
#include <string_view>

namespace dsz {

/// Shorter ones would mask ordinary words.
inline constexpr std::size_t kShortestSecret = 4;

/// A secret and the forms in which others write it: percent-encoded, escaped for JSON and for HTML, and in base64, also
/// as a part of what was encoded ("user:password").
std::set<std::string> secret_forms(std::string_view secret);

}  // namespace dsz
