#include "dsz/app/pending_writes.hpp"

#include "dsz/state/run_history.hpp"

#include "capturing_log.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

class PendingWritesTest : public ::testing::Test {
 protected:
  void open(std::int64_t product, const char* new_value) {
    JournalEntry entry;
    entry.run = run_;
    entry.store = "https://shop.example";
    entry.product = product;
    entry.sku = "SKU";
    entry.field = "stock_quantity";
    entry.old_value = "9";
    entry.new_value = new_value;
    journal_.open_batch(std::span(&entry, 1));
  }

  static StoreCatalogue store_with(std::int64_t product, double quantity) {
    StoreProduct row;
    row.id = product;
    row.manage = ManageStock::yes;
    row.quantity = quantity;
    StoreCatalogue catalogue;
    catalogue.add(row);
    catalogue.finish();
    return catalogue;
  }

  test::TemporaryFolder folder_;
  test::CapturingLog log_;
  std::unique_ptr<Database> database_ = Database::open(folder_.path() / "state.db");
  Journal journal_{*database_};
  std::int64_t run_ = RunHistory(*database_).begin("match", {});
};

TEST_F(PendingWritesTest, AreDecidedByWhatTheStoreHas) {
  open(1, "5");
  open(2, "5");
  StoreCatalogue catalogue = store_with(1, 5);
  const SettledWrites settled = settle_pending_writes(journal_, "https://shop.example", catalogue, log_);
  EXPECT_EQ(settled.written, 1);
  EXPECT_EQ(settled.gone, 1);
  EXPECT_TRUE(journal_.pending("https://shop.example").empty());
  EXPECT_EQ(journal_.of_run(run_).front().outcome, WriteOutcome::written);
  EXPECT_TRUE(log_.contains(LogLevel::warning, "an earlier run was cut off"));
}

TEST_F(PendingWritesTest, WithTheOldValueWereNotSent) {
  open(1, "5");
  EXPECT_EQ(settle_pending_writes(journal_, "https://shop.example", store_with(1, 9), log_).not_sent, 1);
  EXPECT_EQ(journal_.of_run(run_).front().outcome, WriteOutcome::not_sent);
}

TEST_F(PendingWritesTest, OfAnotherStoreAreLeft) {
  open(1, "5");
  settle_pending_writes(journal_, "https://other.example", store_with(1, 5), log_);
  EXPECT_EQ(journal_.pending("https://shop.example").size(), 1U);
}

TEST_F(PendingWritesTest, OpenOnesAreToldByEachRunThatDoesNotSettleThem) {
  open(1, "5");
  open(2, "5");
  tell_open_writes(journal_, run_, "", log_);
  EXPECT_TRUE(log_.lines().empty()) << "its own";
  tell_open_writes(journal_, run_ + 1, "", log_);
  EXPECT_TRUE(log_.contains(
      LogLevel::warning, "2 writes to https://shop.example are open still, because run 1 was cut off while it wrote"));
}

/// As when the shop moved from http to https, or to www.
TEST_F(PendingWritesTest, OpenOnesOfAFormerAddressAreToldWithWhatToDo) {
  open(1, "5");
  open(2, "5");
  tell_open_writes(journal_, run_ + 1, "https://www.shop.example", log_);
  ASSERT_EQ(log_.lines().size(), 1U);
  EXPECT_TRUE(
      log_.contains(LogLevel::warning,
                    "2 writes to https://shop.example are open still, because run 1 was cut off while it wrote; "
                    "this run is at https://www.shop.example and does not settle them"));
}

TEST_F(PendingWritesTest, AreNotMentionedWhenThereAreNone) {
  settle_pending_writes(journal_, "https://shop.example", store_with(1, 5), log_);
  EXPECT_TRUE(log_.lines().empty());
}

}  // namespace
}  // namespace dsz
