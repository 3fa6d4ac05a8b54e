#include "dsz/app/match_job.hpp"

#include "dsz/app/run_end.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/state/run_history.hpp"

#include "match_job_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::Call;
using test::MatchJobTest;
using test::Scripted;
using ::testing::HasSubstr;

TEST_F(MatchJobTest, WritesWhatDiffersAndThenFindsNothingToDo) {
  put_inventory({{"A-1", 5}, {"A-2", 0}, {"A-3", 7}});
  shop.products = {test::product_row(1, "A-1", 9), test::product_row(2, "A-2", 3), test::product_row(3, "A-3", 7)};
  const MatchReport first = match();
  EXPECT_EQ(first.written->written, 2);
  EXPECT_EQ((*shop.find(1))["stock_quantity"], 5);
  EXPECT_EQ((*shop.find(2))["stock_quantity"], 0);
  const std::size_t writes = posts();
  const MatchReport second = match();
  EXPECT_TRUE(second.plan->changes.empty());
  EXPECT_EQ(posts(), writes);
}

TEST_F(MatchJobTest, ADryRunSendsTheStoreNothingButGet) {
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 9)};
  const MatchReport report = match({.dry_run = true, .inventory = {}, .allow_missing = {}});
  EXPECT_EQ(report.plan->changes.size(), 1U);
  EXPECT_FALSE(report.written);
  EXPECT_EQ(posts(), 0U);
}

TEST_F(MatchJobTest, WhatWouldChangeIsReadAgainFirst) {
  put_inventory({{"A-1", 5}, {"A-2", 5}, {"A-3", 5}, {"A-4", 5}});
  shop.products = sold(4, 9);
  shop.intercept = [this](const test::Call& call) -> std::optional<test::Scripted> {
    if (call.get("include") != "1,2,3,4") return std::nullopt;
    (*shop.find(1))["stock_quantity"] = 5;  // somebody was faster
    (*shop.find(2))["type"] = "external";
    (*shop.find(3))["stock_quantity"] = 7;  // two were sold
    std::erase_if(shop.products, [](const auto& row) { return row.at("id") == 4; });
    return std::nullopt;
  };
  const MatchReport report = match();
  EXPECT_EQ(report.plan->counts.unchanged, 1);
  EXPECT_EQ(report.plan->counts.store_products, 3);
  ASSERT_EQ(report.plan->changes.size(), 1U);
  EXPECT_EQ(report.plan->changes[0].change.sku, "A-3");
  EXPECT_EQ(report.plan->changes[0].change.old_quantity, 7);
  EXPECT_EQ(posts(), 1U);
}

TEST_F(MatchJobTest, ATrippedGuardWritesNothingAndKeepsTheBaseline) {
  put_inventory(stocked(10));
  shop.products = sold(10, 9);
  match();
  ASSERT_EQ(baseline(), "10");
  put_inventory(emptied(9));
  const std::size_t writes = posts();
  const MatchReport report = match();
  EXPECT_TRUE(report.guard_tripped());
  EXPECT_FALSE(report.written);
  EXPECT_EQ(posts(), writes);
  EXPECT_EQ(baseline(), "10");
}

TEST_F(MatchJobTest, TheBaselineMovesOnlyAfterARealRun) {
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 9)};
  match({.dry_run = true, .inventory = {}, .allow_missing = {}});
  EXPECT_EQ(baseline(), "");
  match();
  EXPECT_EQ(baseline(), "1");
}

TEST_F(MatchJobTest, AnOldInventoryIsRefusedBeforeTheStoreIsAsked) {
  put_inventory({{"A-1", 5}});
  clock.advance(13h);
  const Failure failure = failed_match();
  EXPECT_EQ(failure.kind(), FailureKind::guard);
  EXPECT_TRUE(shop.calls().empty());
}

TEST_F(MatchJobTest, WritesThatAreOpenAtAFormerAddressDoNotSendARunToTheStoreThatEndsBefore) {
  leave_pending(1, "9", "5", "http://shop.example");
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 9)};
  match();
  const std::size_t calls = shop.calls().size();
  clock.advance(13h);
  EXPECT_EQ(failed_match().kind(), FailureKind::guard);
  EXPECT_EQ(shop.calls().size(), calls);
}

TEST_F(MatchJobTest, AMissingInventoryIsWrongUsage) { EXPECT_EQ(failed_match().kind(), FailureKind::usage); }

TEST_F(MatchJobTest, StockManagementThatIsOffStopsItBeforeAnyWrite) {
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 9)};
  shop.manages_stock = false;
  const Failure failure = failed_match();
  EXPECT_EQ(failure.kind(), FailureKind::guard);
  EXPECT_THAT(failure.what(), HasSubstr("Settings > Products > Inventory"));
  EXPECT_EQ(posts(), 0U);
}

/// The key may not read the setting of stock management; the stock report says what is kept of each product, and the
/// lists what holds.
class StockManagementUnread : public MatchJobTest {
 protected:
  StockManagementUnread() {
    put_inventory({{"A-1", 5}, {"A-2", 5}});
    shop.index = R"({"home":"https://shop.example","namespaces":["wc/v3","wc-analytics"]})";
    const std::vector<json> kept = {test::product_row(1, "A-1", 9), test::product_row(2, "A-2", 9)};
    shop.products = kept;
    shop.intercept = [kept](const Call& call) -> std::optional<Scripted> {
      if (call.path.starts_with("wc-analytics")) return test::page_answer(kept, std::ssize(kept), 1);
      if (call.path.starts_with("wc/v3/settings"))
        return test::error_answer(403, "woocommerce_rest_cannot_view", "Sorry");
      return std::nullopt;
    };
  }
  void unmanage(std::int64_t id) { *shop.find(id) = test::unmanaged_row(id, "A-" + std::to_string(id), "instock"); }
};

TEST_F(StockManagementUnread, IsOffWhenTheListsSayOfNoProductThatItManagesItsStock) {
  unmanage(1);
  unmanage(2);
  const Failure failure = failed_match();
  EXPECT_EQ(failure.kind(), FailureKind::guard);
  EXPECT_THAT(failure.what(), HasSubstr("Settings > Products > Inventory"));
  EXPECT_EQ(posts(), 0U);
}

TEST_F(StockManagementUnread, IsOnWhenOneProductStillManagesItsStock) {
  unmanage(1);
  match();
  EXPECT_EQ((*shop.find(2))["stock_quantity"], 5);
}

TEST_F(StockManagementUnread, IsNotOffBecauseProductsAreGone) {
  const auto report = shop.intercept;
  shop.intercept = [report](const Call& call) {
    return call.get("include").empty() ? report(call) : std::optional(test::page_answer(json::array(), 0, 0));
  };
  EXPECT_TRUE(match().plan->changes.empty());
}

/// What a cache holds may be of the time before the write.
TEST_F(MatchJobTest, AnAnswerOfACacheLeavesOpenWritesOpen) {
  leave_pending(1, "9", "5");
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 9)};
  shop.intercept = [this](const Call& call) -> std::optional<Scripted> {
    if (call.get("include").empty()) return std::nullopt;
    Scripted cached = test::page_answer(shop.products, 1, 1);
    cached.outcome.response->headers.push_back({"X-LiteSpeed-Cache", "hit"});
    return cached;
  };
  EXPECT_EQ(failed_match().kind(), FailureKind::store);
  EXPECT_EQ(posts(), 0U);
  const auto database = Database::open(config.database_file());
  EXPECT_EQ(Journal(*database).pending("https://shop.example").size(), 1U);
}

TEST_F(MatchJobTest, AMissingProductIsAskedForByNameAndGoesToZeroOnlyWhenItIsGone) {
  config.match.select.sku_prefixes = {"A-"};
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 5), test::product_row(2, "A-2", 5), test::product_row(3, "A-3", 5)};
  supplier_listing = {{"A-3", 8}};
  const MatchReport report = match();
  EXPECT_EQ(report.plan->counts.missing, 1);
  EXPECT_EQ((*shop.find(2))["stock_quantity"], 0);
  EXPECT_EQ((*shop.find(3))["stock_quantity"], 8);
}

TEST_F(MatchJobTest, WithAnUnreachableSupplierAMissingProductIsLeftAlone) {
  config.match.select.sku_prefixes = {"A-"};
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 5), test::product_row(2, "A-2", 5)};
  supplier_answers = false;
  const MatchReport report = match();
  EXPECT_EQ(report.plan->counts.unconfirmed, 1);
  EXPECT_EQ((*shop.find(2))["stock_quantity"], 5);
  EXPECT_EQ(posts(), 0U);
}

TEST_F(MatchJobTest, WhereTheSupplierListsNothingByNameNothingIsMissing) {
  config.match.select.sku_prefixes = {"A-"};
  config.match.guards.missing_percent = 100;
  put_inventory({{"B-1", 5}});
  shop.products = {test::product_row(1, "A-1", 5)};
  match();
  EXPECT_EQ((*shop.find(1))["stock_quantity"], 0) << "it lists B-1 by name, and not this one";
  (*shop.find(1))["stock_quantity"] = 5;
  supplier_hides_all = true;
  EXPECT_EQ(match().plan->counts.unconfirmed, 1);
  EXPECT_EQ((*shop.find(1))["stock_quantity"], 5);
}

TEST_F(MatchJobTest, UnconfirmedCountsAsMissingOnlyWhenConfigured) {
  config.match.select.sku_prefixes = {"A-"};
  config.match.confirm_missing = false;
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 5), test::product_row(2, "A-2", 5)};
  match();
  EXPECT_EQ((*shop.find(2))["stock_quantity"], 0);
  EXPECT_EQ(supplier_requests, 0);
}

TEST_F(MatchJobTest, NeedsAnAccountOnlyWhenThereIsSomethingToConfirm) {
  config.match.select.sku_prefixes = {"A-"};
  config.supplier.email.clear();
  config.supplier.password.clear();
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 9)};
  EXPECT_EQ(match().written->written, 1);
  shop.products.push_back(test::product_row(2, "A-2", 5));
  const Failure failure = failed_match();
  EXPECT_EQ(failure.kind(), FailureKind::usage);
  EXPECT_THAT(failure.what(), HasSubstr("match.confirm_missing"));
}

TEST_F(MatchJobTest, APartialInventorySaysItselfWhatIsMissingAndNothingOfTheRest) {
  config.match.select.sku_prefixes = {"A-"};
  put_partial_inventory({{"A-1", 5}}, {"a-2"});
  shop.products = {test::product_row(1, "A-1", 9), test::product_row(2, "A-2", 5), test::product_row(3, "A-3", 5)};
  const MatchReport report = match();
  EXPECT_EQ((*shop.find(1))["stock_quantity"], 5);
  EXPECT_EQ((*shop.find(2))["stock_quantity"], 0);
  EXPECT_EQ((*shop.find(3))["stock_quantity"], 5);
  ASSERT_EQ(report.plan->left_alone.size(), 1U);
  EXPECT_EQ(report.plan->left_alone[0].left, Left::not_covered);
  EXPECT_EQ(report.plan->counts.unknown, 1);
  EXPECT_EQ(supplier_requests, 0);
}

TEST_F(MatchJobTest, PartialInventoriesAreComparedWithPartialOnes) {
  put_inventory(stocked(10));
  shop.products = sold(10, 9);
  match();
  put_partial_inventory({{"A-1", 6}});
  EXPECT_FALSE(match().guard_tripped());
  EXPECT_EQ(baseline(), "10");
  EXPECT_EQ(baseline(kFactPartialBaseline), "1/1");
}

TEST_F(MatchJobTest, ProductsOfOtherSuppliersAreNeverWritten) {
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 9), test::product_row(2, "OTHER-1", 5)};
  const MatchReport report = match();
  EXPECT_EQ(report.plan->counts.selected, 1);
  EXPECT_EQ((*shop.find(2))["stock_quantity"], 5);
}

TEST_F(MatchJobTest, ASignalBeforeWritingEndsItWithNothingWritten) {
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 9)};
  shop.intercept = [this](const test::Call& call) -> std::optional<test::Scripted> {
    if (call.path == "wc/v3/products") signals.set(SIGTERM);
    return std::nullopt;
  };
  EXPECT_EQ(failed_match().kind(), FailureKind::terminated);
  EXPECT_EQ(posts(), 0U);
}

TEST_F(MatchJobTest, WritesLeftOpenByACutOffRunAreSettledFirst) {
  put_inventory({{"A-1", 5}});
  shop.products = {test::product_row(1, "A-1", 5)};
  leave_pending(1, "9", "5");
  const MatchReport report = match();
  EXPECT_EQ(report.settled.written, 1);
  EXPECT_TRUE(report.plan->changes.empty());
}

TEST(MatchReport, CountsWhatIsOutOfStockWhenTheRunEnds) {
  MatchReport report;
  EXPECT_FALSE(report.out_of_stock());
  report.plan.emplace();
  report.plan->counts.selected = 10;
  report.plan->counts.in_stock = 6;
  report.plan->left_alone.push_back({1, "A", Left::not_stockable});
  EXPECT_EQ(report.out_of_stock(), 3);
  report.plan->changes.resize(4);
  report.plan->changes[0].effect = Effect::to_zero;
  report.plan->changes[1].effect = Effect::to_zero;
  report.plan->changes[2].effect = Effect::back_in_stock;
  report.plan->changes[3].effect = Effect::down;
  report.written.emplace();
  report.written->results = {{WriteOutcome::written, ""},
                             {WriteOutcome::failed, ""},
                             {WriteOutcome::not_sent, ""},
                             {WriteOutcome::written, ""}};
  EXPECT_EQ(report.out_of_stock(), 4) << "only what was written counts";
}

}  // namespace
}  // namespace dsz
