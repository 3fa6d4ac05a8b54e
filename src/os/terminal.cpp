#include "dsz/os/terminal.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>

namespace dsz {

Terminal terminal_of(int fd) {
  Terminal terminal;
  terminal.is_terminal = ::isatty(fd) == 1;
  winsize size{};
  if (terminal.is_terminal && ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) terminal.width = size.ws_col;
  return terminal;
}

bool wait_for_input(int fd, const Signals& signals) {
  std::array<pollfd, 2> watched{{{fd, POLLIN, 0}, {signals.wake_fd(), POLLIN, 0}}};
  while (signals.pending() == 0) {
    if (::poll(watched.data(), watched.size(), -1) > 0 && watched[0].revents != 0) return true;
  }
  return false;
}

}  // namespace dsz
