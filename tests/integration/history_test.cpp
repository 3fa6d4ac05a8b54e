// How long runs and what they wrote are kept.
#include "dsz/state/database.hpp"

#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class HistoryKept : public testing::Test {
 protected:
  HistoryKept() {
    shop.put_many(10, 8, 2);
    EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  }
  /// As if everything so far had happened `days` earlier.
  void age(int days) {
    const std::string ms = std::to_string(days * 24LL * 3'600'000);
    const auto database = Database::open(shop.file("state.db"));
    database->execute("UPDATE journal SET at_ms = at_ms - " + ms + "; UPDATE run SET started_ms = started_ms - " + ms +
                      ", ended_ms = ended_ms - " + ms);
  }
  /// Runs that wrote, so that run 1 is none of the newest ones that are always kept.
  void write_often() {
    const auto database = Database::open(shop.file("state.db"));
    for (int i = 0; i < 20; ++i) {
      database->execute(
          "INSERT INTO run (command, started_ms, ended_ms, exit_code) SELECT 'match', started_ms, ended_ms, 0 FROM run "
          "WHERE id = 1;"
          "INSERT INTO journal (run, store, product, parent, sku, field, old_value, new_value, outcome, detail, at_ms) "
          "SELECT last_insert_rowid(), store, product, parent, sku, field, old_value, new_value, 'written', '', at_ms "
          "FROM journal WHERE entry = 1");
    }
  }
  std::vector<int> runs() {
    std::vector<int> numbers;
    const auto history = shop.run_json({"history"});
    for (const auto& run : history.at("runs")) numbers.push_back(run.at("run"));
    return numbers;
  }
  Shop shop;
};

TEST_F(HistoryKept, ForNinetyDaysUnlessConfigured) {
  age(1);
  write_often();
  age(88);
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_THAT(runs(), Contains(1));
  shop.config["history"]["keep_days"] = 80;
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_THAT(runs(), Not(Contains(1)));
  EXPECT_EQ(runs().size(), 22U) << "the 20 newest that wrote stay";
  const auto result = shop.run({"undo", "1", "--yes"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("run 1"));
}

TEST_F(HistoryKept, AnOldRunWithAnOpenWriteStaysUntilItIsSettled) {
  Database::open(shop.file("state.db"))->execute("UPDATE journal SET outcome = 'pending' WHERE sku = 'P001'");
  write_often();
  age(400);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  EXPECT_EQ(shop.run_json({"history", "1"}).at("writes").size(), 10U);
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);  // settles it, and removes the run at its end
  EXPECT_THAT(runs(), Not(Contains(1)));
}

}  // namespace
}  // namespace dsz::test
