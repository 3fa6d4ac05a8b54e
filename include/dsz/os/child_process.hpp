#pragma once

#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dsz {

struct ChildCommand {
  std::string command;                                           ///< for /bin/sh -c
  std::string input;                                             ///< what stands on its standard input
  std::vector<std::pair<std::string, std::string>> environment;  ///< put over our own
  std::vector<std::string> without;                              ///< variables of ours that it does not get
  /// So many bytes of what it prints (writing more fails for it), and its errors are ours; 0: both are thrown away.
  std::size_t keep_output = 0;
  /// It has our standard input and process group, so that it can ask on our terminal, and gets the terminal's signals
  /// itself; `input` is not used.
  bool on_terminal = false;
};

struct ChildEnd {
  enum class Kind : std::uint8_t { exited, signalled, timed_out, interrupted, not_started };
  Kind kind = Kind::not_started;
  int number = 0;  ///< the exit status, or the signal
  std::string output{};

  /// "it ended with exit status 3": for sentences; "" when the status is 0.
  [[nodiscard]] std::string in_words() const;
};

/// Runs it in a process group of its own and waits. At `until`, or when a signal asked this
/// program to stop, the whole group is killed (on our terminal: the shell alone). What it left running in the
/// background after its own end goes on.
ChildEnd run_child(const ChildCommand& child, SteadyTime until, const Clock& clock, Sleeper& sleeper,
                   const Signals& signals);

}  // namespace dsz
