#include "dsz/inventory/stock_index.hpp"

#include "dsz/base/sku.hpp"

#include "allocation_counter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace dsz {
namespace {

using Match = StockIndex::Match;

StockIndex index_of(const std::vector<std::pair<std::string, StockLevel>>& products) {
  StockIndex index;
  for (const auto& [sku, stock] : products) index.add(sku, stock);
  return index;
}

TEST(StockIndex, FindsNothingWhenEmpty) {
  const StockIndex index;
  EXPECT_EQ(index.find("A").match, Match::none);
  EXPECT_EQ(index.size(), 0U);
}

TEST(StockIndex, FindsWhatWasAddedAndNothingElse) {
  const StockIndex index = index_of({{"AES-T001B", StockLevel::of(200)}, {"AES-T002", StockLevel{}}});
  EXPECT_EQ(index.find("AES-T001B").match, Match::exact);
  EXPECT_EQ(index.find("AES-T001B").stock, StockLevel::of(200));
  EXPECT_EQ(index.find("AES-T001B").sku, "AES-T001B");
  EXPECT_FALSE(index.find("AES-T002").stock.known());
  EXPECT_EQ(index.find("AES-T001").match, Match::none);
  EXPECT_EQ(index.find("").match, Match::none);
}

TEST(StockIndex, PassesOverCaseAndOuterSpaceButNotInnerSpace) {
  const StockIndex index = index_of({{"Ab c-1", StockLevel::of(7)}});
  const auto found = index.find(" \taB C-1\r\n");
  EXPECT_EQ(found.match, Match::folded);
  EXPECT_EQ(found.stock, StockLevel::of(7));
  EXPECT_EQ(found.sku, "Ab c-1");
  EXPECT_EQ(index.find("Ab  c-1").match, Match::none);
  EXPECT_EQ(index.find("Abc-1").match, Match::none);
}

TEST(StockIndex, FoldsAsciiLettersOnly) {
  const StockIndex index = index_of({{"CAF\u00C9", StockLevel::of(1)}});
  EXPECT_EQ(index.find("caf\u00C9").match, Match::folded);
  EXPECT_EQ(index.find("caf\u00E9").match, Match::none);
}

TEST(StockIndex, TakesTheExactOneOfSeveralThatDifferByCase) {
  const StockIndex index = index_of({{"abc", StockLevel::of(1)}, {"ABC", StockLevel::of(2)}});
  EXPECT_EQ(index.find("ABC").match, Match::exact);
  EXPECT_EQ(index.find("ABC").stock, StockLevel::of(2));
  EXPECT_EQ(index.find("abc").stock, StockLevel::of(1));
}

TEST(StockIndex, IsAmbiguousWhenSeveralFitWithDifferentStock) {
  const StockIndex index = index_of({{"abc", StockLevel::of(1)}, {"ABC", StockLevel::of(2)}});
  const auto found = index.find("Abc");
  EXPECT_EQ(found.match, Match::ambiguous);
  EXPECT_FALSE(found.stock.known());
}

TEST(StockIndex, UnknownStockIsDifferentFromNone) {
  const StockIndex index = index_of({{"abc", StockLevel::of(0)}, {"ABC", StockLevel{}}});
  EXPECT_EQ(index.find("Abc").match, Match::ambiguous);
}

TEST(StockIndex, IsNotAmbiguousWhenAllThatFitHaveTheSameStock) {
  for (const auto& products : {std::pair{"abc", "ABC"}, std::pair{"ABC", "abc"}}) {
    const StockIndex index = index_of({{products.first, StockLevel::of(4)}, {products.second, StockLevel::of(4)}});
    const auto found = index.find("Abc");
    EXPECT_EQ(found.match, Match::folded);
    EXPECT_EQ(found.stock, StockLevel::of(4));
    EXPECT_EQ(found.sku, "ABC") << "whatever the order of adding";
  }
}

TEST(StockIndex, ReplacesASkuThatIsThereAlready) {
  const StockIndex index = index_of({{"A", StockLevel::of(1)}, {"A", StockLevel::of(2)}});
  EXPECT_EQ(index.find("A").stock, StockLevel::of(2));
  EXPECT_EQ(index.size(), 1U);
}

TEST(StockIndex, SaysWhetherASkuIsNewAndTakesOneInOtherLettersForANewOne) {
  StockIndex index;
  EXPECT_TRUE(index.add("A", StockLevel::of(1)));
  EXPECT_FALSE(index.add("A", StockLevel::of(1)));
  EXPECT_TRUE(index.add("a", StockLevel::of(1)));
}

/// Short words over few letters, so that many are equal but for case or outer space.
std::string random_sku(std::mt19937_64& random) {
  constexpr std::string_view kLetters = "aAbB-1 \t";
  std::string sku(random() % 6, ' ');
  for (char& c : sku) c = kLetters[random() % kLetters.size()];
  return sku;
}

/// What find() promises, said with a map and fold_sku.
StockIndex::Found expected(const std::map<std::string, StockLevel>& products, const std::string& sku) {
  if (const auto exact = products.find(sku); exact != products.end()) {
    return {Match::exact, exact->second, exact->first};
  }
  StockIndex::Found found;
  for (const auto& [candidate, stock] : products) {
    if (fold_sku(candidate) != fold_sku(sku)) continue;
    if (found.match == Match::none) {
      found = {Match::folded, stock, candidate};
    } else if (found.stock != stock) {
      return {Match::ambiguous, {}, {}};
    }
  }
  return found;
}

TEST(StockIndex, AnswersAsAMapWouldForRandomSkus) {
  std::mt19937_64 random(20261122);
  for (int round = 0; round < 200; ++round) {
    StockIndex index;
    std::map<std::string, StockLevel> products;
    if (round % 2 == 0) index.reserve(random() % 200);
    for (std::uint64_t i = random() % 200; i > 0; --i) {
      const std::string sku = random_sku(random);
      const StockLevel stock = StockLevel::of(static_cast<std::int64_t>(random() % 4) - 1);
      index.add(sku, stock);
      products[sku] = stock;
    }
    ASSERT_EQ(index.size(), products.size());
    for (int i = 0; i < 100; ++i) {
      const std::string sku = random_sku(random);
      const auto found = index.find(sku);
      const auto wanted = expected(products, sku);
      ASSERT_EQ(found.match, wanted.match) << "round " << round << ", \"" << sku << '"';
      ASSERT_EQ(found.stock, wanted.stock) << "round " << round << ", \"" << sku << '"';
      ASSERT_EQ(found.sku, wanted.sku) << "round " << round;
    }
  }
}

TEST(StockIndex, FindsEachOfManySkusWithoutAllocating) {
  constexpr int kProducts = 50'000;
  StockIndex index;
  for (int i = 0; i < kProducts; ++i) index.add("SKU-" + std::to_string(i), StockLevel::of(i));
  std::vector<std::string> queries;
  queries.reserve(kProducts);
  for (int i = 0; i < kProducts; ++i) queries.push_back(" sku-" + std::to_string(i));

  const long before = test::allocations();
  int found = 0;
  for (int i = 0; i < kProducts; ++i) {
    const auto result = index.find(queries[static_cast<std::size_t>(i)]);
    if (result.match == Match::folded && result.stock == StockLevel::of(i)) ++found;
  }
  EXPECT_EQ(test::allocations(), before);
  EXPECT_EQ(found, kProducts);
}

}  // namespace
}  // namespace dsz
