#include "dsz/app/config.hpp"
#include "dsz/base/failure.hpp"

#include "fake_clock.hpp"
#include "fake_signals.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace dsz {
namespace {

std::string output(const std::string& command, int signal = 0) {
  test::FakeClock clock;
  test::FakeSleeper sleeper{clock};
  test::FakeSignals signals;
  signals.set(signal);
  return run_shell_command(command, clock, sleeper, signals);
}

std::string command_refusal(const std::string& command) {
  try {
    output(command);
    return "";
  } catch (const Failure& error) {
    EXPECT_EQ(error.kind(), FailureKind::usage);
    return error.what();
  }
}

TEST(RunShellCommand, GivesTheOutputWithoutTheLastLineEnd) {
  EXPECT_EQ(output("printf 'a b\\n'"), "a b");
  EXPECT_EQ(output("printf 'a b\\n\\n'"), "a b\n");
  EXPECT_EQ(output("printf 'one' | tr o O"), "One");
}

TEST(RunShellCommand, FailuresAreNamedWithoutTheOutput) {
  EXPECT_EQ(command_refusal("echo hunter2; exit 3"), "it ended with exit status 3");
  EXPECT_EQ(command_refusal("kill -9 $$"), "it was ended by signal 9");
  EXPECT_EQ(command_refusal("exec 2>&-; dsz-no-such-command"), "it ended with exit status 127 (not found)");
  EXPECT_EQ(command_refusal("true"), "it printed nothing");
  EXPECT_EQ(command_refusal("head -c 100000 /dev/zero"), "it printed more than 65536 bytes");
}

TEST(RunShellCommand, ASignalEndsTheWait) {
  try {
    output("exec sleep 1000", SIGTERM);
    FAIL() << "it waited";
  } catch (const Failure& error) {
    EXPECT_EQ(error.kind(), FailureKind::terminated);
  }
}

TEST(RunShellCommand, StaysInTheGroupThatOurTerminalListensTo) {
  EXPECT_EQ(output("cut -d ' ' -f 5 /proc/$$/stat"), std::to_string(::getpgrp()));
}

TEST(RunShellCommand, DoesNotHandOurSecretsToTheCommand) {
  ASSERT_EQ(::setenv("DSZ_PASSWORD", "hunter2", 1), 0);
  EXPECT_EQ(output("echo \"[$DSZ_PASSWORD]\"; env | grep -c '^DSZ_PASSWORD=' || true"), "[]\n0");
  EXPECT_EQ(output("tr '\\0' '\\n' < /proc/$$/environ | grep -c -e hunter2 -e '^PATH='"), "1")
      << "what it was started with, and any program of the same user can read";
  ::unsetenv("DSZ_PASSWORD");
}

}  // namespace
}  // namespace dsz
