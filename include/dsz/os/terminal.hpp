#pragma once

#include "dsz/os/signals.hpp"

#include <cstddef>
#include <memory>

namespace dsz {

/// What one of the standard streams leads to.
struct Terminal {
  bool is_terminal = false;
  std::size_t width = 80;  ///< columns; only of a terminal
};

/// Of the file descriptor 0, 1 or 2. The variable COLUMNS is not asked: it is a shell's, and often stale.
Terminal terminal_of(int fd);

/// Waits until the descriptor can be read or is at its end. False when a signal came first: a read would go on waiting.
bool wait_for_input(int fd, const Signals& signals);

/// While it lives, a terminal does not show what is typed, but for the end of the line.
class HiddenInput {
 public:
  virtual ~HiddenInput() = default;
};
/// nullptr when the descriptor is no terminal.
std::unique_ptr<HiddenInput> hide_input(int fd);

}  // namespace dsz
