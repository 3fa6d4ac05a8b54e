#include "dsz/cli/progress_line.hpp"

#include "capturing_log.hpp"
#include "fake_clock.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

namespace dsz {
namespace {

using namespace std::chrono_literals;

class ProgressLineTest : public ::testing::Test {
 protected:
  ProgressLine make(ProgressMode mode, std::size_t width = 100) { return {mode, terminal_, width, clock_, log_}; }

  test::FakeClock clock_;
  test::CapturingLog log_;
  std::ostringstream terminal_;
};

TEST_F(ProgressLineTest, ShowsTheFirstStateAtOnceOnATerminal) {
  ProgressLine progress = make(ProgressMode::line);
  progress.update("Reading the supplier", "pages", 0, 825);
  EXPECT_EQ(terminal_.str(), "\r\x1b[KReading the supplier: 0 of 825 pages");
}

TEST_F(ProgressLineTest, ShowsRateAndTimeLeft) {
  ProgressLine progress = make(ProgressMode::line);
  progress.update("Reading the supplier", "pages", 5, 825);
  terminal_.str("");
  clock_.advance(60s);
  progress.update("Reading the supplier", "pages", 65, 825);
  EXPECT_EQ(terminal_.str(), "\r\x1b[KReading the supplier: 65 of 825 pages, 60 a minute, 12 min 40 s left");
}

TEST_F(ProgressLineTest, IsNotWrittenMoreThanFiveTimesASecond) {
  ProgressLine progress = make(ProgressMode::line);
  progress.update("Reading the store", "products", 0, 0);
  terminal_.str("");
  clock_.advance(199ms);
  progress.update("Reading the store", "products", 100, 0);
  EXPECT_EQ(terminal_.str(), "");
  clock_.advance(1ms);
  progress.update("Reading the store", "products", 200, 0);
  EXPECT_EQ(terminal_.str(), "\r\x1b[KReading the store: 200 products");
}

TEST_F(ProgressLineTest, IsCutBelowTheTerminalsWidthSoThatItNeverWraps) {
  ProgressLine progress = make(ProgressMode::line, 11);
  progress.update("Reading the supplier", "pages", 0, 825);
  EXPECT_EQ(terminal_.str(), "\r\x1b[KReading t…");
}

TEST_F(ProgressLineTest, LeavesTheTerminalCleanAtTheEnd) {
  ProgressLine progress = make(ProgressMode::line);
  progress.update("Reading the supplier", "pages", 0, 825);
  terminal_.str("");
  progress.end();
  progress.end();
  EXPECT_EQ(terminal_.str(), "\r\x1b[K");
}

TEST_F(ProgressLineTest, GivesWayToALogLine) {
  ProgressLine progress = make(ProgressMode::line);
  LogBesideProgress log(log_, progress);
  progress.update("Reading the supplier", "pages", 0, 825);
  terminal_.str("");
  log.warning("slow");
  EXPECT_EQ(terminal_.str(), "\r\x1b[K");
  EXPECT_TRUE(log_.contains(LogLevel::warning, "slow"));
}

TEST_F(ProgressLineTest, IsOneLogLineAMinuteWithoutATerminal) {
  ProgressLine progress = make(ProgressMode::log);
  for (int second = 0; second <= 150; ++second) {
    progress.update("Reading the supplier", "pages", second, 825);
    clock_.advance(1s);
  }
  ASSERT_EQ(log_.lines().size(), 2U);
  EXPECT_EQ(log_.lines()[0].message, "Reading the supplier: 60 of 825 pages, 60 a minute, 12 min 45 s left");
  EXPECT_EQ(terminal_.str(), "");
}

TEST_F(ProgressLineTest, SaysNothingWhenQuiet) {
  ProgressLine progress = make(ProgressMode::none);
  progress.update("Reading the supplier", "pages", 0, 825);
  clock_.advance(10min);
  progress.update("Reading the supplier", "pages", 800, 825);
  progress.end();
  EXPECT_EQ(terminal_.str(), "");
  EXPECT_TRUE(log_.lines().empty());
}

}  // namespace
}  // namespace dsz
