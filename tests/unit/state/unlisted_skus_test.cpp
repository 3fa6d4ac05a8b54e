#include "dsz/state/unlisted_skus.hpp"

#include "state_test_base.hpp"

#include <chrono>
#include <vector>

namespace dsz {
namespace {

using namespace std::chrono_literals;

class UnlistedSkusTest : public StateTest {
 protected:
  void note(const std::vector<std::string>& skus) { unlisted_.note(skus, clock_.wall()); }
  bool asked_after(Millis ago) { return unlisted_.asked("A-1", clock_.wall() + later_ - ago, clock_.wall() + later_); }

  UnlistedSkus unlisted_{*database_};
  Millis later_{0};
};

TEST_F(UnlistedSkusTest, CountsAsAskedForUntilTheSpanIsOver) {
  EXPECT_FALSE(asked_after(24h));
  note({" a-1 ", "B"});
  later_ = 24h;
  EXPECT_TRUE(asked_after(24h + 1ms));
  EXPECT_FALSE(asked_after(24h));
}

TEST_F(UnlistedSkusTest, TheLastTimeCounts) {
  note({"A-1"});
  clock_.advance(48h);
  note({"A-1"});
  EXPECT_TRUE(asked_after(1h));
}

TEST_F(UnlistedSkusTest, ARecordFromTheFutureDoesNotCount) {
  note({"A-1"});
  later_ = -1h;
  EXPECT_FALSE(asked_after(24h));
}

}  // namespace
}  // namespace dsz
