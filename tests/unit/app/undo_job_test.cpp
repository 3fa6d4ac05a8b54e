#include "dsz/app/undo_job.hpp"

#include "match_job_fixture.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace dsz {
namespace {

/// A match took "A-1" from 9 to 5.
class UndoJobTest : public test::MatchJobTest {
 protected:
  UndoJobTest() {
    put_inventory({{"A-1", 5}});
    shop.products = {test::product_row(1, "A-1", 9)};
    match();
  }
  [[nodiscard]] int quantity() { return (*shop.find(1))["stock_quantity"]; }
};

TEST_F(UndoJobTest, PutsBackWhatTheNewestRunWrote) {
  const UndoReport report = undo();
  EXPECT_EQ(report.undone, 1);
  EXPECT_EQ(report.written->written, 1);
  EXPECT_EQ(quantity(), 9);
}

TEST_F(UndoJobTest, CanItselfBeUndone) {
  undo();
  undo();
  EXPECT_EQ(quantity(), 5);
}

TEST_F(UndoJobTest, LeavesWhatWasSoldSince) {
  (*shop.find(1))["stock_quantity"] = 4;
  const UndoReport report = undo();
  EXPECT_EQ(report.plan->conflicts.size(), 1U);
  EXPECT_FALSE(report.written);
  EXPECT_EQ(quantity(), 4);
}

TEST_F(UndoJobTest, WritesNothingInADryRunNorWithoutConsent) {
  const std::size_t writes = posts();
  EXPECT_EQ(undo({.run = {}, .dry_run = true, .confirm = {}}).plan->changes.size(), 1U);
  const auto decline = [](const UndoReport&) { return false; };
  EXPECT_TRUE(undo({.run = {}, .dry_run = false, .confirm = decline}).declined);
  EXPECT_EQ(posts(), writes);
}

TEST_F(UndoJobTest, ASignalWhileItAsksIsNoConsent) {
  const std::size_t writes = posts();
  const auto interrupt = [this](const UndoReport&) {
    signals.set(SIGINT);
    return true;
  };
  EXPECT_THROW(undo({.run = {}, .dry_run = false, .confirm = interrupt}), Failure);
  EXPECT_EQ(posts(), writes);
}

TEST_F(UndoJobTest, LeavesWhatIsSoldWhileItAsksAndPutsBackTheRest) {
  put_inventory({{"A-1", 5}, {"A-2", 5}});
  shop.products = {test::product_row(1, "A-1", 9), test::product_row(2, "A-2", 9)};
  match();
  const auto sell = [this](const UndoReport& shown) {
    EXPECT_EQ(shown.plan->changes.size(), 2U);
    (*shop.find(1))["stock_quantity"] = 4;
    return true;
  };
  const UndoReport report = undo({.run = {}, .dry_run = false, .confirm = sell});
  EXPECT_EQ(quantity(), 4);
  EXPECT_EQ((*shop.find(2))["stock_quantity"], 9);
  EXPECT_EQ(report.written->written, 1);
  ASSERT_EQ(report.plan->conflicts.size(), 1U);
  EXPECT_EQ(report.plan->conflicts.front().why, "stock_quantity is 4 now, the run wrote 5");
}

TEST_F(UndoJobTest, WritesNothingWhenAllThatWasShownIsSoldWhileItAsks) {
  const std::size_t writes = posts();
  const auto sell = [this](const UndoReport&) {
    (*shop.find(1))["stock_quantity"] = 4;
    return true;
  };
  EXPECT_FALSE(undo({.run = {}, .dry_run = false, .confirm = sell}).written);
  EXPECT_EQ(posts(), writes);
}

TEST_F(UndoJobTest, OfARunThatWroteNothingIsWrongUsage) {
  match();
  EXPECT_THROW(undo({.run = 2, .dry_run = false, .confirm = {}}), Failure);
  EXPECT_THROW(undo({.run = 99, .dry_run = false, .confirm = {}}), Failure);
}

}  // namespace
}  // namespace dsz
