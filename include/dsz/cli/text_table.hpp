#pragma once

#include "dsz/cli/surface.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dsz {

enum class Colour { none, red, yellow, green };

struct TableColumn {
  std::string title;
  bool right = false;     ///< aligned to the right
  std::size_t least = 0;  ///< a terminal that is too narrow may cut it down to so many columns; 0: never
};

struct TableRow {
  std::vector<std::string> cells;  ///< one for each column; made visible() here
  Colour colour = Colour::none;
};

/// Lines with aligned columns, each ended by "\n". Cut to a terminal's width; whole on a pipe.
std::string render_table(const std::vector<TableColumn>& columns, std::vector<TableRow> rows, const Surface& surface);

/// `text` in that colour, where the surface has colours.
std::string coloured(const std::string& text, Colour colour, const Surface& surface);

}  // namespace dsz
