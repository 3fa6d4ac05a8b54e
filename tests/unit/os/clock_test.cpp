#include "dsz/os/clock.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

TEST(PosixClock, TellsTheTimeOfDay) {
  const auto clock = posix_clock();
  const auto now = [] { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); };
  const WallTime before = now();
  const WallTime told = clock->wall();
  EXPECT_LE(before, told);
  EXPECT_LE(told, now());
}

TEST(PosixClock, SteadyTimeNeverGoesBack) {
  const auto clock = posix_clock();
  SteadyTime before = clock->steady();
  EXPECT_GT(before, SteadyTime{}) << "counted from the boot";
  for (int i = 0; i < 1'000; ++i) {
    const SteadyTime now = clock->steady();
    EXPECT_GE(now, before);
    before = now;
  }
}

TEST(PosixClock, NamesTheBootAlwaysAlike) {
  EXPECT_EQ(posix_clock()->boot_id(), posix_clock()->boot_id());
#ifdef __linux__
  EXPECT_EQ(posix_clock()->boot_id().size(), 36U);
#endif
}

}  // namespace
}  // namespace dsz::test
