#include "dsz/state/quota_ledger.hpp"

#include "state_test_base.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <random>

namespace dsz {
namespace {

/// The supplier as it is feared to be: a sliding window for the minute and for the hour.
class SlidingWindows {
 public:
  explicit SlidingWindows(QuotaLimits limits) : limits_(limits) {}

  /// True when the supplier would refuse a request that arrives then. Arrivals must come in order.
  bool refuses(Millis arrival) {
    const bool refused = count_since(arrival - Millis{60'000}) >= limits_.per_minute ||
                         count_since(arrival - Millis{3'600'000}) >= limits_.per_hour;
    arrivals_.push_back(arrival);
    return refused;
  }

 private:
  [[nodiscard]] int count_since(Millis start) const {
    return static_cast<int>(
        std::count_if(arrivals_.begin(), arrivals_.end(), [&](Millis arrival) { return arrival >= start; }));
  }

  QuotaLimits limits_;
  std::deque<Millis> arrivals_;
};

class QuotaLedgerTest : public StateTest {
 protected:
  QuotaLedgerTest() { database_->execute("PRAGMA synchronous = OFF"); }  // many commits; no power cut in this test

  [[nodiscard]] QuotaLedger ledger(QuotaLimits limits = {}, Database* database = nullptr) const {
    return {database == nullptr ? *database_ : *database, clock_, limits, "account"};
  }
  [[nodiscard]] Millis now() const { return clock_.steady().time_since_epoch(); }

  /// Waits as told until a place is free; returns when that was.
  Millis take(QuotaLedger& ledger) {
    while (const auto wait = ledger.acquire()) {
      EXPECT_GT(*wait, Millis{0});
      clock_.advance(*wait);
    }
    return now();
  }
  void take(QuotaLedger& ledger, int count) {
    for (int i = 0; i < count; ++i) take(ledger);
  }
};

TEST_F(QuotaLedgerTest, TheFirstRequestLeavesAtOnceAndTheSecondASecondLater) {
  QuotaLedger quota = ledger();
  EXPECT_EQ(quota.acquire(), std::nullopt);
  EXPECT_EQ(quota.acquire(), Millis{1'000});
  clock_.advance(Millis{400});
  EXPECT_EQ(quota.acquire(), Millis{600});
  clock_.advance(Millis{600});
  EXPECT_EQ(quota.acquire(), std::nullopt);
}

TEST_F(QuotaLedgerTest, SevenHundredRequestsLeaveAsFastAsTheWindowsAllowAndNoFaster) {
  QuotaLedger quota = ledger();
  std::vector<Millis> expected;
  std::vector<Millis> taken;
  const Millis start = now();
  for (std::size_t n = 0; n < 700; ++n) {
    Millis earliest = n == 0 ? start : expected[n - 1] + Millis{1'000};
    if (n >= 60) earliest = std::max(earliest, expected[n - 60] + Millis{61'001});
    if (n >= 600) earliest = std::max(earliest, expected[n - 600] + Millis{3'601'001});
    expected.push_back(earliest);
    taken.push_back(take(quota));
  }
  EXPECT_EQ(taken, expected);
  EXPECT_EQ(taken[59] - start, Millis{59'000});
  EXPECT_EQ(taken[60] - start, Millis{61'001});
  EXPECT_EQ(taken[600] - start, Millis{3'601'001});
}

TEST_F(QuotaLedgerTest, ASupplierWithSlidingWindowsRefusesNothingThoughRequestsArriveUpToASecondLate) {
  for (const unsigned seed : {1U, 2U, 3U, 4U}) {
    database_->execute("DELETE FROM quota_request");
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> late(0, 1'000);
    const QuotaLimits limits{.per_minute = 20, .per_hour = 90};
    QuotaLedger quota = ledger(limits);
    std::vector<Millis> arrivals;
    for (int n = 0; n < 300; ++n) {
      arrivals.push_back(take(quota) + Millis{late(random)});
      if (n % 50 == 0) clock_.advance(Millis{late(random) * 100});
    }
    std::sort(arrivals.begin(), arrivals.end());
    SlidingWindows supplier(limits);
    for (const Millis arrival : arrivals) ASSERT_FALSE(supplier.refuses(arrival)) << "seed " << seed;
  }
}

TEST_F(QuotaLedgerTest, TwoProcessesShareOneQuota) {
  const auto other_connection = Database::open(path());
  const QuotaLimits limits{.per_minute = 10, .per_hour = 30};
  QuotaLedger one = ledger(limits);
  QuotaLedger other = ledger(limits, other_connection.get());
  SlidingWindows supplier(limits);
  for (int n = 0; n < 60; ++n) ASSERT_FALSE(supplier.refuses(take(n % 3 == 0 ? one : other))) << n;
}

TEST_F(QuotaLedgerTest, AnotherAccountHasItsOwnQuota) {
  QuotaLedger one = ledger();
  EXPECT_EQ(one.acquire(), std::nullopt);
  QuotaLedger other(*database_, clock_, {}, "another account");
  EXPECT_EQ(other.acquire(), std::nullopt);
}

TEST_F(QuotaLedgerTest, TheClockSetBackAnHourChangesNothingWithinABoot) {
  const QuotaLimits limits{.per_minute = 5, .per_hour = 10};
  QuotaLedger quota = ledger(limits);
  take(quota, 5);
  const auto wait = quota.acquire();
  clock_.set_wall(clock_.wall() - std::chrono::hours{1});
  EXPECT_EQ(quota.acquire(), wait);
}

TEST_F(QuotaLedgerTest, TheClockSetForwardAYearGivesNoFreeQuotaWithinABoot) {
  const QuotaLimits limits{.per_minute = 5, .per_hour = 10};
  QuotaLedger quota = ledger(limits);
  take(quota, 10);
  const auto wait = quota.acquire();
  ASSERT_TRUE(wait);
  clock_.set_wall(clock_.wall() + std::chrono::hours{24 * 365});
  EXPECT_EQ(quota.acquire(), wait);
}

TEST_F(QuotaLedgerTest, TheEndOf32BitTimeGivesNoFreeQuotaWithinABootOrAcrossOne) {
  clock_.set_wall(WallTime{std::chrono::seconds{INT32_MAX}} - std::chrono::seconds{5});
  const QuotaLimits limits{.per_minute = 60, .per_hour = 10};
  QuotaLedger quota = ledger(limits);
  take(quota, 10);  // nine seconds, across the moment
  EXPECT_EQ(quota.left_this_hour(), 0);
  clock_.set_boot_id("boot-2");
  clock_.set_steady(SteadyTime{Millis{1'000}});
  QuotaLedger next = ledger(limits);
  EXPECT_EQ(next.acquire(), Millis{3'601'001} - Millis{9'000});
}

/// Set back an hour while the machine was down: what was asked before seems to come from the future.
TEST_F(QuotaLedgerTest, AClockSetBackAnHourAcrossARebootGivesNoFreeQuota) {
  const QuotaLimits limits{.per_minute = 60, .per_hour = 10};
  {
    QuotaLedger quota = ledger(limits);
    take(quota, 10);
  }
  clock_.set_boot_id("boot-2");
  clock_.set_steady(SteadyTime{Millis{1'000}});
  clock_.set_wall(clock_.wall() - std::chrono::hours{1});
  QuotaLedger quota = ledger(limits);
  EXPECT_EQ(quota.left_this_hour(), 0);
  EXPECT_EQ(quota.acquire(), Millis{3'601'001});
}

TEST_F(QuotaLedgerTest, TheQuotaSurvivesAReboot) {
  const QuotaLimits limits{.per_minute = 60, .per_hour = 10};
  {
    QuotaLedger quota = ledger(limits);
    take(quota, 10);
  }
  clock_.set_boot_id("boot-2");
  clock_.set_steady(SteadyTime{Millis{30'000}});
  clock_.set_wall(clock_.wall() + std::chrono::minutes{2});
  QuotaLedger quota = ledger(limits);
  EXPECT_EQ(quota.left_this_hour(), 0);
  const auto wait = quota.acquire();
  ASSERT_TRUE(wait);
  // The first request left 9 s before the tenth, and that was two minutes ago.
  EXPECT_EQ(*wait, Millis{3'601'001} - std::chrono::minutes{2} - Millis{9'000});
}

TEST_F(QuotaLedgerTest, RecordsFromTheFutureAfterARebootDelayNoLongerThanTheWindow) {
  const QuotaLimits limits{.per_minute = 60, .per_hour = 10};
  {
    QuotaLedger quota = ledger(limits);
    take(quota, 10);
  }
  clock_.set_boot_id("boot-2");
  clock_.set_steady(SteadyTime{Millis{30'000}});
  clock_.set_wall(clock_.wall() - std::chrono::hours{24 * 365});
  QuotaLedger quota = ledger(limits);
  EXPECT_EQ(quota.acquire(), Millis{3'601'001});
  clock_.advance(Millis{3'601'001});
  EXPECT_EQ(quota.acquire(), std::nullopt);
}

TEST_F(QuotaLedgerTest, ASteadyClockThatStandsBeforeItsOwnRecordsDelaysNoLongerThanTheWindow) {
  QuotaLedger quota = ledger({.per_minute = 60, .per_hour = 1});
  take(quota);
  clock_.set_steady(SteadyTime{Millis{0}});
  EXPECT_EQ(quota.acquire(), Millis{3'601'001});
}

TEST_F(QuotaLedgerTest, WithoutABootIdTheWallClockCounts) {
  clock_.set_boot_id("");
  const QuotaLimits limits{.per_minute = 60, .per_hour = 2};
  QuotaLedger quota = ledger(limits);
  take(quota, 2);
  EXPECT_TRUE(quota.acquire());
  clock_.set_wall(clock_.wall() + std::chrono::hours{2});
  EXPECT_EQ(quota.acquire(), std::nullopt);
}

TEST_F(QuotaLedgerTest, WhatIsLeftOfTheHourCountsDownAndComesBack) {
  QuotaLedger quota = ledger();
  EXPECT_EQ(quota.left_this_hour(), 600);
  take(quota, 3);
  EXPECT_EQ(quota.left_this_hour(), 597);
  clock_.advance(std::chrono::hours{2});
  EXPECT_EQ(quota.left_this_hour(), 600);
}

TEST_F(QuotaLedgerTest, OldRecordsAreNotKept) {
  QuotaLedger quota = ledger();
  take(quota, 10);
  clock_.advance(std::chrono::hours{2});
  take(quota);
  Statement count = database_->prepare("SELECT count(*) FROM quota_request");
  count.step();
  EXPECT_EQ(count.integer(0), 1);
}

}  // namespace
}  // namespace dsz
