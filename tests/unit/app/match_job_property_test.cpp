// Whole runs of `match` in random worlds, in which one thing goes wrong, held to a plain model that shares no code with
// the product: 10,000 worlds in all, or DSZ_WORLDS for each of the four seeds.

#include "world_under_test.hpp"
#include "worlds.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

namespace dsz::test {
namespace {

using Random = std::mt19937_64;

const int kWorlds = worlds(2'500);  // for each seed

/// Each product has its old stock, or the wanted one where it may be written; S2 among others.
void expect_old_or_wanted(const Stocks& before, const Stocks& after, const Expected& model,
                          const std::set<std::int64_t>& touched_by_others) {
  for (const auto& [id, stock] : after) {
    const auto wanted = model.wanted.find(id);
    if (wanted != model.wanted.end() && stock == wanted->second) continue;
    if (touched_by_others.count(id) == 0) {
      EXPECT_EQ(stock, before.at(id)) << "product " << id;
    }
  }
}

Stocks whole(Stocks before, const Expected& model) {
  for (const auto& [id, stock] : model.wanted) before[id] = stock;
  return before;
}

/// What happened in all worlds of a seed: each must have.
struct Happened {
  std::map<Trouble, int> struck;
  std::map<std::string, int> met;

  void note(const WorldUnderTest& world, const Expected& model) {
    struck[world.world().trouble] += world.struck() ? 1 : 0;
    met["guard"] += model.guarded ? 1 : 0;
    met["dry run with something to do"] += world.world().dry_run && !model.changes.empty() ? 1 : 0;
    met["an allowance that decides"] += model.allowance_decides ? 1 : 0;
    met["a wrong allowance"] += model.allow_missing.value_or(model.missing) != model.missing ? 1 : 0;
    met["duplicates in the store"] += model.duplicates > 0 ? 1 : 0;
    met["ambiguous SKUs"] += model.ambiguous > 0 ? 1 : 0;
  }

  void expect_everything() const {
    for (const auto& [what, times] : met) EXPECT_GE(times, kWorlds / 100) << what;
    const auto strikes = std::ranges::count_if(struck, [](const auto& each) { return each.second > 0; });
    EXPECT_GE(strikes, kWorlds < 100 ? 1 : kTroubles - kSilent) << "every trouble must strike";
  }

  /// No trouble, no supplier, an old inventory, and no stock management: these strike no request.
  static constexpr int kSilent = 4;
};

/// The run did what the model says, whole, or it stopped before it wrote anything.
void expect_all_or_nothing(const WorldUnderTest& world, bool ended, const Stocks& before, const Expected& model) {
  const Trouble trouble = world.world().trouble;
  const bool writes = ended && !world.world().dry_run && !model.guarded;
  EXPECT_EQ(world.sent(), writes ? model.changes : Stocks()) << world.verdict();
  EXPECT_EQ(stocks_of(world.shop), writes ? whole(before, model) : before) << world.verdict();
  EXPECT_LE(world.most_often_sent(), 1);
  if (trouble == Trouble::stock_management_off || trouble == Trouble::stale_inventory) {
    EXPECT_FALSE(ended);
  } else if (!world.struck()) {
    EXPECT_TRUE(ended);
  }
}

class MatchJobProperty : public testing::TestWithParam<unsigned> {
 protected:
  /// Ten thousand databases: in memory, where the system has a place for that.
  MatchJobProperty() {
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 1);
  }
};

TEST_P(MatchJobProperty, EachRunEndsAsThePlainModelSaysOrStopsSafely) {
  Random random(GetParam());
  Happened happened;
  for (int number = 0; number < kWorlds; ++number) {
    WorldUnderTest world(random_shop(random));
    SCOPED_TRACE(
        fmt::format("world {} of seed {}, trouble {}", number, GetParam(), static_cast<int>(world.world().trouble)));
    const Stocks before = stocks_of(world.shop);
    const Expected model = expected(world.world(), world.shop);
    const bool ended = world.run(model);
    happened.note(world, model);
    const bool writes_struck = world.struck() && strikes_writes(world.world().trouble);
    if (writes_struck) {
      EXPECT_LE(world.most_often_sent(), 2);
      expect_old_or_wanted(before, stocks_of(world.shop), model, world.sold());
    } else {
      expect_all_or_nothing(world, ended, before, model);
    }

    // The next run, with nothing in its way, ends where an undisturbed one ends.
    world.clear_trouble();
    const Stocks between = stocks_of(world.shop);
    const Expected next = expected(world.world(), world.shop);
    EXPECT_TRUE(world.run(next));
    expect_all_or_nothing(world, true, between, next);
    if (writes_struck && !next.guarded) {
      EXPECT_EQ(stocks_of(world.shop), whole(before, model)) << world.verdict();
    }
    if (HasFailure()) return;
  }
  happened.expect_everything();
}

INSTANTIATE_TEST_SUITE_P(Seeds, MatchJobProperty, testing::Values(1U, 2U, 3U, 4U));

}  // namespace
}  // namespace dsz::test
