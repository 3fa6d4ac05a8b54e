#include "stock_writer_test_base.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace dsz::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class StockWriterTest : public StockWriterTestBase {};

TEST_F(StockWriterTest, WritesQuantitiesAndJournalsThem) {
  add_simple(1, 5);
  add_simple(2, 0);
  plan = {to_quantity(1, 0), to_quantity(2, 7)};
  write();
  EXPECT_EQ(report.written, 2);
  EXPECT_EQ(report.batches, 1);
  EXPECT_EQ(report.stopped_because, "");
  EXPECT_EQ(in_shop(1, "stock_quantity"), 0);
  EXPECT_EQ(in_shop(2, "stock_quantity"), 7);
  EXPECT_THAT(journaled(), UnorderedElementsAre(Pair("1 stock_quantity 5>0", WriteOutcome::written),
                                                Pair("2 stock_quantity 0>7", WriteOutcome::written)));
}

TEST_F(StockWriterTest, WritesStatusesAndStartsManaging) {
  add_unmanaged(1);
  add_unmanaged(2);
  StockChange managed = to_quantity(2, 4);
  managed.start_managing = true;
  plan = {to_status(1, StockStatus::outofstock), managed};
  write();
  EXPECT_EQ(report.written, 2);
  EXPECT_EQ(in_shop(1, "stock_status"), "outofstock");
  EXPECT_EQ(in_shop(2, "stock_quantity"), 4);
  EXPECT_THAT(journaled(),
              UnorderedElementsAre(Pair("1 stock_status \"instock\">\"outofstock\"", WriteOutcome::written),
                                   Pair("2 manage_stock false>true", WriteOutcome::written),
                                   Pair("2 stock_quantity null>4", WriteOutcome::written)));
}

TEST_F(StockWriterTest, WritesVariationsUnderTheParentTheyWereReadUnder) {
  add_variable(10, {11, 12});
  add_variable(20, {21});
  plan = {to_quantity(21, 1), to_quantity(11, 2), to_quantity(10, 3), to_quantity(12, 4)};
  write();
  EXPECT_EQ(report.written, 4);
  EXPECT_EQ(report.batches, 3);
  EXPECT_EQ(shop.count(Method::post, "wc/v3/products/10/variations/batch"), 1U);
  EXPECT_EQ(shop.count(Method::post, "wc/v3/products/20/variations/batch"), 1U);
  EXPECT_EQ(shop.count(Method::post, "wc/v3/products/batch"), 1U);
}

TEST_F(StockWriterTest, SplitsIntoBatchesWithinConcurrency) {
  settings.batch_size = 10;
  settings.concurrency = 3;
  plan_quantities(1, 95, 9);
  write();
  EXPECT_EQ(report.written, 95);
  EXPECT_EQ(report.batches, 10);
  EXPECT_EQ(client.most_in_flight(), 3U);
  EXPECT_EQ(progress.back(), 95U);
  EXPECT_TRUE(std::is_sorted(progress.begin(), progress.end()));
}

TEST_F(StockWriterTest, SlowAnswersMakeBatchesSmallerAndQuickOnesLetThemGrowAgain) {
  settings.concurrency = 1;
  plan_quantities(1, 600, 9);
  on_post = [this, n = 0](const Call& call) mutable {
    Scripted answer = carried_out(call);
    answer.latency = ++n == 1 ? Millis{12'000} : Millis{1'000};
    return answer;
  };
  write();
  EXPECT_EQ(report.written, 600);
  std::vector<std::size_t> sizes;
  for (const Call* post : posts()) sizes.push_back(post->body.at("update").size());
  EXPECT_EQ(sizes[0], 50U);
  EXPECT_EQ(sizes[1], 25U);
  EXPECT_LE(*std::max_element(sizes.begin(), sizes.end()), 50U);
  EXPECT_GT(*std::max_element(sizes.begin() + 1, sizes.end()), 25U) << "grown again";
}

TEST_F(StockWriterTest, NothingToWriteSendsNothing) {
  write();
  EXPECT_TRUE(posts().empty());
  EXPECT_EQ(report.stopped_because, "");
}

TEST_F(StockWriterTest, APlanThatNamesAProductTwiceWritesNothing) {
  add_simple(1);
  plan = {to_quantity(1, 2), to_quantity(1, 3)};
  EXPECT_EQ(failure_of([this] { write(); }).kind(), FailureKind::unexpected);
  EXPECT_TRUE(posts().empty());
}

TEST_F(StockWriterTest, AnItemThatTheStoreRefusesDoesNotHurtTheOthers) {
  add_simple(1);
  add_simple(2);
  plan = {to_quantity(1, 2), to_quantity(2, 3)};
  std::erase_if(shop.products, [](const json& row) { return row.at("id") == 1; });
  write();
  EXPECT_EQ(outcome_of(1), WriteOutcome::failed);
  EXPECT_EQ(detail_of(1), "woocommerce_rest_product_invalid_id: Invalid ID.");
  EXPECT_EQ(outcome_of(2), WriteOutcome::written);
  EXPECT_EQ(report.failed, 1);
}

TEST_F(StockWriterTest, AQuantityForAProductThatStoppedManagingIsIgnored) {
  add_simple(1);
  add_simple(2);
  plan = {to_quantity(1, 2), to_quantity(2, 3)};
  (*shop.find(1))["manage_stock"] = false;
  write();
  EXPECT_EQ(outcome_of(1), WriteOutcome::ignored);
  EXPECT_EQ(outcome_of(2), WriteOutcome::written);
  EXPECT_EQ(report.ignored, 1);
  EXPECT_FALSE(report.stock_management_off);
}

TEST_F(StockWriterTest, AStatusThatTheStoreRecomputesIsIgnored) {
  add_unmanaged(1);
  plan = {to_status(1, StockStatus::outofstock)};
  (*shop.find(1))["manage_stock"] = true;
  write();
  EXPECT_EQ(outcome_of(1), WriteOutcome::ignored);
  EXPECT_THAT(detail_of(1), HasSubstr("sent outofstock, the store shows instock"));
}

TEST_F(StockWriterTest, WhatBeganToManageStockButKeptItsQuantityIsHalfWritten) {
  add_unmanaged(1);
  add_simple(2);
  StockChange managed = to_quantity(1, 4);
  managed.start_managing = true;
  plan = {managed, to_quantity(2, 1)};
  on_post = [this](const Call& call) {
    Scripted answer = carried_out(call);
    json body = json::parse(answer.outcome.response->body);
    body["update"][0]["stock_quantity"] = 99;
    answer.outcome.response->body = body.dump();
    return answer;
  };
  write();
  EXPECT_EQ(outcome_of(1), WriteOutcome::ignored);
  EXPECT_EQ(journaled().at("1 manage_stock false>true"), WriteOutcome::written);
  EXPECT_EQ(journaled().at("1 stock_quantity null>4"), WriteOutcome::ignored);
}

TEST_F(StockWriterTest, AnswersAreMatchedByIdWhateverTheirOrder) {
  plan_quantities(1, 3, 9);
  on_post = [this](const Call& call) {
    Scripted answer = carried_out(call);
    json body = json::parse(answer.outcome.response->body);
    std::reverse(body["update"].begin(), body["update"].end());
    body["update"][0] = {{"id", 3}, {"error", {{"code", "x"}, {"message", "y"}}}};
    answer.outcome.response->body = body.dump();
    return answer;
  };
  write();
  EXPECT_EQ(outcome_of(1), WriteOutcome::written);
  EXPECT_EQ(outcome_of(3), WriteOutcome::failed);
}

TEST_F(StockWriterTest, AProductThatWasNotSentIsReportedAndNotCounted) {
  plan_quantities(1, 2, 9);
  on_post = [this](const Call& call) {
    Scripted answer = carried_out(call);
    json body = json::parse(answer.outcome.response->body);
    body["update"].push_back({{"id", 77}, {"stock_quantity", 9}, {"manage_stock", true}});
    answer.outcome.response->body = body.dump();
    return answer;
  };
  write();
  EXPECT_EQ(report.written, 2);
  EXPECT_TRUE(log.contains(LogLevel::warning, "products that were not sent"));
}

TEST_F(StockWriterTest, NoticesBeforeTheAnswerAreNoHindrance) {
  plan_quantities(1, 2, 9);
  on_post = [this](const Call& call) {
    Scripted answer = carried_out(call);
    answer.outcome.response->body = "<b>Warning</b>: [x]\n" + answer.outcome.response->body;
    return answer;
  };
  write();
  EXPECT_EQ(report.written, 2);
}

TEST_F(StockWriterTest, AStoreWithoutStockManagementGetsNoQuantities) {
  shop.manages_stock = false;
  plan_quantities(1, 3, 9);
  add_unmanaged(4);
  plan.push_back(to_status(4, StockStatus::outofstock));
  write();
  EXPECT_TRUE(report.stock_management_off);
  EXPECT_EQ(report.not_sent, 3);
  EXPECT_EQ(report.written, 1);
  EXPECT_EQ(posts().size(), 1U);
  EXPECT_THAT(report.stopped_because, HasSubstr("WooCommerce > Settings > Products > Inventory"));
}

TEST_F(StockWriterTest, StopsWhenTheFirstBatchShowsThatStockManagementIsOff) {
  settings_readable = false;
  settings.batch_size = 5;
  settings.concurrency = 1;
  plan_quantities(1, 20, 9);
  on_post = [this](const Call&) -> std::optional<Scripted> {
    shop.manages_stock = false;
    for (json& row : shop.products) row["manage_stock"] = false;
    return std::nullopt;
  };
  write();
  EXPECT_TRUE(report.stock_management_off);
  EXPECT_EQ(report.ignored, 5);
  EXPECT_EQ(report.not_sent, 15);
  EXPECT_EQ(report.batches, 1);
  EXPECT_THAT(report.stopped_because, HasSubstr("stock management is off"));
  EXPECT_EQ(report.stopped_by, FailureKind::guard);
}

TEST_F(StockWriterTest, TheFirstBatchGoesAloneAndAProductThatIsGoneDoesNotHideThatStockManagementIsOff) {
  settings_readable = false;
  settings.batch_size = 5;
  settings.concurrency = 4;
  plan_quantities(1, 20, 9);
  on_post = [this](const Call&) -> std::optional<Scripted> {
    shop.manages_stock = false;
    std::erase_if(shop.products, [](const json& row) { return row.at("id") == 2; });
    for (json& row : shop.products) row["manage_stock"] = false;
    return std::nullopt;
  };
  write();
  EXPECT_TRUE(report.stock_management_off);
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(report.ignored, 4);
  EXPECT_EQ(report.not_sent, 15);
}

TEST_F(StockWriterTest, AFirstBatchThatIsIgnoredIsNoStockManagementThatIsOffWhereTheSettingWasReadAsOn) {
  settings.batch_size = 5;
  plan_quantities(1, 15, 9);
  for (std::int64_t id = 1; id <= 5; ++id) (*shop.find(id))["manage_stock"] = false;
  write();
  EXPECT_FALSE(report.stock_management_off);
  EXPECT_EQ(report.ignored, 5);
  EXPECT_EQ(report.written, 10);
  EXPECT_FALSE(report.stopped_by);
}

TEST_F(StockWriterTest, StockManagementThatIsSwitchedOffMeanwhileStopsTheRunAfterTheFirstBatch) {
  settings.batch_size = 5;
  plan_quantities(1, 20, 9);
  on_post = [this](const Call&) -> std::optional<Scripted> {
    shop.manages_stock = false;
    for (json& row : shop.products) row["manage_stock"] = false;
    return std::nullopt;
  };
  write();
  EXPECT_TRUE(report.stock_management_off);
  EXPECT_EQ(report.ignored, 5);
  EXPECT_EQ(report.not_sent, 15);
  EXPECT_EQ(report.stopped_by, FailureKind::guard);
}

TEST_F(StockWriterTest, LaterBatchesAreNotTakenForTheFirst) {
  settings_readable = false;
  settings.batch_size = 5;
  settings.concurrency = 1;
  plan_quantities(1, 15, 9);
  for (std::int64_t id = 6; id <= 10; ++id) (*shop.find(id))["manage_stock"] = false;
  write();
  EXPECT_FALSE(report.stock_management_off);
  EXPECT_EQ(report.written, 10);
  EXPECT_EQ(report.ignored, 5);
}

TEST_F(StockWriterTest, CredentialsRefusedInTheMiddleStopTheRun) {
  settings.batch_size = 5;
  settings.concurrency = 1;
  plan_quantities(1, 20, 9);
  on_post = [n = 0](const Call&) mutable -> std::optional<Scripted> {
    if (++n < 2) return std::nullopt;
    return error_answer(401, "woocommerce_rest_authentication_error",
                        "The API key provided does not have write permissions.");
  };
  write();
  EXPECT_EQ(report.written, 5);
  EXPECT_EQ(report.failed, 5);
  EXPECT_EQ(report.not_sent, 10);
  EXPECT_THAT(report.stopped_because, HasSubstr("Read/Write"));
  EXPECT_EQ(report.stopped_by, FailureKind::credentials);
  EXPECT_EQ(posts().size(), 2U);
}

TEST_F(StockWriterTest, AnErrorPageThatEchoesTheKeysDoesNotSpreadThem) {
  plan_quantities(1, 2, 9);
  on_post = [](const Call&) { return answer(400, std::string("Bad request: ") + kKey + " " + kSecret); };
  write();
  EXPECT_THAT(detail_of(1), HasSubstr("***"));
  on_post = [](const Call&) { return answer(401, std::string("Bad request: ") + kKey + " " + kSecret); };
  write();
  EXPECT_THAT(report.stopped_because, HasSubstr("Bad request"));
  for (const std::string& text : {detail_of(1), report.stopped_because}) {
    EXPECT_THAT(text, Not(HasSubstr(kKey)));
    EXPECT_THAT(text, Not(HasSubstr(kSecret)));
  }
  on_post = [](const Call&) { return answer(400, std::string(75, '.') + kSecret); };
  write();
  EXPECT_THAT(detail_of(1), Not(HasSubstr("cs_98"))) << "nor a part of it, where the page is cut";
}

TEST_F(StockWriterTest, AFirewallInTheMiddleStopsTheRun) {
  settings.concurrency = 1;
  settings.batch_size = 5;
  plan_quantities(1, 20, 9);
  on_post = [](const Call&) { return answer(403, "<html>Wordfence blocked you</html>"); };
  write();
  EXPECT_EQ(report.failed, 5);
  EXPECT_EQ(report.not_sent, 15);
  EXPECT_THAT(report.stopped_because, HasSubstr("Wordfence"));
}

TEST_F(StockWriterTest, ARedirectIsNeverTakenForAnAnswer) {
  plan_quantities(1, 2, 9);
  on_post = [](const Call&) { return answer(301, "", {{"Location", "https://www.shop.example/"}}); };
  write();
  EXPECT_EQ(report.failed, 2);
  EXPECT_THAT(report.stopped_because, HasSubstr("redirects"));
  EXPECT_EQ(posts().size(), 1U);
}

TEST_F(StockWriterTest, ASignalLetsWhatIsInFlightEndAndStartsNothingMore) {
  settings.batch_size = 5;
  settings.concurrency = 2;
  plan_quantities(1, 30, 9);
  on_post = [this, n = 0](const Call&) mutable -> std::optional<Scripted> {
    if (++n == 4) signals.set(2);
    return std::nullopt;
  };
  write();
  EXPECT_EQ(report.written, 20);
  EXPECT_EQ(report.not_sent, 10);
  EXPECT_EQ(report.unknown, 0);
  EXPECT_EQ(report.stopped_by, FailureKind::interrupted);
  EXPECT_EQ(outcome_of(30), WriteOutcome::not_sent);
  EXPECT_EQ(journaled().size(), 20U) << "what was not sent is not in the journal";
}

TEST_F(StockWriterTest, ReportsEveryChangeInTheOrderOfThePlan) {
  add_variable(10, {11});
  add_simple(1);
  plan = {to_quantity(11, 2), to_quantity(1, 3)};
  shop.variations[10][0]["manage_stock"] = "parent";
  write();
  ASSERT_EQ(report.results.size(), 2U);
  EXPECT_EQ(report.results[0].outcome, WriteOutcome::ignored);
  EXPECT_EQ(report.results[1].outcome, WriteOutcome::written);
}

}  // namespace
}  // namespace dsz::test
