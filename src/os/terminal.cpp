#include "dsz/os/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace dsz {

Terminal terminal_of(int fd) {
  Terminal terminal;
  terminal.is_terminal = ::isatty(fd) == 1;
  winsize size{};
  if (terminal.is_terminal && ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) terminal.width = size.ws_col;
  return terminal;
}

}  // namespace dsz
