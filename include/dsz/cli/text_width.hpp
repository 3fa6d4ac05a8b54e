#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dsz {

/// Columns that a terminal needs for valid UTF-8: 2 for wide characters (East Asian, emoji), 0 for combining marks.
std::size_t display_width(std::string_view text);

/// The text, or its beginning with "…", in at most `width` columns.
std::string cut_to_width(std::string_view text, std::size_t width);

}  // namespace dsz
