#include "dsz/os/signals.hpp"

#include "failure_of.hpp"
#include "fake_signals.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace dsz::test {
namespace {

bool readable(int fd) {
  pollfd poll_fd{fd, POLLIN, 0};
  return ::poll(&poll_fd, 1, 0) == 1;
}

void (*handler_of(int signal))(int) {
  struct sigaction action {};
  ::sigaction(signal, nullptr, &action);
  return action.sa_handler;
}

TEST(PosixSignals, NothingIsPendingAtFirst) {
  const auto signals = posix_signals();
  EXPECT_EQ(signals->pending(), 0);
  EXPECT_FALSE(readable(signals->wake_fd()));
  EXPECT_NO_THROW(signals->throw_if_pending());
}

TEST(PosixSignals, ASignalIsNotedAndWakes) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const auto signals = posix_signals();
    ::raise(signal);
    EXPECT_EQ(signals->pending(), signal);
    EXPECT_TRUE(readable(signals->wake_fd()));
  }
}

TEST(PosixSignals, TheFirstSignalStandsAndASecondDoesNotEndTheProcess) {
  const auto signals = posix_signals();
  ::raise(SIGINT);
  ::raise(SIGINT);
  ::raise(SIGTERM);
  EXPECT_EQ(signals->pending(), SIGINT);
}

TEST(PosixSignals, ManySignalsDoNotBlock) {
  const auto signals = posix_signals();
  for (int i = 0; i < 100'000; ++i) ::raise(SIGTERM);  // more than a pipe holds
  EXPECT_EQ(signals->pending(), SIGTERM);
}

TEST(PosixSignals, WritingToAClosedPipeIsAnErrorAndNotTheEnd) {
  const auto signals = posix_signals();
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(::write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);
}

TEST(PosixSignals, PutsBackWhatWasThere) {
  const auto before = handler_of(SIGTERM);
  {
    const auto signals = posix_signals();
    EXPECT_NE(handler_of(SIGTERM), before);
    ::raise(SIGTERM);
  }
  EXPECT_EQ(handler_of(SIGTERM), before);
  EXPECT_NE(handler_of(SIGPIPE), SIG_IGN);
  EXPECT_EQ(posix_signals()->pending(), 0) << "what came before is forgotten";
}

TEST(Signals, AFailureSaysWhichSignalCame) {
  FakeSignals signals;
  EXPECT_NO_THROW(signals.throw_if_pending());
  signals.set(SIGINT);
  EXPECT_EQ(failure_of([&] { signals.throw_if_pending(); }).kind(), FailureKind::interrupted);
  signals.set(SIGTERM);
  EXPECT_EQ(failure_of([&] { signals.throw_if_pending(); }).kind(), FailureKind::terminated);
}

}  // namespace
}  // namespace dsz::test
