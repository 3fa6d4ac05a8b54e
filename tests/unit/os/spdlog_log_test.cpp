#include "dsz/os/spdlog_log.hpp"

#include "dsz/base/time.hpp"

#include "failure_of.hpp"
#include "temporary_folder.hpp"
#include "umask_guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>

namespace dsz::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;

class SpdlogLogTest : public testing::Test {
 public:
  ~SpdlogLogTest() override { stop_capturing(); }

 protected:
  SpdlogLogTest() {
    settings_.path = path_;
    testing::internal::CaptureStderr();
  }

  std::unique_ptr<Log> open() { return spdlog_log(settings_, masker_); }
  std::string stop_capturing() {
    if (capturing_) captured_ = testing::internal::GetCapturedStderr();
    capturing_ = false;
    return captured_;
  }
  [[nodiscard]] std::vector<std::string> lines(const std::filesystem::path& path) const {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  [[nodiscard]] std::vector<std::string> lines() const { return lines(path_); }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "logs" / "sync.log";
  LogSettings settings_;
  SecretMasker masker_;
  bool capturing_ = true;
  std::string captured_;
};

TEST_F(SpdlogLogTest, WritesTimeLevelAndMessageToTheFileAtOnce) {
  const auto log = open();
  log->info("fetched {} pages", 12);
  log->warning("slow");
  ASSERT_THAT(lines(), SizeIs(2));
  EXPECT_THAT(lines()[0], MatchesRegex("....-..-..T..:..:..\\....Z info    fetched 12 pages"));
  EXPECT_THAT(lines()[1], EndsWith("Z warning slow"));
}

TEST_F(SpdlogLogTest, WhatIsRecordedStandsInTheFileAlone) {
  const auto log = open();
  log->record(LogLevel::error, "the end");
  log->write(LogLevel::error, "the middle");
  ASSERT_THAT(lines(), SizeIs(2));
  EXPECT_THAT(lines()[0], EndsWith("Z error   the end"));
  EXPECT_EQ(stop_capturing(), "error: the middle\n");
}

TEST_F(SpdlogLogTest, TimesAreUtc) {
  ::setenv("TZ", "Australia/Sydney", 1);
  ::tzset();
  const auto now = [] { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); };
  const WallTime before = now();
  open()->info("x");
  const WallTime after = now();
  ::unsetenv("TZ");
  ::tzset();
  const auto logged = parse_utc(lines().at(0).substr(0, 24));
  ASSERT_TRUE(logged);
  EXPECT_LE(before, *logged);
  EXPECT_LE(*logged, after);
}

TEST_F(SpdlogLogTest, SaysOnStderrWhatAPersonNeeds) {
  const auto log = open();
  log->info("fetched");
  log->error("gone");
  EXPECT_EQ(stop_capturing(), "info: fetched\nerror: gone\n");
}

TEST_F(SpdlogLogTest, FileAndStderrHaveLevelsOfTheirOwn) {
  settings_.file_level = LogLevel::debug;
  settings_.stderr_level = LogLevel::error;
  const auto log = open();
  log->debug("d");
  log->info("i");
  log->warning("w");
  log->error("e");
  EXPECT_EQ(stop_capturing(), "error: e\n");
  EXPECT_THAT(lines(), SizeIs(4));
}

TEST_F(SpdlogLogTest, StderrCanSayMoreThanTheFile) {
  settings_.file_level = LogLevel::warning;
  settings_.stderr_level = LogLevel::debug;
  const auto log = open();
  log->debug("d");
  log->warning("w");
  EXPECT_EQ(stop_capturing(), "debug: d\nwarning: w\n");
  EXPECT_THAT(lines(), SizeIs(1));
}

TEST_F(SpdlogLogTest, WithoutAPathThereIsOnlyStderr) {
  settings_.path.clear();
  open()->info("x");
  EXPECT_EQ(stop_capturing(), "info: x\n");
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(SpdlogLogTest, NoSecretReachesAnySink) {
  masker_.add("hunter2");
  const auto log = open();
  masker_.add("a token learnt later");
  log->error("password hunter2, token a token learnt later");
  EXPECT_EQ(stop_capturing(), "error: password ***, token ***\n");
  EXPECT_THAT(lines().at(0), EndsWith("password ***, token ***"));
}

TEST_F(SpdlogLogTest, ForeignTextCanForgeNeitherALineNorATerminalCommand) {
  const auto log = open();
  log->info("sku \"A\n2026-11-22T08:00:00Z error forged\x1b[2J\xFF\"");
  EXPECT_THAT(lines(), SizeIs(1));
  EXPECT_EQ(stop_capturing(), "info: sku \"A\\n2026-11-22T08:00:00Z error forged\\x1b[2J\\xff\"\n");
}

TEST_F(SpdlogLogTest, TextThatLooksLikeAPatternIsJustText) {
  open()->write(LogLevel::info, "100%v {} %Y");
  EXPECT_THAT(stop_capturing(), HasSubstr("info: 100%v {} %Y\n"));
}

TEST_F(SpdlogLogTest, AHugeMessageIsCut) {
  open()->write(LogLevel::info, std::string(100'000, 'x'));
  EXPECT_LT(lines().at(0).size(), 9'000U);
}

TEST_F(SpdlogLogTest, WritesOneJsonObjectALineWhenAsked) {
  settings_.json = true;
  masker_.add("hunter2");
  open()->warning("a \"quoted\" \\ text\nof é\x1b, hunter2");
  for (const std::string& line : {lines().at(0), stop_capturing()}) {
    const auto object = nlohmann::json::parse(line);
    EXPECT_EQ(object.size(), 3U);
    EXPECT_TRUE(parse_utc(object.at("time").get<std::string>())) << line;
    EXPECT_EQ(object.at("level"), "warning");
    EXPECT_EQ(object.at("message"), "a \"quoted\" \\ text\\nof é\\x1b, ***");
  }
}

TEST_F(SpdlogLogTest, RotatesAndEveryFileIsPrivate) {
  const UmaskGuard umask(0);
  settings_.max_size = 1'000;
  settings_.max_backups = 2;
  {
    const auto log = open();
    for (int i = 0; i < 100; ++i) log->info("line {} of the log", i);
  }
  std::map<std::string, std::filesystem::perms> modes;
  for (const auto& entry : std::filesystem::directory_iterator(path_.parent_path())) {
    modes[entry.path().filename()] = entry.status().permissions();
    EXPECT_LE(entry.file_size(), 1'000U);
  }
  const auto expected = std::filesystem::perms{0600};
  EXPECT_THAT(modes, testing::ElementsAre(std::pair{"sync.1.log", expected}, std::pair{"sync.2.log", expected},
                                          std::pair{"sync.log", expected}));
  EXPECT_THAT(lines().back(), EndsWith("line 99 of the log"));
  EXPECT_EQ(std::filesystem::status(path_.parent_path()).permissions(), std::filesystem::perms{0700});
}

TEST_F(SpdlogLogTest, GoesOnWithTheFileThatIsThereAndMakesItPrivate) {
  std::filesystem::create_directory(path_.parent_path());
  std::ofstream(path_) << "before\n";
  std::filesystem::permissions(path_, std::filesystem::perms{0644});
  open()->info("after");
  EXPECT_THAT(lines(), SizeIs(2));
  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms{0600});
}

TEST_F(SpdlogLogTest, AFileThatCannotBeOpenedIsAMatterOfConfiguration) {
  std::ofstream(folder_.path() / "logs") << "a file where the folder should be";
  const Failure failure = failure_of([&] { open(); });
  EXPECT_EQ(failure.kind(), FailureKind::usage);
  EXPECT_THAT(failure.what(), HasSubstr("cannot log to " + path_.string() + " (logging.path): "));
}

TEST_F(SpdlogLogTest, ASymbolicLinkInTheFilesPlaceIsNotFollowed) {
  const auto victim = folder_.path() / "victim";
  std::ofstream(victim) << "untouched";
  std::filesystem::create_directory(path_.parent_path());
  std::filesystem::create_symlink(victim, path_);
  EXPECT_THAT(failure_of([&] { open(); }).what(), HasSubstr("it is a symbolic link, which is not followed"));
  EXPECT_THAT(lines(victim), testing::ElementsAre("untouched"));
}

}  // namespace
}  // namespace dsz::test
