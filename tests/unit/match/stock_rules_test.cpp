#include "dsz/match/stock_rules.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

std::optional<std::uint32_t> wanted(const StockRules& rules, std::int64_t quantity) {
  return rules.wanted(StockLevel::of(quantity));
}

TEST(StockRules, PassTheSuppliersQuantityThroughByDefault) {
  for (const std::int64_t quantity : {std::int64_t{0}, std::int64_t{1}, std::int64_t{200}, StockLevel::kMax}) {
    EXPECT_EQ(wanted({}, quantity), quantity);
  }
}

TEST(StockRules, MakeNothingOfAnUnknownQuantity) {
  EXPECT_EQ(StockRules{}.wanted(StockLevel{}), std::nullopt);
  EXPECT_EQ((StockRules{.buffer = 5, .cap = 3, .minimum = 2}.wanted(StockLevel{})), std::nullopt);
}

TEST(StockRules, TakeTheBufferOffButNotBelowZero) {
  const StockRules rules{.buffer = 5};
  EXPECT_EQ(wanted(rules, 12), 7U);
  EXPECT_EQ(wanted(rules, 5), 0U);
  EXPECT_EQ(wanted(rules, 4), 0U);
  EXPECT_EQ(wanted(rules, 0), 0U);
}

TEST(StockRules, CapWhatIsLeftAfterTheBuffer) {
  const StockRules rules{.buffer = 5, .cap = 10};
  EXPECT_EQ(wanted(rules, 14), 9U);
  EXPECT_EQ(wanted(rules, 15), 10U);
  EXPECT_EQ(wanted(rules, 16), 10U);
}

TEST(StockRules, SayZeroBelowTheMinimum) {
  const StockRules rules{.buffer = 2, .minimum = 3};
  EXPECT_EQ(wanted(rules, 4), 0U);
  EXPECT_EQ(wanted(rules, 5), 3U);
}

TEST(StockRules, SayZeroWhenTheCapIsBelowTheMinimum) { EXPECT_EQ(wanted({.cap = 2, .minimum = 3}, 100), 0U); }

TEST(StockRules, StandLargeBuffers) {
  EXPECT_EQ(wanted({.buffer = std::numeric_limits<std::uint32_t>::max()}, StockLevel::kMax), 0U);
}

}  // namespace
}  // namespace dsz
