// The program is killed between any two of its calls, and in the middle of a write; the next run ends where an
// undisturbed run ends. DSZ_EVERY_MOMENT=1 tries every moment, else a seeded sample.
#include "moments.hpp"
#include "rehearsal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iostream>
#include <random>
#include <utility>

namespace dsz::test {
namespace {

constexpr unsigned kSeed = 20261122;
constexpr std::size_t kSample = 5;

class Crash : public testing::TestWithParam<RehearsedJob> {
 protected:
  void SetUp() override {
    if (!staging_works()) GTEST_SKIP() << "the interposed library cannot be loaded here";
  }
};

TEST_P(Crash, AtAnyMomentIsRepairedByTheNextRun) {
  Rehearsal rehearsal(GetParam());
  const auto moments = all_or_sample(kills_at(rehearsal.calls()), rehearsal.calls(), rehearsal.job().about);
  int kills = 0;
  for (const Staging& moment : moments) {
    SCOPED_TRACE(moment.text());
    rehearsal.start_again();
    const ProgramResult result = rehearsal.run(moment);
    const auto calls = rehearsal.take_calls();
    if (result.exit_code == 128 + SIGKILL) ++kills;
    rehearsal.expect_sound();
    rehearsal.expect_recovery();
    if (HasFailure()) FAIL() << "killed at " << (calls.empty() ? "" : calls.back().kind + " " + calls.back().path);
  }
  EXPECT_GE(kills * 10, static_cast<int>(moments.size()) * 9) << "runs that were over before their moment came";
  RecordProperty("calls", static_cast<int>(rehearsal.calls().size()));
  RecordProperty("kills", kills);
  std::cout << GetParam().name << ": " << kills << " kills over " << rehearsal.calls().size() << " calls\n";
}

/// Before a service looks at a request, and after it has done the work, while the answer is awaited.
TEST_P(Crash, AtAnyRequestIsRepairedByTheNextRun) {
  Rehearsal rehearsal(GetParam());
  rehearsal.start_again();
  rehearsal.run();
  const std::size_t at_supplier = rehearsal.shop().supplier.requests().count();
  const std::size_t at_store = rehearsal.shop().store.requests().count();
  struct Point {
    sandbox::Endpoint* endpoint;
    std::size_t nth;
    sandbox::Moment moment;
  };
  std::vector<Point> points;
  for (const auto moment : {sandbox::Moment::before, sandbox::Moment::after}) {
    for (std::size_t n = 1; n <= at_supplier; ++n) points.push_back({&rehearsal.shop().supplier.endpoint(), n, moment});
    for (std::size_t n = 1; n <= at_store; ++n) points.push_back({&rehearsal.shop().store.endpoint(), n, moment});
  }
  EXPECT_EQ(points.empty(), GetParam().name == "report") << "of these jobs the report alone asks nobody";
  if (!every_moment()) {
    std::shuffle(points.begin(), points.end(), std::mt19937(kSeed));
    points.resize(std::min(kSample, points.size()));
  }
  for (const Point& point : points) {
    SCOPED_TRACE("request " + std::to_string(point.nth) +
                 (point.moment == sandbox::Moment::before ? ", before the work" : ", after the work"));
    rehearsal.start_again();
    EXPECT_EQ(rehearsal.run_killed_at(*point.endpoint, point.nth, point.moment).exit_code, 128 + SIGKILL);
    rehearsal.expect_sound();
    rehearsal.expect_recovery();
    if (HasFailure()) return;
  }
  std::cout << GetParam().name << ": " << points.size() << " kills at requests\n";
}

/// One quota for all runs of the hour, however they end: the supplier counts as the program is told to.
TEST(CrashQuota, KilledFetchesStayWithinTheSuppliersQuota) {
  if (!staging_works()) GTEST_SKIP() << "the interposed library cannot be loaded here";
  constexpr int kPerHour = 60;
  sandbox::SupplierOptions options;
  options.quota = {{kPerHour, std::chrono::hours(1)}};
  Shop shop({}, options);
  shop.config["dropshipzone"]["requests_per_hour"] = kPerHour;
  shop.config["dropshipzone"]["page_size"] = 4;
  shop.put_many(14, 8, 2);
  const auto left = [&shop] { return shop.run_json({"status"})["quota"]["left_this_hour"].get<int>(); };
  ASSERT_EQ(shop.run({"fetch"}).exit_code, 0);
  const int for_one_fetch = kPerHour - left();
  std::mt19937 random(kSeed);
  int kills = 0;
  while (left() >= 2 * for_one_fetch) {
    const long at = std::uniform_int_distribution<long>(1, 6)(random);
    const char* const what = kills % 2 == 0 ? "kill-after" : "tear";
    const auto result = shop.run({"fetch"}, staged({.what = what, .at = at, .kinds = "send"}, "/none", ""));
    if (result.exit_code == 128 + SIGKILL) ++kills;
    ASSERT_LE(static_cast<int>(shop.supplier.requests().count()), kPerHour - left());
  }
  EXPECT_GE(kills, 5);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  EXPECT_EQ(shop.supplier.quota_violations(), 0);
}

INSTANTIATE_TEST_SUITE_P(Jobs, Crash, testing::ValuesIn(rehearsed_jobs()),
                         [](const auto& job) { return job.param.name; });

}  // namespace
}  // namespace dsz::test
