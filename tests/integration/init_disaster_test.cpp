// dsz-sync init is killed between any two of its calls, and each of them fails: the configuration is there as a whole,
// or not at all, and a second init works or says that it is there. The check that follows it ends where the secrets
// cannot be read, so that nobody is asked and nothing is waited for.
#include "moments.hpp"
#include "program.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <tuple>

namespace dsz::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
namespace fs = std::filesystem;

constexpr int kSecretsToBeMended = 2;
constexpr const char* kWritten = "config.json is written";

class InitDisaster : public testing::Test {
 protected:
  void SetUp() override {
    if (!staging_works()) GTEST_SKIP() << "the interposed library cannot be loaded here";
    ASSERT_EQ(run("init").exit_code, kSecretsToBeMended);
    text_ = text();
    names_ = names();
    ASSERT_FALSE(text_.empty());
  }

  [[nodiscard]] fs::path folder() const { return top_.path() / "new/dsz"; }
  [[nodiscard]] fs::path config() const { return folder() / "config.json"; }
  [[nodiscard]] std::string text() const {
    std::ifstream stream(config(), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(top_.path())) {
      names.insert(entry.path().lexically_relative(top_.path()).string());
    }
    return names;
  }
  void start_again() const { fs::remove_all(top_.path() / "new"); }

  ProgramResult run(const std::string& command, const Staging& staging = {}) const {
    std::vector<std::string> words{"--config", config().string(), command};
    if (command == "init") {
      words.insert(words.end(),
                   {"--email", "owner@example.com", "--password-command", "false", "--store-url", "http://127.0.0.1:1",
                    "--consumer-key", "ck_rw", "--consumer-secret-command", "false"});
    }
    return Program::run(words, staged(staging, top_.path(), traces_.path() / "trace"));
  }
  /// Without the lines that say that the library is in force, of the program and of the commands that it ran.
  [[nodiscard]] std::vector<StagedCall> take_calls() const {
    auto calls = take_trace(traces_.path() / "trace");
    std::erase_if(calls, [](const StagedCall& call) { return call.kind == "loaded"; });
    return calls;
  }

  void expect_all_or_nothing() const {
    if (!fs::exists(config())) return;
    EXPECT_EQ(text(), text_);
    EXPECT_EQ(fs::status(config()).permissions(), fs::perms(0600));
    EXPECT_EQ(fs::status(folder()).permissions(), fs::perms(0700));
  }
  void expect_recovery() const {
    const bool there = fs::exists(config());
    const ProgramResult again = run("init");
    EXPECT_EQ(again.exit_code, kSecretsToBeMended) << again.err;
    EXPECT_THAT(there ? again.err : again.out, HasSubstr(there ? "config.json is there already" : kWritten));
    if (there) run("check");  // what init would have gone on with
    EXPECT_EQ(text(), text_);
    auto left = names();
    if (fs::hard_link_count(config()) == 2) left.erase("new/dsz/config.json.tmp");  // the same file by its first name
    EXPECT_EQ(left, names_);
  }

  TemporaryFolder top_;
  TemporaryFolder traces_;
  std::string text_;
  std::set<std::string> names_;
};

TEST_F(InitDisaster, KilledAtAnyMomentItLeavesAWholeConfigurationOrNone) {
  const auto calls = take_calls();
  int kills = 0;
  const auto moments = all_or_sample(kills_at(calls), calls, "config.json");
  for (const Staging& moment : moments) {
    SCOPED_TRACE(moment.text());
    start_again();
    if (run("init", moment).exit_code == 128 + SIGKILL) ++kills;
    expect_all_or_nothing();
    expect_recovery();
    if (HasFailure()) return;
  }
  EXPECT_GE(kills * 10, static_cast<int>(moments.size()) * 9) << "runs that were over before their moment came";
  std::cout << "init: " << kills << " kills over " << calls.size() << " calls\n";
}

TEST_F(InitDisaster, AnyFailedCallIsAClearErrorAndBlocksNoOtherInit) {
  start_again();
  std::ignore = take_calls();  // those of the first run
  run("init", {.kinds = kFileCalls});
  const auto calls = take_calls();
  const auto faults = all_or_sample(faults_at(calls), calls, "config.json");
  int failed_runs = 0;
  for (const Staging& fault : faults) {
    const StagedCall& failed = calls.at(static_cast<std::size_t>(fault.at) - 1);
    SCOPED_TRACE(fault.text() + ", " + failed.kind + " " + failed.path);
    start_again();
    const ProgramResult result = run("init", fault);
    EXPECT_THAT(result.exit_code, AnyOf(1, 2)) << result.err;
    EXPECT_THAT(result.err, Not(HasSubstr("***"))) << "the words of a library";
    if (result.out.find(kWritten) == std::string::npos) {
      ++failed_runs;
      EXPECT_THAT(result.err, StartsWith("dsz-sync: "));
      EXPECT_THAT(result.err, HasSubstr((top_.path() / "new").string())) << "names the file";
    } else {
      EXPECT_EQ(text(), text_);
    }
    expect_all_or_nothing();
    expect_recovery();
    if (HasFailure()) FAIL() << result.out << result.err;
  }
  std::cout << "init: " << faults.size() << " faults, " << failed_runs << " failed runs\n";
}

}  // namespace
}  // namespace dsz::test
