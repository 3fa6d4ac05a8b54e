#pragma once

#include "dsz/os/clock.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dsz::test {

/// A clock that stands still until it is told to move. It starts on 2026-11-22T08:00:00Z, one day after the boot.
class FakeClock : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return wall_; }
  [[nodiscard]] SteadyTime steady() const override { return steady_; }
  [[nodiscard]] std::string boot_id() const override { return boot_id_; }

  void set_wall(WallTime time) { wall_ = time; }
  void set_steady(SteadyTime time) { steady_ = time; }
  void set_boot_id(std::string id) { boot_id_ = std::move(id); }
  /// Moves both times.
  void advance(Millis span) {
    wall_ += span;
    steady_ += span;
  }

 private:
  WallTime wall_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{8}};
  SteadyTime steady_{std::chrono::hours{24}};
  std::string boot_id_ = "boot-1";
};

/// Moves the clock instead of waiting, and remembers each wait.
class FakeSleeper : public Sleeper {
 public:
  explicit FakeSleeper(FakeClock& clock) : clock_(clock) {}

  void sleep_for(Millis span) override {
    spans_.push_back(span);
    clock_.advance(span);
  }
  [[nodiscard]] const std::vector<Millis>& spans() const { return spans_; }

 private:
  FakeClock& clock_;
  std::vector<Millis> spans_;
};

}  // namespace dsz::test
