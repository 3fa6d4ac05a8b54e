#include "dsz/os/terminal.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>

namespace dsz {
namespace {

class HiddenTerminalInput : public HiddenInput {
 public:
  HiddenTerminalInput(int fd, const termios& shown) : fd_(fd), shown_(shown) {
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden.c_lflag |= static_cast<tcflag_t>(ECHONL);
    ::tcsetattr(fd_, TCSADRAIN, &hidden);
  }
  ~HiddenTerminalInput() override { ::tcsetattr(fd_, TCSADRAIN, &shown_); }
  HiddenTerminalInput(const HiddenTerminalInput&) = delete;
  HiddenTerminalInput& operator=(const HiddenTerminalInput&) = delete;

 private:
  int fd_;
  termios shown_;
};

}  // namespace

Terminal terminal_of(int fd) {
  Terminal terminal;
  terminal.is_terminal = ::isatty(fd) == 1;
  winsize size{};
  if (terminal.is_terminal && ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) terminal.width = size.ws_col;
  return terminal;
}

std::unique_ptr<HiddenInput> hide_input(int fd) {
  termios settings{};
  if (::tcgetattr(fd, &settings) != 0) return nullptr;
  return std::make_unique<HiddenTerminalInput>(fd, settings);
}

bool wait_for_input(int fd, const Signals& signals) {
  std::array<pollfd, 2> watched{{{fd, POLLIN, 0}, {signals.wake_fd(), POLLIN, 0}}};
  while (signals.pending() == 0) {
    if (::poll(watched.data(), watched.size(), -1) > 0 && watched[0].revents != 0) return true;
  }
  return false;
}

}  // namespace dsz
