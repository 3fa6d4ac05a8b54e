#include "dsz/app/undo_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

using ::testing::HasSubstr;

StoreProduct managed(std::int64_t id, double quantity) {
  StoreProduct product;
  product.id = id;
  product.sku = "SKU";
  product.type = ProductType::simple;
  product.manage = ManageStock::yes;
  product.quantity = quantity;
  product.status = quantity > 0 ? StockStatus::instock : StockStatus::outofstock;
  return product;
}

StoreCatalogue catalogue_of(const std::vector<StoreProduct>& products) {
  StoreCatalogue catalogue;
  for (const StoreProduct& product : products) catalogue.add(product);
  catalogue.finish();
  return catalogue;
}

JournalEntry written(std::int64_t product, const char* field, const char* old_value, const char* new_value) {
  JournalEntry entry;
  entry.product = product;
  entry.sku = "SKU";
  entry.field = field;
  entry.old_value = old_value;
  entry.new_value = new_value;
  entry.outcome = WriteOutcome::written;
  return entry;
}

UndoPlan plan_for(const JournalEntry& entry, const StoreProduct& now) {
  return plan_undo(std::vector<JournalEntry>{entry}, catalogue_of({now}));
}

TEST(UndoPlan, PutsTheOldQuantityBack) {
  const UndoPlan plan = plan_for(written(7, "stock_quantity", "12", "0"), managed(7, 0));
  ASSERT_EQ(plan.changes.size(), 1U);
  EXPECT_EQ(plan.changes[0].change.quantity, 12U);
  EXPECT_EQ(plan.changes[0].change.old_quantity, 0);
  EXPECT_EQ(plan.changes[0].effect, Effect::back_in_stock);
  EXPECT_TRUE(plan.conflicts.empty());
}

TEST(UndoPlan, LeavesWhatChangedSince) {
  const UndoPlan plan = plan_for(written(7, "stock_quantity", "12", "5"), managed(7, 4));
  EXPECT_TRUE(plan.changes.empty());
  ASSERT_EQ(plan.conflicts.size(), 1U);
  EXPECT_EQ(plan.conflicts[0].why, "stock_quantity is 4 now, the run wrote 5");
}

TEST(UndoPlan, WhatHasItsOldValueAgainIsNoConflict) {
  const UndoPlan plan = plan_for(written(7, "stock_quantity", "12", "5"), managed(7, 12));
  EXPECT_TRUE(plan.changes.empty());
  EXPECT_TRUE(plan.conflicts.empty());
  EXPECT_EQ(plan.already_back, 1U);
}

TEST(UndoPlan, LeavesWhatIsGone) {
  const UndoPlan plan = plan_for(written(7, "stock_quantity", "12", "5"), managed(8, 4));
  EXPECT_TRUE(plan.changes.empty());
  ASSERT_EQ(plan.conflicts.size(), 1U);
  EXPECT_EQ(plan.conflicts[0].sku, "SKU");
}

TEST(UndoPlan, LeavesAProductWithAnotherSku) {
  StoreProduct now = managed(7, 5);
  now.sku = "OTHER";
  const UndoPlan plan = plan_for(written(7, "stock_quantity", "12", "5"), now);
  EXPECT_TRUE(plan.changes.empty());
  ASSERT_EQ(plan.conflicts.size(), 1U);
  EXPECT_EQ(plan.conflicts[0].why, "its SKU is OTHER now");
}

TEST(UndoPlan, NeverWritesAnOldValueThatIsNoWholeNumberFromZeroUp) {
  for (const char* old_value : {"-3", "2.5", "null"}) {
    const UndoPlan plan = plan_for(written(7, "stock_quantity", old_value, "5"), managed(7, 5));
    EXPECT_TRUE(plan.changes.empty()) << old_value;
    EXPECT_EQ(plan.conflicts.size(), 1U) << old_value;
  }
}

TEST(UndoPlan, PutsAStatusBackButNotOneThatTheStoreDecides) {
  StoreProduct now = managed(7, 0);
  now.manage = ManageStock::no;
  now.quantity.reset();
  now.status = StockStatus::outofstock;
  const UndoPlan plan = plan_for(written(7, "stock_status", "\"instock\"", "\"outofstock\""), now);
  ASSERT_EQ(plan.changes.size(), 1U);
  EXPECT_EQ(plan.changes[0].change.status, StockStatus::instock);
  EXPECT_FALSE(plan.changes[0].change.quantity);
  EXPECT_EQ(plan_for(written(7, "stock_status", "\"onbackorder\"", "\"outofstock\""), now).conflicts.size(), 1U);
}

TEST(UndoPlan, DoesNotTurnStockManagementOffAgain) {
  const std::vector<JournalEntry> entries = {written(7, "manage_stock", "false", "true"),
                                             written(7, "stock_quantity", "null", "5")};
  const UndoPlan plan = plan_undo(entries, catalogue_of({managed(7, 5)}));
  EXPECT_TRUE(plan.changes.empty());
  ASSERT_EQ(plan.conflicts.size(), 1U);
  EXPECT_THAT(plan.conflicts[0].why, HasSubstr("by hand"));
}

TEST(UndoPlan, CountsOnlyWhatWasWritten) {
  JournalEntry entry = written(7, "stock_quantity", "12", "5");
  for (const WriteOutcome outcome : {WriteOutcome::failed, WriteOutcome::ignored, WriteOutcome::not_sent}) {
    entry.outcome = outcome;
    const UndoPlan plan = plan_for(entry, managed(7, 5));
    EXPECT_TRUE(plan.changes.empty());
    EXPECT_TRUE(plan.conflicts.empty());
  }
}

TEST(UndoPlan, WritesAVariationUnderTheParentItHasNow) {
  StoreProduct now = managed(7, 0);
  now.type = ProductType::variation;
  now.parent = 3;
  const UndoPlan plan = plan_for(written(7, "stock_quantity", "12", "0"), now);
  ASSERT_EQ(plan.changes.size(), 1U);
  EXPECT_EQ(plan.changes[0].change.parent, 3);
}

TEST(UndoPlan, ListsTheMostHarmfulFirst) {
  const std::vector<JournalEntry> entries = {written(1, "stock_quantity", "5", "2"),
                                             written(2, "stock_quantity", "0", "9"),
                                             written(3, "stock_quantity", "1", "4")};
  const UndoPlan plan = plan_undo(entries, catalogue_of({managed(1, 2), managed(2, 9), managed(3, 4)}));
  ASSERT_EQ(plan.changes.size(), 3U);
  EXPECT_EQ(plan.changes[0].effect, Effect::to_zero);
  EXPECT_EQ(plan.changes[1].effect, Effect::down);
  EXPECT_EQ(plan.changes[2].effect, Effect::up);
}

}  // namespace
}  // namespace dsz
