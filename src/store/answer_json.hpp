#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace dsz {

/// Five times what 100 whole products with all their meta data have. A value takes up to ten times its text in memory.
inline constexpr std::size_t kMostValues = 1'000'000;

/// The JSON of an answer of PHP: a byte order mark, blank lines and notices before it are passed over, and markup
/// behind it (a cache's comment, a notice). nullopt when there is none, when it is cut off or broken (a part of a list
/// is never taken for an answer), when markup is behind several, or when it is nested more than 100 deep or has a
/// number that no double holds. Nothing is made of one that has over a million values, or is nested so deep.
std::optional<nlohmann::json> answer_json(std::string_view body);

}  // namespace dsz
