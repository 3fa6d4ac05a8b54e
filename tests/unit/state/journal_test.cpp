#include "dsz/state/journal.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/state/run_history.hpp"

#include "state_test_base.hpp"

#include <vector>

namespace dsz {
namespace {

constexpr const char* kStore = "https://shop.example";

class JournalTest : public StateTest {
 protected:
  [[nodiscard]] JournalEntry entry(std::int64_t product) const {
    JournalEntry made;
    made.run = run_;
    made.store = kStore;
    made.product = product;
    made.sku = "SKU-" + std::to_string(product);
    made.field = "stock_quantity";
    made.old_value = "5";
    made.new_value = "0";
    made.at = clock_.wall();
    return made;
  }
  std::vector<JournalEntry> open(std::vector<JournalEntry> entries) {
    journal_.open_batch(entries);
    return entries;
  }
  void settle(JournalEntry settled, WriteOutcome outcome, std::string detail = "") {
    settled.outcome = outcome;
    settled.detail = std::move(detail);
    journal_.settle(std::vector{settled});
  }

  /// So many runs of which each wrote something.
  void runs_that_write(int count) {
    for (int i = 0; i < count; ++i) {
      run_ = history_.begin("sync", clock_.wall());
      settle(open({entry(3)})[0], WriteOutcome::written);
    }
  }

  RunHistory history_{*database_};
  Journal journal_{*database_};
  std::int64_t run_ = history_.begin("sync", clock_.wall());
};

TEST_F(JournalTest, AWriteIsOnDiskWithBothValuesBeforeItIsSent) {
  JournalEntry sent = entry(7);
  sent.parent = 3;
  sent.field = "manage_stock";
  sent.old_value = "false";
  sent.new_value = "true";
  open({sent});
  const auto another_process = Database::open(path());
  const auto pending = Journal(*another_process).pending(kStore);
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending[0].run, run_);
  EXPECT_EQ(pending[0].product, 7);
  EXPECT_EQ(pending[0].parent, 3);
  EXPECT_EQ(pending[0].sku, "SKU-7");
  EXPECT_EQ(pending[0].field, "manage_stock");
  EXPECT_EQ(pending[0].old_value, "false");
  EXPECT_EQ(pending[0].new_value, "true");
  EXPECT_EQ(pending[0].outcome, WriteOutcome::pending);
  EXPECT_EQ(pending[0].at, clock_.wall());
}

TEST_F(JournalTest, EachEntryOfABatchGetsItsOwnNumber) {
  const auto entries = open({entry(1), entry(2)});
  EXPECT_GT(entries[0].entry, 0);
  EXPECT_NE(entries[0].entry, entries[1].entry);
}

TEST_F(JournalTest, SettledEntriesKeepTheirOutcomeAndTheStoresWords) {
  const auto entries = open({entry(1), entry(2)});
  settle(entries[0], WriteOutcome::written);
  settle(entries[1], WriteOutcome::failed, "invalid id");
  EXPECT_TRUE(journal_.pending(kStore).empty());
  const auto all = journal_.of_run(run_);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].outcome, WriteOutcome::written);
  EXPECT_EQ(all[1].outcome, WriteOutcome::failed);
  EXPECT_EQ(all[1].detail, "invalid id");
}

TEST_F(JournalTest, SettlingWhatWasNeverOpenedIsAnErrorAndSettlesNothing) {
  auto entries = open({entry(1)});
  entries.push_back(entry(2));
  for (JournalEntry& each : entries) each.outcome = WriteOutcome::written;
  EXPECT_THROW(journal_.settle(entries), Failure);
  EXPECT_EQ(journal_.pending(kStore).size(), 1U);
}

TEST_F(JournalTest, PendingWritesOfAnotherStoreAreNotOurs) {
  open({entry(1)});
  EXPECT_TRUE(journal_.pending("https://other.example").empty());
}

TEST_F(JournalTest, TheLastWritingRunIsTheNewestThatWroteAnything) {
  EXPECT_FALSE(journal_.last_writing_run(kStore));
  const std::int64_t writer = run_;
  settle(open({entry(1)})[0], WriteOutcome::written);
  run_ = history_.begin("sync", clock_.wall());
  settle(open({entry(1)})[0], WriteOutcome::failed);
  EXPECT_EQ(journal_.last_writing_run(kStore), writer);
  EXPECT_FALSE(journal_.last_writing_run("https://other.example"));
}

TEST_F(JournalTest, PruningRemovesOldRunsButNeverOneWithAPendingEntry) {
  const std::int64_t old_settled_run = run_;
  settle(open({entry(1)})[0], WriteOutcome::written);
  const std::int64_t old_pending_run = run_ = history_.begin("sync", clock_.wall());
  settle(open({entry(1), entry(2)})[0], WriteOutcome::written);
  clock_.advance(std::chrono::hours{24 * 400});
  runs_that_write(kRunsAlwaysKept);

  journal_.prune(clock_.wall() - std::chrono::hours{24 * 365});

  EXPECT_TRUE(journal_.of_run(old_settled_run).empty());
  EXPECT_FALSE(history_.find(old_settled_run));
  EXPECT_EQ(journal_.pending(kStore).size(), 1U);
  EXPECT_EQ(journal_.of_run(old_pending_run).size(), 2U);
  EXPECT_TRUE(history_.find(old_pending_run));
  EXPECT_EQ(journal_.of_run(run_).size(), 1U);
  EXPECT_TRUE(history_.find(run_));
}

TEST_F(JournalTest, ARunIsPrunedWholeOrNotAtAll) {
  const std::int64_t long_run = run_;
  settle(open({entry(1)})[0], WriteOutcome::written);
  clock_.advance(std::chrono::hours{2});
  settle(open({entry(2)})[0], WriteOutcome::written);
  history_.finish(run_, clock_.wall(), 0, "", "");
  runs_that_write(kRunsAlwaysKept);
  journal_.prune(clock_.wall() - std::chrono::hours{1});
  EXPECT_EQ(journal_.of_run(long_run).size(), 2U);
  EXPECT_TRUE(history_.find(long_run));
}

/// Whatever the clock says: a wrong one must not take away the way back.
TEST_F(JournalTest, TheNewestRunsThatWroteAreNeverPruned) {
  settle(open({entry(1)})[0], WriteOutcome::written);
  const std::int64_t first = run_;
  runs_that_write(kRunsAlwaysKept);
  const std::int64_t newest = run_;
  for (int i = 0; i < 100; ++i) run_ = history_.begin("match", clock_.wall());
  settle(open({entry(5)})[0], WriteOutcome::failed);
  clock_.advance(std::chrono::hours{24 * 3'650});
  journal_.prune(clock_.wall());
  EXPECT_TRUE(journal_.of_run(first).empty());
  for (std::int64_t run = first + 1; run <= newest; ++run) {
    EXPECT_EQ(journal_.of_run(run).size(), 1U) << run;
    EXPECT_TRUE(history_.find(run)) << run;
  }
  EXPECT_FALSE(history_.find(run_)) << "it wrote nothing";
}

TEST_F(JournalTest, WhatIsPrunedMakesRoomForWhatComes) {
  const auto pages = [this] {
    Statement statement = database_->prepare("PRAGMA page_count");
    statement.step();
    return statement.integer(0);
  };
  constexpr std::int64_t kWrites = 500;
  std::int64_t filled = 0;
  for (int period = 0; period < kRunsAlwaysKept + 10; ++period) {
    run_ = history_.begin("sync", clock_.wall());
    std::vector<JournalEntry> entries;
    for (std::int64_t product = 1; product <= kWrites; ++product) entries.push_back(entry(product));
    for (JournalEntry& each : entries = open(std::move(entries))) each.outcome = WriteOutcome::written;
    journal_.settle(entries);
    clock_.advance(std::chrono::hours{24});
    journal_.prune(clock_.wall() - std::chrono::hours{36});
    if (period == kRunsAlwaysKept + 2) filled = pages();
  }
  EXPECT_LE(pages(), filled + filled / 50) << "a page or two are a matter of where rows happen to lie";
}

}  // namespace
}  // namespace dsz
