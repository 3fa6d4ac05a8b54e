#include "dsz/report/kept_lists.hpp"

#include "dsz/state/run_history.hpp"

#include "../cli/sample_report.hpp"
#include "../state/state_test_base.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dsz {
namespace {

using nlohmann::json;

JobReport real_match() {
  JobReport report;
  report.run = 12;
  report.match = test::sample_match();
  report.match->written = test::sample_writes();
  return report;
}

TEST(ChangesOf, WhatWentWrongComesFirst) {
  const json changes = changes_of(real_match());
  EXPECT_EQ(changes.at("run"), 12);
  EXPECT_EQ(changes.at("total"), 2);
  EXPECT_EQ(changes.at("rows").at(0), json::parse(R"({"sku": "B-1", "id": 12, "parent": 0, "name": "Name of B-1",
      "effect": "up", "why": "supplier_quantity", "old": 1, "new": 9, "outcome": "failed", "detail": "Invalid ID."})"));
  EXPECT_EQ(changes.at("rows").at(1).at("outcome"), "written");
}

TEST(ChangesOf, AGuardHeldBackAllOfThem) {
  JobReport report = real_match();
  report.match->written.reset();
  report.match->guards[0].tripped = true;
  const json changes = changes_of(report);
  EXPECT_EQ(changes.at("rows").at(0).at("outcome"), "held");
  EXPECT_EQ(changes.at("rows").at(1).at("outcome"), "held");
}

TEST(ChangesOf, ARunStoppedBeforeItsReportLeavesThemUnclear) {
  JobReport report = real_match();
  report.match->written.reset();
  EXPECT_EQ(json(changes_of(report)).at("rows").at(0).at("outcome"), "pending");
}

TEST(ChangesOf, AStatusIsShownWhereThereIsNoQuantity) {
  JobReport report = real_match();
  StockChange& change = report.match->plan->changes[0].change;
  change.quantity.reset();
  change.status = StockStatus::outofstock;
  const json row = json(changes_of(report)).at("rows").at(1);
  EXPECT_EQ(row.at("old"), "instock");
  EXPECT_EQ(row.at("new"), "outofstock");
}

TEST(ChangesOf, OnlySoManyAreKeptAndAllAreCounted) {
  JobReport report = real_match();
  report.match->plan->changes.assign(kChangesKept + 5, report.match->plan->changes[0]);
  const json changes = changes_of(report);
  EXPECT_EQ(changes.at("total"), kChangesKept + 5);
  EXPECT_EQ(changes.at("rows").size(), kChangesKept);
}

TEST(ChangesOf, NamesAreMadeVisibleAndCut) {
  JobReport report = real_match();
  report.match->plan->changes[0].name = "a\x1b[2J\u202e" + std::string(5'000, 'x');
  const std::string name = json(changes_of(report)).at("rows").at(1).at("name");
  EXPECT_EQ(name.find('\x1b'), std::string::npos);
  EXPECT_LE(name.size(), 125U);
}

TEST(ChangesOf, ADryRunAndARunWithoutChangesHaveNone) {
  JobReport report = real_match();
  report.match->dry_run = true;
  EXPECT_TRUE(changes_of(report).is_null());
  report.match->dry_run = false;
  report.match->plan->changes.clear();
  EXPECT_TRUE(changes_of(report).is_null());
  EXPECT_TRUE(changes_of(JobReport{}).is_null());
}

TEST(ListsOf, EachProductStandsInTheListOfItsReason) {
  JobReport report = real_match();
  Plan& plan = *report.match->plan;
  plan.missing_unchanged.push_back({21, 0, "GONE-1", "Lamp"});
  plan.left_alone.push_back({31, "TWIN-1", Left::duplicate_in_store, 30, "Twin"});
  plan.left_alone.push_back({32, "CASE-1", Left::ambiguous_sku});
  plan.left_alone.push_back({33, "SKIP-1", Left::parent_managed});
  plan.left_alone.push_back({34, "KEEP-1", Left::missing_ignored});
  const json lists = lists_of(report);
  const auto skus = [&](const char* kind) {
    std::vector<std::string> found;
    for (const json& row : lists.at(kind).at("rows")) found.push_back(row.at("sku"));
    return found;
  };
  EXPECT_THAT(skus("missing"), testing::ElementsAre("A-1", "GONE-1", "KEEP-1"));
  EXPECT_THAT(skus("unknown"), testing::ElementsAre("C-1"));
  EXPECT_THAT(skus("duplicate"), testing::ElementsAre("TWIN-1", "CASE-1"));
  EXPECT_THAT(skus("skipped"), testing::ElementsAre("SKIP-1"));
  EXPECT_EQ(lists.at("duplicate").at("rows").at(0), json::parse(R"({"sku": "TWIN-1", "id": 31, "parent": 30,
      "name": "Twin", "why": "duplicate_in_store"})"));
}

class KeepLists : public StateTest {};

TEST_F(KeepLists, TheNewestRunWithChangesStaysUntilAnotherHasSome) {
  EXPECT_TRUE(kept_changes(*database_).is_null());
  keep_lists(*database_, real_match());
  JobReport later = real_match();
  later.run = 13;
  later.match->plan->changes.clear();
  later.match->plan->left_alone.clear();
  keep_lists(*database_, later);
  EXPECT_EQ(json(kept_changes(*database_)).at("run"), 12);
  EXPECT_EQ(json(kept_lists(*database_)).at("run"), 13);
  EXPECT_EQ(json(kept_lists(*database_)).at("unknown").at("total"), 0);
}

TEST_F(KeepLists, WhatCannotBeReadIsNothing) {
  Facts(*database_).set(kFactLastChanges, "{\"run\": 1");
  EXPECT_TRUE(kept_changes(*database_).is_null());
}

}  // namespace
}  // namespace dsz
