#include "dsz/os/signals.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace dsz::test {
namespace {

using namespace std::chrono_literals;

TEST(PosixSleeper, SleepsAtLeastTheSpan) {
  const auto signals = posix_signals();
  const auto clock = posix_clock();
  const SteadyTime before = clock->steady();
  posix_sleeper(*signals)->sleep_for(20ms);
  EXPECT_GE(clock->steady() - before, 20ms);
}

TEST(PosixSleeper, DoesNotSleepWhenThereIsNothingToWaitFor) {
  const auto signals = posix_signals();
  const auto sleeper = posix_sleeper(*signals);
  sleeper->sleep_for(0ms);
  sleeper->sleep_for(-5s);
}

TEST(PosixSleeper, APendingSignalEndsEverySleep) {
  const auto signals = posix_signals();
  const auto sleeper = posix_sleeper(*signals);
  ::raise(SIGTERM);
  sleeper->sleep_for(24h);
  sleeper->sleep_for(24h);
}

TEST(PosixSleeper, ASignalThatComesEndsTheSleep) {
  const auto signals = posix_signals();
  std::thread other([] { ::kill(::getpid(), SIGTERM); });
  posix_sleeper(*signals)->sleep_for(24h);
  other.join();
  EXPECT_EQ(signals->pending(), SIGTERM);
}

}  // namespace
}  // namespace dsz::test
