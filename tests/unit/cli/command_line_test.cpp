#include "dsz/cli/command_line.hpp"

#include "dsz/app/version.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

namespace dsz {
namespace {

using namespace std::chrono_literals;

CommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "dsz-sync");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(CommandLine, ReadsACommandWithItsOptions) {
  const CommandLine line = parse({"match", "-n", "--inventory", "old.json", "--allow-missing", "45"});
  ASSERT_TRUE(line.options) << line.error;
  EXPECT_EQ(line.options->command, CommandName::match);
  EXPECT_TRUE(line.options->dry_run);
  EXPECT_EQ(line.options->inventory, "old.json");
  EXPECT_EQ(line.options->allow_missing, 45);
  EXPECT_FALSE(line.options->detailed_exitcode);
}

TEST(CommandLine, TakesCommonOptionsBeforeAndAfterTheCommand) {
  for (const auto& arguments :
       {std::vector<const char*>{"--config", "c.json", "-q", "--json", "--lock-wait", "90", "sync"},
        std::vector<const char*>{"sync", "--config", "c.json", "-q", "--json", "--lock-wait", "90"}}) {
    const CommandLine line = parse(arguments);
    ASSERT_TRUE(line.options) << line.error;
    EXPECT_EQ(line.options->command, CommandName::sync);
    EXPECT_EQ(line.options->config, "c.json");
    EXPECT_TRUE(line.options->quiet);
    EXPECT_TRUE(line.options->json);
    EXPECT_EQ(line.options->lock_wait, 90s);
  }
}

TEST(CommandLine, KnowsWhetherTheLogFormatWasGiven) {
  EXPECT_FALSE(parse({"fetch"}).options->log_json.has_value());
  EXPECT_EQ(parse({"fetch", "--log-format", "json"}).options->log_json, true);
  EXPECT_EQ(parse({"fetch", "--log-format", "text"}).options->log_json, false);
}

TEST(CommandLine, ANumberThatIsNoneIsToldInOneClearSentence) {
  EXPECT_EQ(parse({"match", "--allow-missing", "x"}).error, "--allow-missing: \"x\" is not a whole number from 0 up");
  EXPECT_EQ(parse({"undo", "0"}).error, "RUN: \"0\" is not a whole number from 1 up");
  EXPECT_EQ(parse({"history", "99999999999999999999"}).error,
            "RUN: \"99999999999999999999\" is not a whole number from 1 up");
}

TEST(CommandLine, TakesTheNumberOfARun) {
  EXPECT_EQ(parse({"history", "12"}).options->run, 12);
  EXPECT_EQ(parse({"undo", "12", "--yes"}).options->run, 12);
  EXPECT_FALSE(parse({"undo"}).options->run.has_value());
}

TEST(CommandLine, TakesThePlanToSaveAndThePlanToWrite) {
  EXPECT_EQ(parse({"match", "-n", "--plan", "plan.json"}).options->plan, "plan.json");
  EXPECT_EQ(parse({"sync", "--plan", "plan.json", "--dry-run"}).options->plan, "plan.json");
  const CommandLine apply = parse({"apply", "plan.json", "-n", "--detailed-exitcode"});
  ASSERT_TRUE(apply.options) << apply.error;
  EXPECT_EQ(apply.options->command, CommandName::apply);
  EXPECT_EQ(apply.options->plan, "plan.json");
  EXPECT_TRUE(apply.options->dry_run);
}

TEST(CommandLine, RefusesWrongUsageWithExitCode2) {
  for (const auto& arguments : {std::vector<const char*>{},
                                {"fetc"},
                                {"fetch", "-n"},
                                {"match", "--plan", "plan.json"},
                                {"sync", "--plan", "plan.json"},
                                {"apply"},
                                {"match", "--allow-missing", "-1"},
                                {"sync", "-q", "-v"},
                                {"match", "--allow-missing", "many"},
                                {"history", "0"},
                                {"fetch", "--log-format", "xml"},
                                {"fetch", "--lock-wait", "-5"},
                                {"fetch", "match"}}) {
    const CommandLine line = parse(arguments);
    EXPECT_FALSE(line.options) << (arguments.empty() ? "" : arguments.back());
    EXPECT_EQ(line.exit_code, 2);
    EXPECT_NE(line.error, "");
    EXPECT_EQ(line.out, "");
  }
}

TEST(CommandLine, NamesTheCommandThatWasMeant) {
  EXPECT_EQ(parse({"fetc"}).error, "fetc is not a command; did you mean fetch?");
  EXPECT_EQ(parse({"frobnicate"}).error, "frobnicate is not a command");
}

TEST(CommandLine, PrintsItsVersion) {
  const CommandLine line = parse({"--version"});
  EXPECT_EQ(line.out, "dsz-sync " + std::string(version()) + "\n");
  EXPECT_EQ(line.exit_code, 0);
}

TEST(CommandLine, HelpOfEachCommandHasAnExample) {
  for (const char* command : {"fetch", "match", "sync", "apply", "undo", "history", "status"}) {
    const CommandLine line = parse({command, "--help"});
    EXPECT_EQ(line.exit_code, 0);
    EXPECT_NE(line.out.find(std::string("\n  dsz-sync ")), std::string::npos) << line.out;
  }
}

}  // namespace
}  // namespace dsz
