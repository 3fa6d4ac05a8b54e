#include "stock_batch.hpp"

#include "store_test_base.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace dsz::test {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

StockChange to_quantity(std::int64_t product, std::uint32_t quantity, std::int64_t parent = 0) {
  StockChange change;
  change.product = product;
  change.parent = parent;
  change.quantity = quantity;
  change.old_quantity = 1;
  change.old_manage = ManageStock::yes;
  change.old_status = StockStatus::instock;
  return change;
}

StockChange to_status(std::int64_t product, StockStatus status) {
  StockChange change;
  change.product = product;
  change.status = status;
  change.old_status = StockStatus::instock;
  return change;
}

WriteOutcome outcome(const StockChange& change, const char* echo) { return judge(change, json::parse(echo)).outcome; }

TEST(StockBatch, EachParentHasItsOwnRequests) {
  const std::vector<StockChange> changes = {to_quantity(11, 1, 10), to_quantity(1, 1), to_quantity(21, 1, 20),
                                            to_quantity(12, 1, 10), to_quantity(2, 1)};
  const auto batches = batches_of(changes, 50);
  ASSERT_EQ(batches.size(), 3U);
  EXPECT_EQ(batches[0].parent, 0);
  EXPECT_THAT(batches[0].items, ElementsAre(1, 4));
  EXPECT_EQ(batch_path(batches[0].parent), "wc/v3/products/batch");
  EXPECT_EQ(batch_path(batches[1].parent), "wc/v3/products/10/variations/batch");
  EXPECT_THAT(batches[1].items, ElementsAre(0, 3));
  EXPECT_EQ(batch_path(batches[2].parent), "wc/v3/products/20/variations/batch");
}

TEST(StockBatch, IsNoLargerThanAllowed) {
  std::vector<StockChange> changes;
  for (std::int64_t id = 1; id <= 7; ++id) changes.push_back(to_quantity(id, 1));
  const auto batches = batches_of(changes, 3);
  ASSERT_EQ(batches.size(), 3U);
  EXPECT_THAT(batches[2].items, ElementsAre(6));
}

TEST(StockBatch, HoldsStockFieldsAndNothingElse) {
  StockChange managed = to_quantity(3, 9);
  managed.start_managing = true;
  const std::vector<StockChange> changes = {to_quantity(1, 0), to_status(2, StockStatus::outofstock), managed};
  const char* const fields = "id,sku,stock_quantity,stock_status,manage_stock,backorders";
  EXPECT_EQ(batch_body(changes, batches_of(changes, 50)[0]),
            (json{{"update",
                   {{{"id", 1}, {"stock_quantity", 0}, {"_fields", fields}},
                    {{"id", 2}, {"stock_status", "outofstock"}, {"_fields", fields}},
                    {{"id", 3}, {"stock_quantity", 9}, {"manage_stock", true}, {"_fields", fields}}}}}));
}

TEST(StockBatch, APlanThatMustNotBeSentIsRefused) {
  const auto refused = [](const std::vector<StockChange>& changes) {
    return failure_of([&changes] { check_plan(changes); }).kind() == FailureKind::unexpected;
  };
  StockChange both = to_quantity(1, 1);
  both.status = StockStatus::instock;
  StockChange neither = to_quantity(1, 1);
  neither.quantity.reset();
  StockChange managing_status = to_status(1, StockStatus::instock);
  managing_status.start_managing = true;
  EXPECT_TRUE(refused({both}));
  EXPECT_TRUE(refused({neither}));
  EXPECT_TRUE(refused({managing_status}));
  EXPECT_TRUE(refused({to_quantity(0, 1)}));
  EXPECT_TRUE(refused({to_quantity(-5, 1)}));
  EXPECT_TRUE(refused({to_quantity(5, 1, -1)}));
  EXPECT_TRUE(refused({to_quantity(1, 2'147'483'648U)}));
  EXPECT_TRUE(refused({to_status(1, StockStatus::onbackorder)}));
  EXPECT_TRUE(refused({to_quantity(1, 1), to_quantity(2, 1), to_quantity(1, 3)}));
  EXPECT_NO_THROW(
      check_plan(std::vector<StockChange>{to_quantity(1, 2'147'483'647U), to_status(2, StockStatus::instock)}));
}

TEST(StockBatch, AnEchoOfTheNewValueIsWritten) {
  EXPECT_EQ(outcome(to_quantity(1, 9), R"({"id":1,"stock_quantity":9,"manage_stock":true})"), WriteOutcome::written);
  EXPECT_EQ(outcome(to_quantity(1, 9), R"({"id":1,"stock_quantity":"9.0","manage_stock":true})"),
            WriteOutcome::written);
  EXPECT_EQ(
      outcome(to_quantity(1, 0), R"({"id":1,"stock_quantity":0,"manage_stock":true,"stock_status":"onbackorder"})"),
      WriteOutcome::written);
  EXPECT_EQ(outcome(to_status(1, StockStatus::outofstock), R"({"id":1,"stock_status":"outofstock"})"),
            WriteOutcome::written);
}

TEST(StockBatch, AnEchoOfAnotherValueIsIgnored) {
  EXPECT_EQ(outcome(to_quantity(1, 9), R"({"id":1,"stock_quantity":5,"manage_stock":true})"), WriteOutcome::ignored);
  EXPECT_EQ(outcome(to_quantity(1, 9), R"({"id":1,"stock_quantity":null,"manage_stock":true})"), WriteOutcome::ignored);
  EXPECT_EQ(outcome(to_status(1, StockStatus::outofstock), R"({"id":1,"stock_status":"instock"})"),
            WriteOutcome::ignored);
}

TEST(StockBatch, AQuantityOfAProductThatDoesNotManageStockIsIgnoredEvenWhenItLooksWritten) {
  EXPECT_EQ(outcome(to_quantity(1, 9), R"({"id":1,"stock_quantity":9,"manage_stock":false})"), WriteOutcome::ignored);
  EXPECT_EQ(outcome(to_quantity(1, 9), R"({"id":1,"stock_quantity":9,"manage_stock":"parent"})"),
            WriteOutcome::ignored);
}

TEST(StockBatch, AnErrorIsFailedWithTheStoresWords) {
  const Verdict verdict = judge(
      to_quantity(1, 9),
      json::parse(R"({"id":1,"error":{"code":"woocommerce_rest_product_invalid_id","message":"Invalid\u001b ID."}})"));
  EXPECT_EQ(verdict.outcome, WriteOutcome::failed);
  EXPECT_EQ(verdict.detail, "woocommerce_rest_product_invalid_id: Invalid\\x1b ID.");
}

TEST(StockBatch, AnEchoThatSaysTooLittleIsNotJudged) {
  EXPECT_EQ(outcome(to_quantity(1, 9), R"({"id":1})"), WriteOutcome::pending);
  EXPECT_EQ(outcome(to_quantity(1, 9), R"({"id":1,"stock_quantity":9})"), WriteOutcome::pending);
  EXPECT_EQ(outcome(to_status(1, StockStatus::instock), R"({"id":1})"), WriteOutcome::pending);
}

TEST(StockBatch, OnlyAnObjectWithAnUpdateListIsABatchAnswer) {
  const auto batch_shaped = [](const char* text) { return echoed_rows(json::parse(text)) != nullptr; };
  EXPECT_TRUE(batch_shaped(R"({"update":[{"id":1}]})"));
  EXPECT_FALSE(batch_shaped(R"([{"id":1,"stock_quantity":9}])"));
  EXPECT_FALSE(batch_shaped("[]"));
  EXPECT_FALSE(batch_shaped("{}"));
  EXPECT_FALSE(batch_shaped(R"({"update":{"id":1}})"));
}

TEST(StockBatch, TellsTheOldValueFromAnyOther) {
  const auto old = [](const StockChange& change, const char* row) { return shows_old_value(change, json::parse(row)); };
  EXPECT_TRUE(old(to_quantity(1, 9), R"({"stock_quantity":1,"manage_stock":true})"));
  EXPECT_FALSE(old(to_quantity(1, 9), R"({"stock_quantity":8,"manage_stock":true})"));
  EXPECT_FALSE(old(to_quantity(1, 9), R"({"stock_quantity":1,"manage_stock":false})"));
  EXPECT_TRUE(old(to_status(1, StockStatus::outofstock), R"({"stock_status":"instock"})"));
  EXPECT_FALSE(old(to_status(1, StockStatus::outofstock), R"({"stock_status":"onbackorder"})"));
}

TEST(StockBatch, TheJournalHoldsOldAndNewValueOfEachField) {
  StockChange change = to_quantity(7, 4, 3);
  change.sku = "A";
  change.start_managing = true;
  change.old_manage = ManageStock::parent;
  change.old_quantity.reset();
  const auto entries = journal_entries(12, "https://shop.example", change, WallTime{});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].field, "manage_stock");
  EXPECT_EQ(entries[0].old_value, "\"parent\"");
  EXPECT_EQ(entries[0].new_value, "true");
  EXPECT_EQ(entries[1].field, "stock_quantity");
  EXPECT_EQ(entries[1].old_value, "null");
  EXPECT_EQ(entries[1].new_value, "4");
  EXPECT_EQ(entries[1].product, 7);
  EXPECT_EQ(entries[1].parent, 3);
  EXPECT_EQ(entries[1].run, 12);

  const auto status = journal_entries(12, "s", to_status(1, StockStatus::outofstock), WallTime{});
  ASSERT_EQ(status.size(), 1U);
  EXPECT_EQ(status[0].field, "stock_status");
  EXPECT_EQ(status[0].old_value, "\"instock\"");
  EXPECT_EQ(status[0].new_value, "\"outofstock\"");

  StockChange fraction = to_quantity(1, 5);
  fraction.old_quantity = 2.5;
  EXPECT_EQ(journal_entries(1, "s", fraction, WallTime{})[0].old_value, "2.5");
  fraction.old_quantity = 3e15;  // as the store is read again by settling and undo: no exponent
  EXPECT_EQ(journal_entries(1, "s", fraction, WallTime{})[0].old_value, "3000000000000000");
}

}  // namespace
}  // namespace dsz::test
