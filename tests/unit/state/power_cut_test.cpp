// The power is cut while state.db is written, at any change of its files: what a call had reported done is there
// afterwards, whole, and of the call that was under way all or nothing. DSZ_WORLDS: cuts for each seed.
#include "dsz/base/failure.hpp"

#include "state_workload.hpp"
#include "temporary_folder.hpp"
#include "volatile_vfs.hpp"
#include "worlds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace dsz::test {
namespace {

constexpr std::size_t kCalls = 60;

enum class Unsynced { lost, kept_in_part };
void PrintTo(Unsynced unsynced, std::ostream* out) {
  *out << (unsynced == Unsynced::lost ? "unsynced_is_lost" : "unsynced_is_kept_in_part");
}

/// A machine with a disk of its own, and state.db on it.
struct Machine {
  /// Of what was not synced `unsynced` is there again.
  void restore_power(Unsynced unsynced, std::mt19937& random) {
    const bool some = unsynced == Unsynced::kept_in_part;
    disk.restore_power([&random, some] { return some && random() % 2 == 0; });
    if (!disk.has(path)) std::filesystem::remove(path);  // made anew by the program, which does not ask SQLite for that
  }

  VolatileDisk disk;
  VolatileVfs vfs{disk};
  TemporaryFolder folder;
  const std::string path = (folder.path() / "state.db").string();
};

class PowerCut : public testing::TestWithParam<std::tuple<unsigned, Unsynced>> {
 protected:
  /// Keeps what state.db holds after each call; returns how many changes of files they made.
  long run_undisturbed() {
    Machine machine;
    {
      StateWorkload work(seed_, machine.path);
      work.begin();
      contents_ = {work.content()};
      while (contents_.size() <= kCalls) {
        work.step();
        contents_.push_back(work.content());
      }
    }
    return machine.disk.changes();
  }
  /// Until one fails; returns how many calls reported that they were done.
  std::size_t run_until_the_cut(const Machine& machine) const {
    std::size_t done = 0;
    try {
      StateWorkload work(seed_, machine.path);
      work.begin();
      for (; done < kCalls; ++done) work.step();
    } catch (const Failure&) {  // the power has gone
    }
    return done;
  }
  void expect_all_that_was_done(const Machine& machine, std::size_t done) const {
    const auto database = Database::open(machine.path);
    Statement check = database->prepare("PRAGMA integrity_check");
    ASSERT_TRUE(check.step());
    EXPECT_EQ(check.text(0), "ok");
    check.reset();
    const std::string content = StateWorkload::content(*database);
    const std::string& under_way = contents_.at(std::min(done + 1, kCalls));
    EXPECT_TRUE(content == contents_.at(done) || content == under_way) << "after " << done << " calls";
    RunHistory history(*database);
    const std::int64_t run = history.begin("after the cut", WallTime{});
    EXPECT_EQ(history.find(run).value().command, "after the cut") << "it can be written again";
  }

  const unsigned seed_ = std::get<0>(GetParam());
  const Unsynced unsynced_ = std::get<1>(GetParam());
  std::vector<std::string> contents_;  ///< after opening, after the first call, …
};

TEST_P(PowerCut, LeavesAllThatWasReportedDoneAndNothingThatWasNotBegun) {
  const long changes = run_undisturbed();
  std::mt19937 random(seed_);
  for (int world = 0; world < worlds(60); ++world) {
    const long cut = std::uniform_int_distribution<long>(1, changes)(random);
    SCOPED_TRACE("world " + std::to_string(world) + ", cut at change " + std::to_string(cut) + " of " +
                 std::to_string(changes));
    Machine machine;
    machine.disk.cut_at(cut);
    const std::size_t done = run_until_the_cut(machine);
    ASSERT_FALSE(machine.disk.powered());
    machine.restore_power(unsynced_, random);
    expect_all_that_was_done(machine, done);
    if (HasFailure()) return;
  }
}

/// What the test above would not see if its disk forgot nothing.
TEST(PowerCutWithoutSync, LosesWhatWasCommitted) {
  Machine machine;
  std::mt19937 random(1);
  {
    const auto database = Database::open(machine.path);
    database->execute("PRAGMA synchronous = OFF");
    Facts(*database).set("name", "value");
    machine.disk.cut_at(1);
  }
  machine.restore_power(Unsynced::lost, random);
  EXPECT_EQ(Facts(*Database::open(machine.path)).get("name"), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PowerCut,
                         testing::Combine(testing::Values(1U, 2U, 3U),
                                          testing::Values(Unsynced::lost, Unsynced::kept_in_part)));

}  // namespace
}  // namespace dsz::test
