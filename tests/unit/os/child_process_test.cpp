#include "dsz/os/child_process.hpp"

#include "fake_clock.hpp"
#include "fake_signals.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace dsz::test {
namespace {

/// Time passes only while it is waited for, so that no time-out comes before its time.
class ChildProcessTest : public testing::Test {
 protected:
  ChildEnd run(ChildCommand child) { return run_child(child, clock.steady() + within, clock, sleeper, signals); }
  ChildEnd run(const std::string& command, const std::string& input = "") {
    return run({.command = command, .input = input, .environment = {}, .without = {}});
  }

  FakeClock clock;
  FakeSleeper sleeper{clock};
  FakeSignals signals;
  Millis within{std::chrono::hours{1'000}};
};

TEST_F(ChildProcessTest, ReadsItsInputAndGivesItsStatus) {
  const ChildEnd end = run("test \"$(cat)\" = \"a text\" && exit 3", "a text");
  EXPECT_EQ(end.kind, ChildEnd::Kind::exited);
  EXPECT_EQ(end.number, 3);
}

TEST_F(ChildProcessTest, ALongInputThatIsNotReadHoldsNobodyUp) {
  const ChildEnd end = run("exit 0", std::string(1U << 20U, 'x'));
  EXPECT_EQ(end.kind, ChildEnd::Kind::exited);
  EXPECT_EQ(end.number, 0);
}

TEST_F(ChildProcessTest, GetsTheEnvironmentItIsToHave) {
  ::setenv("DSZ_TEST_SECRET", "hunter22", 1);
  const ChildEnd end = run({.command = "test \"$DSZ_TEST_GIVEN\" = yes && test -z \"$DSZ_TEST_SECRET\"",
                            .input = {},
                            .environment = {{"DSZ_TEST_GIVEN", "yes"}},
                            .without = {"DSZ_TEST_SECRET"}});
  ::unsetenv("DSZ_TEST_SECRET");
  EXPECT_EQ(end.number, 0);
}

TEST_F(ChildProcessTest, ItsOutputIsKeptUpToALimit) {
  ChildCommand child{.command = "echo printed", .input = {}, .environment = {}, .without = {}, .keep_output = 100};
  EXPECT_EQ(run(child).output, "printed\n");
  EXPECT_EQ(run("echo printed").output, "");
  child.command = "yes";  // would fill the memory
  const ChildEnd end = run(child);
  EXPECT_NE(end.in_words(), "");
  EXPECT_LE(end.output.size(), 100U);
}

TEST_F(ChildProcessTest, IsKilledAtItsTime) {
  within = Millis{200};
  EXPECT_EQ(run("sleep 1000").kind, ChildEnd::Kind::timed_out);
}

TEST_F(ChildProcessTest, IsKilledWhenASignalComes) {
  signals.set(SIGINT);
  EXPECT_EQ(run("sleep 1000").kind, ChildEnd::Kind::interrupted);
}

TEST_F(ChildProcessTest, ASignalThatEndsItIsTold) {
  const ChildEnd end = run("kill -TERM $$");
  EXPECT_EQ(end.kind, ChildEnd::Kind::signalled);
  EXPECT_EQ(end.number, SIGTERM);
}

}  // namespace
}  // namespace dsz::test
