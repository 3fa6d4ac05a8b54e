#include "dsz/match/circuit_breaker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace dsz {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A store whose products are all in stock; those that are missing would all go to 0.
GuardFacts facts(std::int64_t selected, std::int64_t missing) {
  GuardFacts facts;
  facts.counts.selected = selected;
  facts.counts.in_stock = selected;
  facts.counts.missing = missing;
  facts.counts.missing_to_zero = missing;
  facts.counts.to_zero = missing;
  facts.feed = 1000;
  facts.feed_baseline = 1000;
  return facts;
}

/// The zeroed guard out of the way.
constexpr GuardLimits kOnlyMissing{.zeroed_percent = 100};

std::vector<std::string> tripped(const GuardFacts& facts, const GuardLimits& limits = {}) {
  std::vector<std::string> names;
  for (const GuardResult& result : check_guards(facts, limits)) {
    EXPECT_NE(result.sentence, "");
    if (result.tripped) names.push_back(result.name);
  }
  return names;
}

std::string sentence(std::string_view name, const GuardFacts& facts, const GuardLimits& limits = {}) {
  for (const GuardResult& result : check_guards(facts, limits)) {
    if (result.name == name) return result.sentence;
  }
  return "no such guard";
}

struct Edge {
  std::int64_t part;
  std::int64_t whole;
  double limit;
  bool trips;
};

class GuardEdges : public testing::TestWithParam<Edge> {};

TEST_P(GuardEdges, MissingShareTripsAboveItsLimitOnly) {
  const auto [part, whole, limit, trips] = GetParam();
  const auto names = tripped(facts(whole, part), {.missing_percent = limit, .zeroed_percent = 100});
  EXPECT_EQ(names, trips ? std::vector<std::string>{"missing"} : std::vector<std::string>{});
}

TEST_P(GuardEdges, ZeroedShareTripsAboveItsLimitOnly) {
  const auto [part, whole, limit, trips] = GetParam();
  const auto names = tripped(facts(whole, part), {.missing_percent = 100, .zeroed_percent = limit});
  EXPECT_EQ(names, trips ? std::vector<std::string>{"zeroed"} : std::vector<std::string>{});
}

TEST_P(GuardEdges, FeedDropTripsAboveItsLimitOnly) {
  const auto [part, whole, limit, trips] = GetParam();
  GuardFacts feed = facts(0, 0);
  feed.feed = whole - part;
  feed.feed_baseline = whole;
  const auto names = tripped(feed, {.feed_drop_percent = limit});
  EXPECT_EQ(names, trips ? std::vector<std::string>{"feed_drop"} : std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(
    Each, GuardEdges,
    testing::Values(Edge{299, 1000, 30, false}, Edge{300, 1000, 30, false}, Edge{301, 1000, 30, true},
                    Edge{30'000, 100'000, 30, false}, Edge{30'001, 100'000, 30, true},    // one product above
                    Edge{0, 0, 30, false}, Edge{0, 1, 30, false}, Edge{1, 1, 30, false},  // fewer than the floor of 5
                    Edge{4, 4, 30, false}, Edge{5, 5, 30, true}, Edge{4, 10, 30, false}, Edge{5, 10, 30, true},
                    Edge{100, 100, 30, true},                       // everything
                    Edge{100, 100, 100, false},                     // a limit of 100% is no limit
                    Edge{5, 100, 0, true}, Edge{0, 100, 0, false},  // a limit of 0%
                    Edge{125, 1000, 12.5, false}, Edge{126, 1000, 12.5, true},
                    Edge{1, 1000, 0.1, false},  // 0.1 is not exact in binary
                    Edge{7, 7000, 0.1, false}, Edge{8, 7000, 0.1, true}, Edge{165'000, 165'000, 99.9, true}));

TEST(CircuitBreaker, SaysTheFiguresTheLimitAndItsKey) {
  EXPECT_EQ(sentence("missing", facts(100, 45)),
            "45 of 100 selected products (45%) are missing at the supplier; the limit is 30% "
            "(match.guards.missing_percent)");
  EXPECT_EQ(sentence("zeroed", facts(100, 45), {.zeroed_percent = 12.5}),
            "45 of 100 selected products in stock (45%) would go to 0; the limit is 12.5% "
            "(match.guards.zeroed_percent)");
  GuardFacts halved = facts(100, 0);
  halved.feed = 80'000;
  halved.feed_baseline = 160'000;
  EXPECT_EQ(sentence("feed_drop", halved),
            "the inventory has 80000 products, 50% fewer than the 160000 of the last accepted one; the limit is 30% "
            "(match.guards.feed_drop_percent)");
}

TEST(CircuitBreaker, TheShownPercentageNeverContradictsTheVerdict) {
  EXPECT_THAT(sentence("missing", facts(100'000, 30'001)), testing::HasSubstr("(30.1%)"));
  EXPECT_THAT(sentence("missing", facts(100'000, 29'999)), testing::HasSubstr("(29.9%)"));
  EXPECT_THAT(sentence("missing", facts(0, 0)), testing::HasSubstr("0 of 0 selected products (0%)"));
}

TEST(CircuitBreaker, SaysWhenAShareAboveTheLimitIsTooFewProductsToCount) {
  EXPECT_EQ(sentence("missing", facts(2, 1)),
            "1 of 2 selected products (50%) is missing at the supplier; the limit is 30% "
            "(match.guards.missing_percent), but 1 product would be harmed, fewer than the 5 that it takes "
            "(match.guards.floor)");
}

TEST(CircuitBreaker, GivesEachGuardItsOwnLimit) {
  GuardFacts all = facts(100, 50);
  all.feed = 500;
  EXPECT_THAT(tripped(all), ElementsAre("missing", "zeroed", "feed_drop"));
  EXPECT_THAT(tripped(all, {.missing_percent = 50}), ElementsAre("zeroed", "feed_drop"));
  EXPECT_THAT(tripped(all, {.zeroed_percent = 50}), ElementsAre("missing", "feed_drop"));
  EXPECT_THAT(tripped(all, {.feed_drop_percent = 50}), ElementsAre("missing", "zeroed"));
}

TEST(CircuitBreaker, CountsWhatCouldNotBeConfirmedAsMissing) {
  GuardFacts unsure = facts(100, 20);
  EXPECT_THAT(tripped(unsure, kOnlyMissing), IsEmpty());
  unsure.counts.unconfirmed = 11;
  EXPECT_THAT(tripped(unsure, kOnlyMissing), ElementsAre("missing"));
  EXPECT_THAT(sentence("missing", unsure), testing::StartsWith("31 of 100 selected products (31%) are missing at the "
                                                               "supplier, counting 11 that the supplier could not be "
                                                               "asked for;"));
}

TEST(CircuitBreaker, DoesNotStopForMissingProductsThatNobodyCouldBuyAnyway) {
  GuardFacts sold_out = facts(100, 90);
  sold_out.counts.missing_to_zero = 4;
  sold_out.counts.to_zero = 4;
  EXPECT_THAT(tripped(sold_out), IsEmpty());
  sold_out.counts.missing_to_zero = 5;
  EXPECT_THAT(tripped(sold_out), ElementsAre("missing"));
}

TEST(CircuitBreaker, StopsWhenTheSupplierSaysThatEverythingIsOutOfStock) {
  GuardFacts blank = facts(100, 0);
  blank.counts.to_zero = 31;
  EXPECT_THAT(tripped(blank), ElementsAre("zeroed"));
}

TEST(CircuitBreaker, MeasuresZeroedAgainstWhatIsInStockNotAgainstTheSelected) {
  GuardFacts few = facts(1000, 0);
  few.counts.in_stock = 10;
  few.counts.to_zero = 6;
  EXPECT_THAT(tripped(few), ElementsAre("zeroed"));
}

TEST(CircuitBreaker, HasNothingToCompareTheFirstFeedWith) {
  GuardFacts first = facts(100, 0);
  first.feed_baseline.reset();
  first.feed = 1;
  EXPECT_THAT(tripped(first), IsEmpty());
  EXPECT_EQ(sentence("feed_drop", first),
            "the inventory has 1 product; there is no earlier one of its kind to compare it with");
}

TEST(CircuitBreaker, LetsTheFeedGrow) {
  GuardFacts grown = facts(100, 0);
  grown.feed = 5000;
  EXPECT_THAT(tripped(grown), IsEmpty());
}

TEST(CircuitBreaker, AllowMissingLetsExactlyThatManyThrough) {
  GuardFacts allowed = facts(100, 45);
  allowed.allow_missing = 45;
  EXPECT_THAT(tripped(allowed), IsEmpty());
}

TEST(CircuitBreaker, AllowMissingWithAnotherNumberTripsAndAllowsNothing) {
  for (const std::int64_t wrong : {0, 44, 46, 100}) {
    GuardFacts allowed = facts(100, 45);
    allowed.allow_missing = wrong;
    EXPECT_THAT(tripped(allowed), ElementsAre("missing", "zeroed", "allow_missing")) << wrong;
  }
  GuardFacts nothing_missing = facts(100, 0);
  nothing_missing.allow_missing = 45;
  EXPECT_THAT(tripped(nothing_missing), ElementsAre("allow_missing"));
}

TEST(CircuitBreaker, AllowMissingDoesNotTurnWhatIsUnconfirmedIntoHarm) {
  GuardFacts allowed = facts(100, 45);
  allowed.allow_missing = 45;
  allowed.counts.unconfirmed = 40;
  EXPECT_THAT(tripped(allowed), IsEmpty());
}

TEST(CircuitBreaker, SaysWhatAllowMissingAllowed) {
  GuardFacts allowed = facts(100, 45);
  allowed.allow_missing = 45;
  EXPECT_EQ(sentence("missing", allowed),
            "0 of 100 selected products (0%) are missing at the supplier, beside the 45 that are allowed; the limit is "
            "30% (match.guards.missing_percent)");
  GuardFacts nothing_missing = facts(100, 0);
  nothing_missing.allow_missing = 0;
  EXPECT_EQ(sentence("missing", nothing_missing), sentence("missing", facts(100, 0)));
}

TEST(CircuitBreaker, AllowMissingAllowsNothingElse) {
  GuardFacts allowed = facts(100, 45);
  allowed.allow_missing = 45;
  allowed.counts.to_zero += 31;
  EXPECT_THAT(tripped(allowed), ElementsAre("zeroed"));
  allowed.feed = 500;
  EXPECT_THAT(tripped(allowed), ElementsAre("zeroed", "feed_drop"));
}

TEST(CircuitBreaker, HoldsForCountsOfAnySize) {
  constexpr std::int64_t kMany = 1'000'000'000;
  EXPECT_THAT(tripped(facts(kMany, kMany * 3 / 10)), IsEmpty());
  EXPECT_THAT(tripped(facts(kMany, kMany * 3 / 10 + 1)), ElementsAre("missing", "zeroed"));
}

}  // namespace
}  // namespace dsz
