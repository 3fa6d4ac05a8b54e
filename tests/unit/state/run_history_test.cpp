#include "dsz/state/run_history.hpp"

#include "state_test_base.hpp"

namespace dsz {
namespace {

class RunHistoryTest : public StateTest {
 protected:
  RunHistory history_{*database_};
};

TEST_F(RunHistoryTest, ARunThatWasNotFinishedHasNoEnd) {
  const std::int64_t run = history_.begin("sync", clock_.wall());
  const auto record = history_.find(run);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->command, "sync");
  EXPECT_EQ(record->started, clock_.wall());
  EXPECT_FALSE(record->ended);
}

TEST_F(RunHistoryTest, AFinishedRunKeepsWhatItSaid) {
  const std::int64_t run = history_.begin("match --dry-run", clock_.wall());
  clock_.advance(Millis{1'500});
  history_.finish(run, clock_.wall(), 4, "a guard stopped the run", R"({"missing":12})");
  const auto record = history_.find(run);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->ended, clock_.wall());
  EXPECT_EQ(record->exit_code, 4);
  EXPECT_EQ(record->sentence, "a guard stopped the run");
  EXPECT_EQ(record->summary_json, R"({"missing":12})");
}

TEST_F(RunHistoryTest, TheLatestComeNewestFirst) {
  const std::int64_t first = history_.begin("fetch", clock_.wall());
  const std::int64_t second = history_.begin("match", clock_.wall());
  const std::int64_t third = history_.begin("sync", clock_.wall());
  EXPECT_LT(first, second);
  const auto latest = history_.latest(2);
  ASSERT_EQ(latest.size(), 2U);
  EXPECT_EQ(latest[0].id, third);
  EXPECT_EQ(latest[1].id, second);
}

TEST_F(RunHistoryTest, AnUnknownRunIsNotFound) { EXPECT_FALSE(history_.find(99)); }

TEST_F(RunHistoryTest, AFactKeepsItsLastValue) {
  Facts facts(*database_);
  EXPECT_FALSE(facts.get(kFactFeedBaseline));
  facts.set(kFactFeedBaseline, "100");
  facts.set(kFactFeedBaseline, "200");
  EXPECT_EQ(facts.get(kFactFeedBaseline), "200");
}

}  // namespace
}  // namespace dsz
