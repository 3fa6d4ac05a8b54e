#include "dsz/os/signals.hpp"

#include <poll.h>

#include <algorithm>

namespace dsz {
namespace {

class PosixSleeper : public Sleeper {
 public:
  explicit PosixSleeper(const Signals& signals) : signals_(signals), clock_(posix_clock()) {}

  void sleep_for(Millis span) override {
    const SteadyTime end = clock_->steady() + span;
    while (signals_.pending() == 0) {
      const Millis left = end - clock_->steady();
      if (left <= Millis{0}) return;
      // Slices of an hour: the argument is an int, and poll()'s own clock stands still while the machine sleeps.
      const Millis slice = std::min<Millis>(left, std::chrono::hours{1});
      pollfd wake{signals_.wake_fd(), POLLIN, 0};
      ::poll(&wake, 1, static_cast<int>(slice.count()));
    }
  }

 private:
  const Signals& signals_;
  std::unique_ptr<Clock> clock_;
};

}  // namespace

std::unique_ptr<Sleeper> posix_sleeper(const Signals& signals) { return std::make_unique<PosixSleeper>(signals); }

}  // namespace dsz
