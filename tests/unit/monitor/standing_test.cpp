#include "dsz/monitor/standing.hpp"

#include "monitor_sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace dsz::test {
namespace {

/// One run after another, each of its own kind.
class StandingTest : public testing::Test {
 protected:
  Standing& after(JobReport report, RunEnd end = {}, bool dry_run = false) {
    ++runs_;
    report.run = runs_;
    const bool good = !end.failure && !end.partly;
    standing_ =
        stand_after(standing_, {ended_run(runs_, static_cast<int>(runs_), good ? 0 : 13), dry_run, end, report});
    return standing_;
  }

  static RunEnd failed(FailureKind kind) { return {.failure = kind, .sentence = "why"}; }
  static RunEnd partly_done() { return {.partly = true, .sentence = "some"}; }

  static JobReport match_report() {
    JobReport report;
    MatchReport& match = report.match.emplace();
    match.inventory_info.emplace();
    PlanCounts& counts = match.plan.emplace().counts;
    counts.selected = 20;
    counts.unchanged = 11;
    counts.missing = 2;
    counts.unknown = 1;
    counts.unconfirmed = 3;
    match.guards = {{"missing", false, "2 of 20"}, {"zeroed", false, "0 of 20"}, {"feed_drop", false, "0%"}};
    return report;
  }

  static JobReport writing_report() {
    JobReport report = match_report();
    WriteReport& written = report.match->written.emplace();
    written.written = 5;
    written.failed = 1;
    written.unknown = 2;
    written.not_sent = 4;
    written.ignored = 3;
    return report;
  }

  [[nodiscard]] std::vector<std::string> tripped() const {
    std::vector<std::string> names;
    for (const GuardState& guard : standing_.guards.guards) {
      if (guard.tripped) names.push_back(guard.name);
    }
    return names;
  }

  Standing standing_;
  std::int64_t runs_ = 0;
};

TEST_F(StandingTest, AFailureKeepsTheLastSuccessAndTheFigures) {
  after(writing_report());
  after({}, failed(FailureKind::supplier));
  EXPECT_EQ(standing_.last_run->run, 2);
  EXPECT_EQ(standing_.last_failure->run, 2);
  EXPECT_EQ(standing_.last_success->run, 1);
  EXPECT_EQ(standing_.products->run, 1);
}

TEST_F(StandingTest, APartlyDoneRunIsNoSuccess) {
  after(writing_report(), partly_done());
  EXPECT_FALSE(standing_.last_success);
  EXPECT_EQ(standing_.last_failure->run, 1);
}

TEST_F(StandingTest, ASuccessKeepsTheLastFailure) {
  after({}, failed(FailureKind::store));
  after(writing_report());
  EXPECT_EQ(standing_.last_failure->run, 1);
  EXPECT_EQ(standing_.last_success->run, 2);
}

TEST_F(StandingTest, ADryRunIsNeitherSuccessNorFailure) {
  after(writing_report(), failed(FailureKind::store));
  JobReport dry = match_report();
  dry.match->guards.front().tripped = true;
  dry.store = RequestCounts{7, 1, Millis{1}};
  after(dry, {}, true);
  after(dry, failed(FailureKind::guard), true);
  EXPECT_EQ(standing_.last_run->run, 1);
  EXPECT_EQ(standing_.last_failure->run, 1);
  EXPECT_FALSE(standing_.last_success);
  EXPECT_TRUE(tripped().empty());
  EXPECT_EQ(standing_.products->run, 1);
  EXPECT_EQ(standing_.store.ok, 12U);
}

TEST_F(StandingTest, AFetchOrAnUndoThatWentWellDoesNotMeanThatTheShopIsUpToDate) {
  JobReport fetch;
  fetch.fetch.emplace();
  JobReport undo;
  undo.undo.emplace();
  after(fetch);
  after(undo);
  EXPECT_EQ(standing_.last_run->run, 2);
  EXPECT_FALSE(standing_.last_success);
  JobReport apply;
  apply.apply.emplace();
  EXPECT_EQ(after(apply).last_success->run, 3);
}

TEST_F(StandingTest, FiguresAreThoseOfThePlanAndOfTheWrites) {
  const ProductFigures figures = after(writing_report(), partly_done()).products.value();
  EXPECT_EQ(figures.selected, 20);
  EXPECT_EQ(figures.unchanged, 11);
  EXPECT_EQ(figures.missing, 2);
  EXPECT_EQ(figures.unknown, 4);
  EXPECT_EQ(figures.updated, 5);
  EXPECT_EQ(figures.failed, 7);
  EXPECT_EQ(figures.ignored, 3);
}

TEST_F(StandingTest, ATrippedGuardStaysUntilTheGuardsAreAskedAgain) {
  JobReport stopped = match_report();
  stopped.match->guards[1] = {"zeroed", true, "9 of 20"};
  after(stopped, failed(FailureKind::guard));
  EXPECT_EQ(tripped(), std::vector<std::string>{"zeroed"});
  after({}, failed(FailureKind::supplier));
  EXPECT_EQ(tripped(), std::vector<std::string>{"zeroed"});
  EXPECT_EQ(standing_.guards.run, 1);
  after(writing_report());
  EXPECT_TRUE(tripped().empty());
  EXPECT_EQ(standing_.guards.run, 3);
}

TEST_F(StandingTest, AnUnusableInventoryAndAStoreWithoutStockManagementAreGuardsToo) {
  JobReport too_old;
  too_old.match.emplace().inventory = "/state/dropshipzone_inventory.json";
  after(too_old, failed(FailureKind::guard));
  EXPECT_EQ(tripped(), std::vector<std::string>{"inventory"});
  after(writing_report(), failed(FailureKind::guard));
  EXPECT_EQ(tripped(), std::vector<std::string>{"stock_management"});
  after(too_old, failed(FailureKind::guard));
  JobReport settling;
  settling.match.emplace();
  after(settling, failed(FailureKind::guard));
  EXPECT_EQ(tripped(), std::vector<std::string>{"stock_management"}) << "before any inventory was looked at";
}

TEST_F(StandingTest, ASyncThatFindsNoStockManagementWhileItFetchesWasStoppedByThatGuard) {
  after({}, failed(FailureKind::guard));
  EXPECT_EQ(tripped(), std::vector<std::string>{"stock_management"});
  JobReport too_old_plan;
  too_old_plan.apply.emplace();
  after(writing_report());
  after(too_old_plan, failed(FailureKind::guard));
  EXPECT_TRUE(tripped().empty());
}

TEST_F(StandingTest, RequestsAddUpOverRuns) {
  JobReport report = writing_report();
  report.supplier = RequestCounts{10, 4, Millis{1}, 3};
  after(report);
  report.store = RequestCounts{5, 0, Millis{1}};
  after(report, failed(FailureKind::store));
  EXPECT_EQ(standing_.supplier.ok, 12U);
  EXPECT_EQ(standing_.supplier.failed, 2U);
  EXPECT_EQ(standing_.supplier.throttled, 6U);
  EXPECT_EQ(standing_.store.ok, 5U);
}

}  // namespace
}  // namespace dsz::test
