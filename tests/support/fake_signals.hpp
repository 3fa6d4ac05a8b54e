#pragma once

#include "dsz/os/signals.hpp"

namespace dsz::test {

/// A signal that comes when the test says so: set(SIGINT), set(SIGTERM), set(0).
class FakeSignals : public Signals {
 public:
  [[nodiscard]] int pending() const override { return pending_; }
  [[nodiscard]] int wake_fd() const override { return -1; }

  void set(int signal) { pending_ = signal; }

 private:
  int pending_ = 0;
};

}  // namespace dsz::test
