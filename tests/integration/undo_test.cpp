// The way back: what a run wrote is put back where the store still has it.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// Run 1 took P000 to P009 from 2 to 8.
class Undo : public testing::Test {
 protected:
  Undo() {
    shop.put_many(10, 8, 2);
    EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
    shop.store.requests().clear();
  }
  ProgramResult on_terminal(std::vector<std::string> command, const std::string& typed) {
    return shop.run(std::move(command), {.terminal = true, .typed = typed});
  }
  void expect_all(std::int64_t quantity) {
    for (const auto& product : shop.store.products()) EXPECT_EQ(product.stock_quantity, quantity) << product.sku;
  }
  void sell_one(std::string_view sku) { shop.store.sell(shop.store.product(sku)->id); }
  Shop shop;
};

TEST_F(Undo, OnATerminalShowsTheDifferenceAndAsks) {
  const auto refused = on_terminal({"undo"}, "n\n");
  EXPECT_EQ(refused.exit_code, 0) << refused.out;
  const std::size_t difference = refused.out.find("8 → 2");
  const std::size_t question = refused.out.find("Put back 10 products? [y/N]");
  EXPECT_NE(question, std::string::npos) << refused.out;
  EXPECT_LT(difference, question);
  EXPECT_THAT(shop.writes(), IsEmpty());

  EXPECT_EQ(on_terminal({"undo"}, "\n").exit_code, 0);  // no is the default
  expect_all(8);
  EXPECT_EQ(on_terminal({"undo"}, "y\n").exit_code, 0);
  expect_all(2);
}

TEST_F(Undo, WithoutATerminalNeedsYes) {
  const auto result = shop.run({"undo"}, {.input = "y\n"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--yes"));
  EXPECT_EQ(shop.store.requests().count(), 0);
  EXPECT_EQ(shop.run({"undo", "--yes"}).exit_code, 0);
  expect_all(2);
}

TEST_F(Undo, ADryRunShowsAndReadsOnly) {
  sell_one("P003");
  const auto result = shop.run({"undo", "--dry-run"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("P004"), HasSubstr("8 → 2"), HasSubstr("Left as they are"),
                                HasSubstr("stock_quantity is 7 now, the run wrote 8")));
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST_F(Undo, OfTheNewestRunThatWroteAndNotOfThoseThatDidNot) {
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_EQ(shop.run({"match", "-n"}).exit_code, 0);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  const auto document = shop.run_json({"undo", "--yes"});
  EXPECT_EQ(document.at("undo").at("undone_run"), 1);
  expect_all(2);
}

TEST_F(Undo, LeavesWhatChangedSinceAndReportsIt) {
  sell_one("P003");
  shop.store.remove(shop.store.product("P004")->id);
  auto renamed = *shop.store.product("P005");
  renamed.sku = "SOMETHING-ELSE";
  shop.store.put(renamed);
  const auto document = shop.run_json({"undo", "--yes"});
  EXPECT_EQ(document.at("exit_code"), 3);
  EXPECT_EQ(document.at("ok"), false);
  EXPECT_EQ(document.at("undo").at("writes").at("written"), 7);
  const std::string conflicts = document.at("undo").at("conflicts").dump();
  EXPECT_EQ(document.at("undo").at("conflicts").size(), 3U) << conflicts;
  EXPECT_THAT(conflicts, AllOf(HasSubstr("7 now, the run wrote 8"), HasSubstr("not in the store any more"),
                               HasSubstr("its SKU is SOMETHING-ELSE now")));
  EXPECT_EQ(shop.quantity("P003"), 7);
  EXPECT_EQ(shop.quantity("SOMETHING-ELSE"), 8);
}

TEST_F(Undo, WhatIsSoldWhileItAsksStaysAndIsNamed) {
  // What it would change is read by id before it asks, and once more after the answer.
  shop.store.endpoint().at_nth({.query_contains = "include="}, 2, sandbox::Moment::before,
                               [this](const auto&) { sell_one("P003"); });
  const auto result = on_terminal({"undo"}, "y\n");
  EXPECT_EQ(result.exit_code, 3) << result.out;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Put back 10 products?"), HasSubstr("7 now, the run wrote 8")));
  EXPECT_EQ(shop.quantity("P003"), 7);
  EXPECT_EQ(shop.quantity("P004"), 2);
}

TEST_F(Undo, CanBeUndone) {
  EXPECT_EQ(shop.run({"undo", "--yes"}).exit_code, 0);
  expect_all(2);
  const auto document = shop.run_json({"undo", "--yes"});
  EXPECT_EQ(document.at("undo").at("undone_run"), 2);
  expect_all(8);
}

TEST_F(Undo, OfAnOlderRunTakesOnlyWhatNoLaterRunWrote) {
  shop.supplier.set_stock("P000", 5);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.run({"undo", "1", "--yes"}).exit_code, 3);
  EXPECT_EQ(shop.quantity("P000"), 5);
  EXPECT_EQ(shop.quantity("P001"), 2);
}

TEST_F(Undo, OfARunThatIsNotThereOrWroteNothingIsWrongUsage) {
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  for (const char* run : {"2", "99"}) {
    const auto result = shop.run({"undo", run, "--yes"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr(std::string("run ") + run));
  }
  expect_all(8);
}

TEST_F(Undo, StandsInTheHistoryWithWhatItChanged) {
  EXPECT_EQ(shop.run({"undo", "1", "--yes"}).exit_code, 0);
  const auto list = shop.run_json({"history"});
  EXPECT_EQ(list.at("runs").at(0).at("command"), "undo 1");
  EXPECT_EQ(list.at("runs").at(0).at("summary").at("undo").at("writes").at("written"), 10);
  EXPECT_EQ(list.at("runs").at(1).at("summary").at("match").at("writes").at("written"), 10);
  const auto run = shop.run_json({"history", "2"});
  EXPECT_EQ(run.at("run").at("command"), "undo 1");
  ASSERT_EQ(run.at("writes").size(), 10U);
  const auto& write = run.at("writes").at(0);
  EXPECT_EQ(write.at("field"), "stock_quantity");
  EXPECT_EQ(write.at("old"), 8);
  EXPECT_EQ(write.at("new"), 2);
  EXPECT_EQ(write.at("outcome"), "written");

  const auto text = shop.run({"history"});
  EXPECT_THAT(text.out, AllOf(HasSubstr("undo 1"), HasSubstr("10 of 10 products written"), HasSubstr("sync")));
  EXPECT_THAT(shop.run({"history", "2"}).out, AllOf(HasSubstr("P009"), HasSubstr("8 → 2"), HasSubstr("written")));
}

TEST_F(Undo, OfAStatusAndOfAVariation) {
  for (const char* sku : {"LOOSE", "RED"}) shop.supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = 6});
  shop.store.put({.sku = "LOOSE", .manage_stock = false, .stock_quantity = std::nullopt, .stock_status = "outofstock"});
  shop.store.put_variable({.sku = "SHIRT", .manage_stock = false, .stock_quantity = std::nullopt},
                          {{.sku = "RED", .stock_quantity = 1}});
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.store.product("LOOSE")->stock_status, "instock");
  EXPECT_EQ(shop.quantity("RED"), 6);
  EXPECT_EQ(shop.run({"undo", "--yes"}).exit_code, 0);
  EXPECT_EQ(shop.store.product("LOOSE")->stock_status, "outofstock");
  EXPECT_EQ(shop.quantity("RED"), 1);
}

}  // namespace
}  // namespace dsz::test
