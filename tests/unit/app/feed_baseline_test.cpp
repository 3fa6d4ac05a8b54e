#include "app/feed_baseline.hpp"

#include "../state/state_test_base.hpp"

namespace dsz {
namespace {

class FeedBaselineTest : public StateTest {
 protected:
  std::optional<std::int64_t> baseline(const Feed& feed) { return feed_baseline(facts_, feed); }
  Facts facts_{*database_};
};

TEST_F(FeedBaselineTest, ThereIsNoneBeforeTheFirstOfAKind) {
  EXPECT_FALSE(baseline({.listed = 5}));
  accept_feed(facts_, {.listed = 100});
  EXPECT_FALSE(baseline({.listed = 5, .asked = 5, .partial = true}));
  accept_feed(facts_, {.listed = 5, .asked = 5, .partial = true});
  EXPECT_EQ(baseline({.listed = 3}), 100);
}

TEST_F(FeedBaselineTest, OfAPartialOneTheShareCountsBecauseTheStoreMayHaveGrownOrShrunk) {
  accept_feed(facts_, {.listed = 90, .asked = 100, .partial = true});
  EXPECT_EQ(baseline({.asked = 100, .partial = true}), 90);
  EXPECT_EQ(baseline({.asked = 10, .partial = true}), 9);
  EXPECT_EQ(baseline({.asked = 200, .partial = true}), 180);
}

TEST_F(FeedBaselineTest, ALaterOneThatWasAcceptedIsKnown) {
  const WallTime fetched = WallTime{} + std::chrono::hours{1'000};
  EXPECT_FALSE(later_was_accepted(facts_, fetched));
  accept_feed(facts_, {.fetched_at = fetched, .listed = 100});
  EXPECT_FALSE(later_was_accepted(facts_, fetched));
  EXPECT_TRUE(later_was_accepted(facts_, fetched - std::chrono::seconds{1}));
}

TEST_F(FeedBaselineTest, OfNothingThatWasAskedForThereIsNoMeasure) {
  accept_feed(facts_, {.listed = 90, .asked = 100, .partial = true});
  accept_feed(facts_, {.listed = 0, .asked = 0, .partial = true});
  EXPECT_EQ(baseline({.asked = 100, .partial = true}), 90);
}

TEST_F(FeedBaselineTest, WhatCannotBeReadIsNoMeasure) {
  for (const char* text : {"", "5", "5/", "/5", "5/0", "a/b", "5/5x"}) {
    facts_.set(kFactPartialBaseline, text);
    EXPECT_FALSE(baseline({.asked = 10, .partial = true})) << text;
  }
}

}  // namespace
}  // namespace dsz
