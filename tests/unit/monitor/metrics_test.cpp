#include "dsz/monitor/metrics.hpp"

#include "monitor_sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string line(const std::string& name, const std::string& value) { return "\n" + name + " " + value + "\n"; }

TEST(Metrics, TellEachFigure) {
  const std::string text = metrics_text(monitor_sample());
  EXPECT_THAT(text, StartsWith(std::string(kMetricsFileBegin)));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_build_info{version=\"1.2.3\"}", "1")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_last_run_timestamp_seconds", "1795356000")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_last_run_duration_seconds", "2.500")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_last_run_exit_code", "13")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_last_success_timestamp_seconds", "1795334400")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_inventory_timestamp_seconds", "1795330800")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_inventory_age_seconds", "25200.000")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_inventory_products", "990")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_products{state=\"selected\"}", "20")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_products{state=\"unchanged\"}", "10")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_products{state=\"updated\"}", "4")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_products{state=\"failed\"}", "3")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_products{state=\"ignored\"}", "2")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_products{state=\"missing\"}", "5")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_products{state=\"unknown\"}", "1")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_requests_total{side=\"supplier\",outcome=\"ok\"}", "40")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_requests_total{side=\"supplier\",outcome=\"throttled\"}", "1")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_requests_total{side=\"store\",outcome=\"failed\"}", "6")));
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_quota_remaining", "557")));
}

TEST(Metrics, NameEachGuardAlways) {
  const std::string text = metrics_text(monitor_sample());
  for (const std::string_view guard : kGuardNames) {
    const std::string name = "dsz_sync_guard_tripped{guard=\"" + std::string(guard) + "\"}";
    EXPECT_THAT(text, HasSubstr(line(name, guard == "feed_drop" ? "1" : "0")));
    EXPECT_THAT(metrics_text({}), HasSubstr(line(name, "0")));
  }
}

TEST(Metrics, LeaveOutWhatIsNotKnownButNotTheSuccessThatNeverWas) {
  const std::string text = metrics_text({});
  EXPECT_THAT(text, HasSubstr(line("dsz_sync_last_success_timestamp_seconds", "0")));
  for (const char* name : {"last_run_exit_code", "inventory_products", "products{", "quota_remaining"}) {
    EXPECT_THAT(text, Not(HasSubstr(std::string("dsz_sync_") + name))) << name;
  }
}

TEST(Metrics, EscapeTheValueOfALabel) {
  const std::string text = metrics_text({.version = "1\"} 7\n# x \\ \xff"});
  EXPECT_THAT(text, HasSubstr("dsz_sync_build_info{version=\"1\\\"} 7\\n# x \\\\ \xff\"} 1\n"));
}

TEST(Metrics, AreWellFormedAndEachIsExplainedOnce) {
  const std::regex sample(R"re(dsz_sync_[a-z_]+(\{([a-z]+="[a-z0-9_.]*",?)+\})? [0-9.]+)re");
  std::istringstream lines(metrics_text(monitor_sample()));
  std::set<std::string> explained;
  for (std::string text; std::getline(lines, text);) {
    if (text.starts_with("# HELP ")) {
      EXPECT_TRUE(explained.insert(text.substr(7, text.find(' ', 7) - 7)).second) << text;
    } else if (!text.starts_with("# TYPE ")) {
      EXPECT_TRUE(std::regex_match(text, sample)) << text;
      EXPECT_TRUE(explained.contains(text.substr(0, text.find_first_of("{ ")))) << text;
    }
  }
}

}  // namespace
}  // namespace dsz::test
