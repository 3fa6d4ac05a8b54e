#include "dsz/cli/run.hpp"

#include "fake_clock.hpp"
#include "fake_signals.hpp"
#include "scripted_http_client.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <memory>
#include <sstream>

namespace dsz {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// One command in a folder of its own. No service answers.
class RunCommandTest : public ::testing::Test {
 protected:
  RunCommandTest() {
    options_.config = (folder_.path() / "config.json").string();
    write_config(R"({"dropshipzone": {"email": "me@example.com", "password": "pass-word-1", "retries": 0},
                     "woocommerce": {"url": "https://shop.example", "consumer_key": "ck_1", "consumer_secret": "cs_1"}})");
  }

  void write_config(const std::string& text) {
    std::ofstream(options_.config) << text;
    std::filesystem::permissions(options_.config, std::filesystem::perms{0600});
  }

  int run(CommandName command) {
    options_.command = command;
    out_.str("");
    err_.str("");
    const World world{clock_,
                      sleeper_,
                      signals_,
                      *files_,
                      [this](const CurlSettings&) {
                        return std::make_unique<test::ScriptedHttpClient>(clock_,
                                                                          [this](const Request&) { return answer_; });
                      },
                      1};
    const ConfigSources sources{[](const char*) { return std::nullopt; }, [](const std::string&) { return ""; },
                                ::geteuid()};
    Console console{out_, err_, false, [] { return std::string(); }, Surface{}, terminal_};
    return run_command(options_, world, sources, console);
  }

  test::TemporaryFolder folder_;
  test::FakeClock clock_;
  test::FakeSleeper sleeper_{clock_};
  test::FakeSignals signals_;
  std::unique_ptr<FileSystem> files_ = posix_file_system();
  test::Scripted answer_ = test::no_answer(TransferErrorKind::connect, "connection refused");
  Options options_;
  Surface terminal_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(RunCommandTest, AFailureIsOneSentenceOnStderr) {
  EXPECT_EQ(run(CommandName::match), 2);
  EXPECT_THAT(err_.str(), StartsWith("dsz-sync: "));
  EXPECT_EQ(std::ranges::count(err_.str(), '\n'), 1);
}

TEST_F(RunCommandTest, AFailureBeforeTheRunIsJsonToo) {
  options_.json = true;
  write_config("{");
  EXPECT_EQ(run(CommandName::match), 2);
  const json document = json::parse(out_.str());
  EXPECT_EQ(document.at("command"), "match");
  EXPECT_EQ(document.at("ok"), false);
  EXPECT_EQ(document.at("exit_code"), 2);
  EXPECT_THAT(document.at("error"), HasSubstr("config.json"));
}

TEST_F(RunCommandTest, AnUnreachableSupplierIsExitCode10AndStandsInTheHistory) {
  options_.json = true;
  options_.quiet = true;
  EXPECT_EQ(run(CommandName::fetch), 10);
  EXPECT_EQ(json::parse(out_.str()).at("supplier_requests").at("failed"), 1);
  EXPECT_EQ(run(CommandName::history), 0);
  const json runs = json::parse(out_.str()).at("runs");
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs.at(0).at("exit_code"), 10);
  EXPECT_EQ(runs.at(0).at("command"), "fetch");
  EXPECT_EQ(runs.at(0).at("summary").at("supplier_requests").at("requests"), 1);
}

TEST_F(RunCommandTest, ASecretNeverReachesTheOutput) {
  answer_ = test::answer(500, R"({"code": "InternalServer", "message": "pass-word-1 is wrong"})");
  options_.json = true;
  options_.quiet = true;
  EXPECT_NE(run(CommandName::fetch), 0);
  EXPECT_EQ((out_.str() + err_.str()).find("pass-word-1"), std::string::npos) << out_.str() << err_.str();
}

TEST_F(RunCommandTest, JitterWaitsForARandomWhileBeforeTheLock) {
  options_.jitter = std::chrono::seconds{900};
  run(CommandName::fetch);
  ASSERT_FALSE(sleeper_.spans().empty());
  EXPECT_GT(sleeper_.spans().front(), Millis{0});
  EXPECT_LE(sleeper_.spans().front(), options_.jitter);
}

TEST_F(RunCommandTest, JitterIsInterruptedBeforeAnythingIsTouched) {
  options_.jitter = std::chrono::seconds{900};
  signals_.set(SIGTERM);
  EXPECT_EQ(run(CommandName::fetch), 143);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "sync.lock"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "state.db"));
}

TEST_F(RunCommandTest, APersonAtATerminalDoesNotWaitForJitter) {
  options_.jitter = std::chrono::seconds{900};
  terminal_.is_terminal = true;
  run(CommandName::fetch);
  for (const Millis span : sleeper_.spans()) EXPECT_LT(span, std::chrono::seconds{1});
}

TEST_F(RunCommandTest, StatusBeforeTheFirstRunChangesNothing) {
  EXPECT_EQ(run(CommandName::status), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Last run:   none yet\n"));
  EXPECT_THAT(out_.str(), HasSubstr("Lock:       free\n"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "state.db"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "logs"));
}

TEST_F(RunCommandTest, HistoryBeforeTheFirstRunIsEmpty) {
  EXPECT_EQ(run(CommandName::history), 0);
  EXPECT_EQ(out_.str(), "no runs yet\n");
}

TEST_F(RunCommandTest, AnUnknownRunIsWrongUsage) {
  options_.run = 5;
  EXPECT_EQ(run(CommandName::history), 2);
  EXPECT_THAT(err_.str(), HasSubstr("there is no run 5"));
}

TEST_F(RunCommandTest, UndoWithoutATerminalNeedsYes) {
  EXPECT_EQ(run(CommandName::undo), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--yes"));
}

TEST_F(RunCommandTest, ASignalEndsItWithItsOwnExitCode) {
  signals_.set(SIGTERM);
  options_.quiet = true;
  EXPECT_EQ(run(CommandName::fetch), 143);
}

TEST_F(RunCommandTest, OutputThatCannotBeWrittenIsNoSuccess) {
  out_.setstate(std::ios::badbit);
  EXPECT_EQ(run(CommandName::history), 1);
  EXPECT_THAT(err_.str(), HasSubstr("cannot write to standard output"));
}

}  // namespace
}  // namespace dsz
