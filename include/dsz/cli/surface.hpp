#pragma once

#include <cstddef>

namespace dsz {

/// What text for people is made for. On a pipe it is plain and whole.
struct Surface {
  bool is_terminal = false;
  std::size_t width = 80;  ///< columns; only of a terminal
  bool colour = false;
};

}  // namespace dsz
