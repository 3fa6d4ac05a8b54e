#pragma once

#include "dsz/os/clock.hpp"

#include <memory>

namespace dsz {

/// Whether SIGINT, SIGTERM or SIGHUP asked the program to stop. Jobs look at it between steps.
class Signals {
 public:
  virtual ~Signals() = default;
  /// 0, SIGINT, SIGTERM or SIGHUP.
  [[nodiscard]] virtual int pending() const = 0;
  /// Becomes readable when a signal comes, so that a poll wakes; -1 when there is none.
  [[nodiscard]] virtual int wake_fd() const = 0;

  /// Throws Failure (interrupted or terminated) when a signal is pending.
  void throw_if_pending() const;
};

/// Takes over SIGINT, SIGTERM and (unless it was ignored, as nohup does) SIGHUP, and ignores SIGPIPE, for the life of
/// the object (one at a time).
std::unique_ptr<Signals> posix_signals();
std::unique_ptr<Sleeper> posix_sleeper(const Signals& signals);

}  // namespace dsz
