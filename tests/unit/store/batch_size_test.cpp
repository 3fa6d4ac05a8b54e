#include "batch_size.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

using namespace std::chrono_literals;

TEST(BatchSize, IsWhatIsConfiguredFrom1To100) {
  EXPECT_EQ(BatchSize(50).now(), 50U);
  EXPECT_EQ(BatchSize(0).now(), 1U);
  EXPECT_EQ(BatchSize(1000).now(), 100U);
}

TEST(BatchSize, FailuresHalveItAndLeaveTenForOneProductMayBeTheCause) {
  BatchSize size(50);
  size.failed(50);
  EXPECT_EQ(size.now(), 25U);
  size.failed(25);
  EXPECT_EQ(size.now(), 12U);
  size.failed(12);
  size.failed(6);
  EXPECT_EQ(size.now(), 10U);
}

TEST(BatchSize, AFailureNeverMakesItLarger) {
  BatchSize size(3);
  size.failed(3);
  EXPECT_EQ(size.now(), 3U);
}

TEST(BatchSize, SlowAnswersHalveItDownToOne) {
  BatchSize size(50);
  size.answered(50, 11s);
  EXPECT_EQ(size.now(), 25U);
  for (int i = 0; i < 10; ++i) size.answered(size.now(), 11s);
  EXPECT_EQ(size.now(), 1U);
}

TEST(BatchSize, FourQuickAnswersAddFiveUpToWhatIsConfigured) {
  BatchSize size(50);
  size.answered(50, 11s);
  ASSERT_EQ(size.now(), 25U);
  for (int i = 0; i < 3; ++i) size.answered(25, 2s);
  EXPECT_EQ(size.now(), 25U);
  size.answered(25, 2s);
  EXPECT_EQ(size.now(), 30U);
  for (int i = 0; i < 40; ++i) size.answered(size.now(), 2s);
  EXPECT_EQ(size.now(), 50U);
}

TEST(BatchSize, AfterAFailureTwentyQuickAnswersAreWanted) {
  BatchSize size(50);
  size.failed(50);
  for (int i = 0; i < 19; ++i) size.answered(25, 2s);
  EXPECT_EQ(size.now(), 25U);
  size.answered(25, 2s);
  EXPECT_EQ(size.now(), 30U);
}

TEST(BatchSize, SmallBatchesAndMiddlingAnswersAreNoReasonToSendMore) {
  BatchSize size(50);
  size.failed(50);
  for (int i = 0; i < 20; ++i) size.answered(3, 100ms);
  EXPECT_EQ(size.now(), 25U);
  for (int i = 0; i < 20; ++i) size.answered(25, 7s);
  EXPECT_EQ(size.now(), 25U);
}

}  // namespace
}  // namespace dsz
