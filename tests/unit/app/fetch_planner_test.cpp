#include "dsz/app/fetch_planner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <ostream>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// A store of `skus` products at a supplier of 165,000, with the whole quota and no inventory yet.
FetchOutlook store_of(std::int64_t skus) {
  FetchOutlook outlook;
  outlook.full = {.products = 165'000, .page_size = 200};
  outlook.targeted = TargetedOutlook{.skus = skus, .unlisted = 0, .at_once = 100};
  outlook.no_delta_because = "there is no inventory";
  outlook.quota_left = 600;
  return outlook;
}

FetchOutlook with_delta(FetchOutlook outlook, Millis window, std::int64_t uncovered = 0) {
  outlook.delta = DeltaOutlook{.window = window, .uncovered = uncovered, .at_once = 100};
  return outlook;
}

struct PlanCase {
  const char* what;
  FetchOutlook outlook;
  FetchMode mode;
  std::int64_t requests;
};
void PrintTo(const PlanCase& each, std::ostream* out) { *out << each.what; }

class FetchPlanner : public ::testing::TestWithParam<PlanCase> {};

TEST_P(FetchPlanner, TakesTheCheapest) {
  const FetchPlan plan = plan_fetch(GetParam().outlook);
  EXPECT_EQ(plan.mode, GetParam().mode) << plan.reasoning;
  EXPECT_EQ(plan.requests, GetParam().requests) << plan.reasoning;
}

FetchOutlook without_store() {
  FetchOutlook outlook = store_of(0);
  outlook.targeted.reset();
  return outlook;
}

FetchOutlook cut_off_after(std::int64_t pages, std::int64_t skus) {
  FetchOutlook outlook = store_of(skus);
  outlook.full.pages_there = pages;
  return outlook;
}

FetchOutlook of_small_supplier(std::int64_t products, std::int64_t skus) {
  FetchOutlook outlook = store_of(skus);
  outlook.full.products = products;
  return outlook;
}

FetchOutlook at_fifty(std::int64_t skus, std::int64_t unlisted) {
  FetchOutlook outlook = store_of(skus);
  outlook.targeted = TargetedOutlook{.skus = skus, .unlisted = unlisted, .at_once = 50};
  return outlook;
}

FetchOutlook of_unknown_supplier(std::int64_t skus) {
  FetchOutlook outlook = store_of(skus);
  outlook.full.products.reset();
  return outlook;
}

FetchOutlook with_quota(FetchOutlook outlook, std::int64_t left) {
  outlook.quota_left = left;
  return outlook;
}

INSTANTIATE_TEST_SUITE_P(
    Each, FetchPlanner,
    ::testing::Values(
        PlanCase{"a small store", store_of(2'000), FetchMode::targeted, 20},
        PlanCase{"fifty at once", at_fifty(2'000, 0), FetchMode::targeted, 40},
        PlanCase{"some are not listed", at_fifty(2'000, 101), FetchMode::targeted, 46},
        PlanCase{"nearly everything is sold", store_of(150'000), FetchMode::full, 826},
        PlanCase{"nothing is known of the supplier's size", of_unknown_supplier(150'000), FetchMode::full, 826},
        PlanCase{"no store is configured", without_store(), FetchMode::full, 826},
        PlanCase{"a full fetch that was cut off goes on", cut_off_after(800, 5'000), FetchMode::full, 33},
        PlanCase{"a small supplier", of_small_supplier(1'000, 900), FetchMode::full, 6},
        PlanCase{"of equals the one that says more", of_small_supplier(20, 20), FetchMode::full, 1},
        PlanCase{"the store sells nothing", store_of(0), FetchMode::targeted, 0},
        PlanCase{"changes are cheaper", with_delta(store_of(20'000), 48h), FetchMode::delta, 132},
        PlanCase{"changes are dearer", with_delta(store_of(2'000), 48h), FetchMode::targeted, 20},
        PlanCase{"the uncovered count too", with_delta(store_of(20'000), 48h, 15'000), FetchMode::targeted, 200},
        PlanCase{"no quota for any", with_quota(store_of(2'000), 3), FetchMode::targeted, 20}));

TEST(FetchPlan, SaysAllThatItWeighedInOneLine) {
  const std::string reasoning = plan_fetch(with_quota(store_of(2'000), 500)).reasoning;
  EXPECT_EQ(
      reasoning,
      "fetch mode targeted: about 20 requests, full about 826, delta is not possible (there is no inventory); 500 "
      "of this hour's quota are left");
  EXPECT_THAT(plan_fetch(with_quota(store_of(2'000), 3)).reasoning, HasSubstr("have to wait"));
  EXPECT_THAT(plan_fetch(without_store()).reasoning, HasSubstr("no store is configured"));
}

class WhyNoDelta : public ::testing::Test {
 protected:
  WhyNoDelta() { last_.source = "https://supplier.example"; }
  std::string why(Millis max_age = 24h) const { return why_no_delta(last_, "https://supplier.example", now_, max_age); }

  const WallTime now_ = *parse_utc("2026-11-22T08:00:00Z");
  InventoryHeader last_{now_ - 6h, "", "full"};
};

TEST_F(WhyNoDelta, AnInventoryOfTheSameDayMayBeBuiltUpon) { EXPECT_EQ(why(), ""); }

TEST_F(WhyNoDelta, WithoutOneThereIsNothingToBuildUpon) {
  EXPECT_THAT(why_no_delta(std::nullopt, "x", now_, 24h), HasSubstr("no inventory"));
}

TEST_F(WhyNoDelta, NotUponOneOfAnotherSupplierOrFromTheFuture) {
  last_.fetched_at = now_ + 1s;
  EXPECT_THAT(why(), HasSubstr("future"));
  last_.source = "https://other.example";
  EXPECT_THAT(why(), HasSubstr("another supplier"));
}

TEST_F(WhyNoDelta, TheAgeIsThatOfTheFullOrTargetedFetchBelow) {
  last_.mode = "delta";
  last_.rests_on = now_ - 24h;
  EXPECT_EQ(why(), "");
  last_.rests_on = now_ - 24h - 1s;
  EXPECT_THAT(why(), HasSubstr("the limit is 1 d"));
  last_.rests_on.reset();
  last_.fetched_at = now_ - 25h;
  EXPECT_THAT(why(), HasSubstr("the limit is 1 d"));
}

TEST_F(WhyNoDelta, NeverOverNineDays) {
  last_.fetched_at = now_ - 7 * 24h;
  EXPECT_EQ(why(30 * 24h), "");
  EXPECT_EQ(delta_end(now_) - delta_start(last_), 9 * 24h);
  last_.fetched_at -= 1s;
  EXPECT_THAT(why(30 * 24h), HasSubstr("9 days"));
}

}  // namespace
}  // namespace dsz
