#include "dsz/os/clock.hpp"

#include <ctime>
#include <fstream>

namespace dsz {
namespace {

#ifdef CLOCK_BOOTTIME
constexpr clockid_t kSteadyClock = CLOCK_BOOTTIME;  // goes on while the machine sleeps
#else
constexpr clockid_t kSteadyClock = CLOCK_MONOTONIC;
#endif

Millis read_clock(clockid_t id) {
  timespec now{};
  ::clock_gettime(id, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::duration_cast<Millis>(std::chrono::nanoseconds{now.tv_nsec});
}

class PosixClock : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return WallTime{read_clock(CLOCK_REALTIME)}; }
  [[nodiscard]] SteadyTime steady() const override { return SteadyTime{read_clock(kSteadyClock)}; }
  [[nodiscard]] std::string boot_id() const override {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    file >> id;
    return id;
  }
};

}  // namespace

std::unique_ptr<Clock> posix_clock() { return std::make_unique<PosixClock>(); }

}  // namespace dsz
