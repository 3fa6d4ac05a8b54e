#pragma once

#include "dsz/cli/surface.hpp"
#include "dsz/os/terminal.hpp"

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

namespace dsz {

/// The three standard streams, and what they lead to.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false;
  /// The next line of standard input, without its end; "" at the end of the input, or when a signal comes first.
  std::function<std::string()> read_line;
  Surface out_surface;
  Surface err_surface;
  /// While what it gives lives, the terminal does not show what is typed.
  std::function<std::unique_ptr<HiddenInput>()> hide_input{};
};

}  // namespace dsz
