#include "dsz/app/apply_job.hpp"

#include "match_job_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace dsz {
namespace {

using ::testing::HasSubstr;

/// A dry run saved the plan to take "A-1" from 9 to 5 and "A-2" from 3 to 7.
class ApplyJobTest : public test::MatchJobTest {
 protected:
  ApplyJobTest() {
    put_inventory({{"A-1", 5}, {"A-2", 7}});
    shop.products = {test::product_row(1, "A-1", 9), test::product_row(2, "A-2", 3)};
    EXPECT_TRUE(save().plan_saved);
  }
  MatchReport save() { return match({.dry_run = true, .inventory = {}, .allow_missing = {}, .plan = plan_file()}); }
  Failure failed_apply() {
    try {
      apply();
    } catch (const Failure& failure) {
      EXPECT_EQ(posts(), 0U);
      return failure;
    }
    ADD_FAILURE() << "no failure";
    return {FailureKind::unexpected, ""};
  }
  [[nodiscard]] int quantity(std::int64_t id) { return (*shop.find(id))["stock_quantity"]; }
};

TEST_F(ApplyJobTest, WritesThePlanWhateverTheInventorySaysByNow) {
  put_inventory({{"A-1", 100}, {"A-2", 100}});
  const ApplyReport report = apply();
  EXPECT_EQ(report.written->written, 2);
  EXPECT_EQ(quantity(1), 5);
  EXPECT_EQ(quantity(2), 7);
  EXPECT_EQ(report.saved->run, 1);
}

TEST_F(ApplyJobTest, TwiceFindsEverythingDone) {
  apply();
  const std::size_t writes = posts();
  const ApplyReport report = apply();
  EXPECT_EQ(report.plan->done, 2);
  EXPECT_EQ(posts(), writes);
}

TEST_F(ApplyJobTest, CanBeUndone) {
  apply();
  undo();
  EXPECT_EQ(quantity(1), 9);
  EXPECT_EQ(quantity(2), 3);
}

TEST_F(ApplyJobTest, SkipsWhatWasSoldSinceAndWritesTheRest) {
  (*shop.find(1))["stock_quantity"] = 8;
  const ApplyReport report = apply();
  ASSERT_EQ(report.plan->skipped.size(), 1U);
  EXPECT_EQ(report.plan->skipped[0].sku, "A-1");
  EXPECT_EQ(quantity(1), 8);
  EXPECT_EQ(quantity(2), 7);
}

TEST_F(ApplyJobTest, ADryRunWritesNothing) {
  EXPECT_EQ(apply(true).plan->changes.size(), 2U);
  EXPECT_EQ(posts(), 0U);
  EXPECT_EQ(baseline(), "");
}

TEST_F(ApplyJobTest, AcceptsTheFeedOfThePlanAsTheMeasureForTheNext) {
  apply();
  EXPECT_EQ(baseline(), "2");
}

TEST_F(ApplyJobTest, ForADayAndNoLonger) {
  const WallTime made_at = apply(true).saved->made_at;  // in whole seconds
  clock.set_wall(made_at + std::chrono::hours{24});
  EXPECT_EQ(apply(true).plan->changes.size(), 2U);
  clock.advance(Millis{1});
  const Failure failure = failed_apply();
  EXPECT_EQ(failure.kind(), FailureKind::guard);
  EXPECT_THAT(failure.what(), HasSubstr("good for 24 hours"));
}

TEST_F(ApplyJobTest, FromTheFutureOnlyWithinFiveMinutes) {
  const WallTime made_at = apply(true).saved->made_at;
  clock.set_wall(made_at - std::chrono::minutes{5});
  EXPECT_EQ(apply(true).plan->changes.size(), 2U);
  clock.set_wall(made_at - std::chrono::minutes{5} - Millis{1});
  const Failure failure = failed_apply();
  EXPECT_EQ(failure.kind(), FailureKind::guard);
  EXPECT_THAT(failure.what(), HasSubstr("future"));
}

TEST_F(ApplyJobTest, NotForAnotherStore) {
  shop.index = R"({"home":"https://other.example","url":"https://other.example","namespaces":["wc/v3"]})";
  const Failure failure = failed_apply();
  EXPECT_EQ(failure.kind(), FailureKind::usage);
  EXPECT_THAT(failure.what(), HasSubstr("https://other.example"));
}

TEST_F(ApplyJobTest, NotWithOtherSettings) {
  config.match.rules.stock.buffer = 1;
  config.match.select.sku_prefixes = {"B-"};
  const Failure failure = failed_apply();
  EXPECT_EQ(failure.kind(), FailureKind::usage);
  EXPECT_THAT(failure.what(), HasSubstr("match.buffer, match.select.sku_prefix"));
}

TEST_F(ApplyJobTest, NotWhenItIsAbsentOrWasEdited) {
  std::fstream(plan_file(), std::ios::in | std::ios::out).seekp(200).put('#');
  EXPECT_EQ(failed_apply().kind(), FailureKind::usage);
  std::filesystem::remove(plan_file());
  EXPECT_EQ(failed_apply().kind(), FailureKind::usage);
}

TEST_F(ApplyJobTest, SettlesFirstWhatACutOffRunLeftOpen) {
  leave_pending(1, "12", "9");
  EXPECT_EQ(apply().settled.written, 1);
}

TEST_F(ApplyJobTest, AStoppedDryRunLeavesNoPlanNotEvenAnOlderOne) {
  put_inventory(emptied(20));
  shop.products = sold(20, 5);
  const MatchReport report = save();
  EXPECT_TRUE(report.guard_tripped());
  EXPECT_FALSE(report.plan_saved);
  EXPECT_FALSE(std::filesystem::exists(plan_file()));
}

TEST_F(ApplyJobTest, APlanReplacesNothingButAPlan) {
  EXPECT_TRUE(save().plan_saved);
  std::filesystem::remove(plan_file());
  std::filesystem::create_symlink(config.state_dir / "elsewhere", plan_file());
  EXPECT_TRUE(save().plan_saved);
  EXPECT_FALSE(std::filesystem::exists(config.state_dir / "elsewhere"));
  EXPECT_EQ(std::filesystem::symlink_status(plan_file()).type(), std::filesystem::file_type::regular);
  EXPECT_EQ(std::filesystem::status(plan_file()).permissions(), std::filesystem::perms{0600});
  std::ofstream(plan_file()) << "my notes";
  EXPECT_THROW(save(), Failure);
  EXPECT_EQ(std::filesystem::file_size(plan_file()), 8U);
}

}  // namespace
}  // namespace dsz
