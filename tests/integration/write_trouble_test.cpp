// Trouble of our own while the store is written: what was done up to there is told.
#include "dsz/state/database.hpp"

#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using testing::HasSubstr;

class WriteTrouble : public testing::Test {
 protected:
  WriteTrouble() {
    shop.put_many(120, 5, 4);
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  }
  /// As a full disk does, but at a step of the test's choice.
  void make_fail(const std::string& step) {
    Database::open(shop.file("state.db"))
        ->execute("CREATE TRIGGER full BEFORE " + step + " BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
  }
  void mend() { Database::open(shop.file("state.db"))->execute("DROP TRIGGER full"); }

  Shop shop;
};

TEST_F(WriteTrouble, AJournalThatCannotBeWrittenEndsTheRunWithItsReport) {
  make_fail("INSERT ON journal WHEN NEW.sku = 'P075'");
  const auto document = shop.run_json({"match"});
  EXPECT_EQ(document.at("exit_code"), 1);
  const auto& writes = document.at("match").at("writes");
  EXPECT_EQ(writes.at("written"), shop.store.saves());
  EXPECT_EQ(writes.at("written").get<int>() + writes.at("not_sent").get<int>(), 120);
  EXPECT_LT(shop.store.saves(), 120);
  EXPECT_THAT(document.at("sentence").get<std::string>(), HasSubstr("disk is full"));
  mend();
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_EQ(shop.store.saves(), 120);
}

TEST_F(WriteTrouble, AJournalThatCannotBeSettledEndsTheRunWithItsReport) {
  make_fail("UPDATE ON journal WHEN NEW.sku = 'P010'");
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("Written:"));
  EXPECT_THAT(result.err, HasSubstr("disk is full"));
  EXPECT_LT(shop.store.saves(), 120);
  mend();
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_EQ(shop.store.saves(), 120) << "what was written is found so, and not written twice";
}

TEST_F(WriteTrouble, ARunThatCannotBeNotedIsShownAllTheSame) {
  make_fail("UPDATE ON run");
  auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("120 products in"));
  EXPECT_THAT(result.err, HasSubstr("120 of 120 products written; this end could not be kept in the history: "));
}

}  // namespace
}  // namespace dsz::test
