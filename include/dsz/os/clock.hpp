#pragma once

#include "dsz/base/time.hpp"

#include <memory>
#include <string>

namespace dsz {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual WallTime wall() const = 0;
  [[nodiscard]] virtual SteadyTime steady() const = 0;
  /// Names this boot of the machine: two SteadyTimes may be compared only when it is the same. "" when unknown.
  [[nodiscard]] virtual std::string boot_id() const = 0;
};

/// Waits for a span; tests pass one that moves a clock instead.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  /// Returns early when a signal asked the program to stop.
  virtual void sleep_for(Millis span) = 0;
};

std::unique_ptr<Clock> posix_clock();

}  // namespace dsz
