#include "dsz/app/config.hpp"
#include "dsz/base/failure.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace dsz {
namespace {

std::string command_refusal(const std::string& command) {
  try {
    run_shell_command(command);
    return "";
  } catch (const Failure& error) {
    EXPECT_EQ(error.kind(), FailureKind::usage);
    return error.what();
  }
}

TEST(RunShellCommand, GivesTheOutputWithoutTheLastLineEnd) {
  EXPECT_EQ(run_shell_command("printf 'a b\\n'"), "a b");
  EXPECT_EQ(run_shell_command("printf 'a b\\n\\n'"), "a b\n");
  EXPECT_EQ(run_shell_command("printf 'one' | tr o O"), "One");
}

TEST(RunShellCommand, FailuresAreNamedWithoutTheOutput) {
  EXPECT_EQ(command_refusal("echo hunter2; exit 3"), "it ended with exit status 3");
  EXPECT_EQ(command_refusal("kill -9 $$"), "it was ended by signal 9");
  EXPECT_EQ(command_refusal("exec 2>&-; dsz-no-such-command"), "it ended with exit status 127 (not found)");
  EXPECT_EQ(command_refusal("true"), "it printed nothing");
  EXPECT_EQ(command_refusal("head -c 100000 /dev/zero"), "it printed more than 65536 bytes");
}

TEST(RunShellCommand, DoesNotHandOurSecretsToTheCommand) {
  ASSERT_EQ(::setenv("DSZ_PASSWORD", "hunter2", 1), 0);
  EXPECT_EQ(run_shell_command("echo \"[$DSZ_PASSWORD]\"; env | grep -c '^DSZ_PASSWORD=' || true"), "[]\n0");
  ::unsetenv("DSZ_PASSWORD");
}

}  // namespace
}  // namespace dsz
