// `fetch --mode targeted`: the supplier is asked by name for what the store sells, and an inventory of that is no more
// than that.
#include "shop.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> kTargeted{"fetch", "--mode", "targeted"};

std::size_t asked_by_name(Shop& shop) { return shop.supplier.requests().count({.query_contains = "skus="}); }

void expect_done(Shop& shop, std::vector<std::string> command) {
  const auto result = shop.run(std::move(command));
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

/// "A1000" to "A2999" on both sides, and others at the supplier only.
void put_two_thousand(Shop& shop) {
  for (int i = 0; i < 2'000; ++i) shop.put(fmt::format("A{}", 1'000 + i), 7, 3);
  for (int i = 0; i < 100; ++i) shop.supplier.put(sandbox::SupplierProduct{.sku = fmt::format("X{}", i), .stock = 1});
}

TEST(TargetedFetch, TwoThousandProductsTakeTwentyRequestsWhereTheSupplierTakesAHundredAtOnce) {
  Shop shop({}, {.most_skus = 100});
  put_two_thousand(shop);
  expect_done(shop, kTargeted);
  EXPECT_EQ(asked_by_name(shop), 20);
  EXPECT_EQ(shop.supplier.requests().count({.path_contains = "/v2/products"}), 20);
  EXPECT_EQ(shop.inventory()["mode"], "targeted");
  EXPECT_EQ(shop.inventory()["covers"], "asked");
  EXPECT_EQ(shop.inventory()["count"], 2'000);
}

TEST(TargetedFetch, TwoThousandProductsTakeFortyWhereItTakesFiftyWhichIsFoundOutOnce) {
  Shop shop;
  put_two_thousand(shop);
  for (int run = 0; run < 2; ++run) {
    shop.supplier.requests().clear();
    expect_done(shop, kTargeted);
    EXPECT_EQ(asked_by_name(shop), 40) << "run " << run;
    EXPECT_EQ(shop.inventory()["count"], 2'000);
    // Remembered: only the first run tries a hundred names in one request.
    EXPECT_EQ(shop.supplier.requests().count({.query_contains = "A1049%2CA1050"}), run == 0 ? 1 : 0) << "run " << run;
  }
}

TEST(TargetedFetch, ASupplierThatReadsSomeOfTheNamesAndDropsTheOthersInSilenceLosesNoProduct) {
  for (const std::size_t most_skus : {30U, 80U}) {
    Shop shop({}, {.most_skus = most_skus});
    shop.put_many(200, 7, 7);
    shop.supplier.put(sandbox::SupplierProduct{.sku = "FOREIGN", .stock = 1});
    expect_done(shop, {"fetch"});
    expect_done(shop, {"sync", "--mode", "targeted"});
    EXPECT_EQ(shop.quantity("P199"), 7);
    EXPECT_EQ(shop.store.saves(), 0U);
    EXPECT_EQ(shop.inventory()["count"], 200);
    shop.supplier.requests().clear();
    expect_done(shop, kTargeted);
    EXPECT_EQ(asked_by_name(shop), (200 + most_skus - 1) / most_skus) << "lists that are read whole are remembered";
  }
}

TEST(TargetedFetch, NorDoesSuchASupplierMakeAProductMissingThatAFullInventoryLacks) {
  Shop shop({}, {.most_skus = 30});
  shop.put_many(200, 7, 7);
  expect_done(shop, {"fetch"});
  const auto enable = [&](bool enabled) {
    for (int i = 0; i < 58; ++i) shop.supplier.set_enabled(fmt::format("P{:03}", i), enabled);
  };
  enable(false);
  expect_done(shop, {"fetch", "--mode", "full"});
  enable(true);
  shop.supplier.remove("P057");
  expect_done(shop, {"match"});
  EXPECT_EQ(shop.quantity("P056"), 7);
  EXPECT_EQ(shop.quantity("P057"), 0);
  EXPECT_EQ(shop.store.saves(), 1U);
}

TEST(TargetedFetch, ASupplierThatRefusesAHundredIsAskedForFifty) {
  Shop shop({}, {.refuse_over_skus = true});
  shop.put_many(120, 7, 3);
  expect_done(shop, kTargeted);
  EXPECT_EQ(asked_by_name(shop), 4);
  EXPECT_EQ(shop.inventory()["count"], 120);
  shop.supplier.requests().clear();
  expect_done(shop, kTargeted);
  EXPECT_EQ(asked_by_name(shop), 3);
}

TEST(TargetedFetch, ASupplierThatIgnoresTheNamesIsNotBelieved) {
  Shop shop({}, {.ignore_skus = true});
  shop.put_many(120, 7, 3);
  shop.supplier.put(sandbox::SupplierProduct{.sku = "FOREIGN", .stock = 1});
  const auto result = shop.run(kTargeted);
  EXPECT_EQ(result.exit_code, 10);
  EXPECT_THAT(result.err, HasSubstr("--mode full"));
  EXPECT_FALSE(std::filesystem::exists(shop.file("dropshipzone_inventory.json")));
  EXPECT_EQ(asked_by_name(shop), 2) << "a hundred names, and fifty";
}

TEST(TargetedFetch, AWrongTotalProvesNothingMissing) {
  Shop shop({}, {.named_total_off = 3});
  shop.put_many(30, 7, 7);
  shop.store.put({.sku = "NEVER", .stock_quantity = 4});
  expect_done(shop, {"sync", "--mode", "targeted"});
  EXPECT_EQ(shop.quantity("NEVER"), 4);
  EXPECT_EQ(shop.inventory()["count"], 30);
}

TEST(TargetedFetch, SettlesMissingAndDisabledProductsByItself) {
  Shop shop;
  shop.put_many(20, 7, 7);
  shop.put("GONE", 5, 5);
  shop.put("DISABLED", 5, 5);
  expect_done(shop, {"sync", "--mode", "targeted"});
  shop.supplier.remove("GONE");
  shop.supplier.set_enabled("DISABLED", false);
  shop.supplier.set_stock("P003", 1);
  shop.supplier.requests().clear();
  expect_done(shop, {"sync", "--mode", "targeted"});
  EXPECT_EQ(shop.quantity("GONE"), 0);
  EXPECT_EQ(shop.quantity("DISABLED"), 0);
  EXPECT_EQ(shop.quantity("P003"), 1);
  EXPECT_EQ(asked_by_name(shop), 3);  // all of them, then those two again, enabled and not; match asks nothing more
}

TEST(TargetedFetch, AProductOutsideTheCoverIsUnknownAndNeverGoesToZero) {
  Shop shop;
  shop.config["match"]["select"]["sku_prefix"] = "P";
  shop.put_many(20, 7, 7);
  expect_done(shop, kTargeted);
  shop.put("PLATE", 5, 9);  // came to the store after the fetch
  shop.supplier.requests().clear();
  const auto document = shop.run_json({"match"});
  EXPECT_EQ(document["exit_code"], 0) << document;
  EXPECT_EQ(shop.quantity("PLATE"), 9);
  EXPECT_EQ(document["match"]["left_alone"][0]["why"], "not_covered");
  EXPECT_EQ(shop.supplier.requests().count(), 0);
}

TEST(TargetedFetch, WhatTheSupplierNeverHadIsAskedForAgainAfterAWeekOnly) {
  Shop shop;
  shop.put_many(20, 7, 7);
  for (int i = 0; i < 20; ++i) shop.store.put({.sku = fmt::format("OTHER{}", i), .stock_quantity = 9});
  expect_done(shop, {"sync", "--mode", "targeted"});
  EXPECT_EQ(shop.inventory()["count"], 20) << "they are another supplier's";
  shop.supplier.requests().clear();
  const auto second = shop.run_json({"sync", "--mode", "targeted"});
  EXPECT_EQ(second["fetch"]["put_off"], 20);
  EXPECT_EQ(second["fetch"]["asked"], 20);
  EXPECT_EQ(shop.supplier.requests().count({.query_contains = "OTHER"}), 0);
  shop.config["dropshipzone"]["ask_again_days"] = 0;
  expect_done(shop, kTargeted);
  EXPECT_GT(shop.supplier.requests().count({.query_contains = "OTHER"}), 0);
  EXPECT_EQ(shop.quantity("OTHER3"), 9);
}

TEST(TargetedFetch, WhatADeclaredSelectionLacksAtTheSupplierStaysMissingUntilItIsAskedForAgain) {
  Shop shop;
  shop.config["match"]["select"]["sku_pattern"] = ".";
  shop.put_many(40, 7, 7);
  for (int i = 0; i < 6; ++i) shop.store.put({.sku = fmt::format("OTHER{}", i), .stock_quantity = 9});
  const auto first = shop.run_json({"sync", "-n", "--mode", "targeted"});
  EXPECT_EQ(first["match"]["counts"]["missing"], 6) << first;
  shop.supplier.requests().clear();
  const auto second = shop.run_json({"sync", "--mode", "targeted"});
  EXPECT_EQ(second["match"]["counts"], first["match"]["counts"]);
  EXPECT_EQ(second["fetch"]["put_off"], 6);
  EXPECT_EQ(shop.supplier.requests().count({.query_contains = "OTHER"}), 0);
  EXPECT_EQ(shop.quantity("OTHER3"), 0);
  EXPECT_EQ(shop.run_json({"status"})["inventory"]["products"], 40) << "those that the supplier lists";
}

TEST(TargetedFetch, WhatStoppedARunIsAskedForAgain) {
  Shop shop;
  shop.config["match"]["select"]["sku_pattern"] = ".";
  shop.put_many(40, 7, 7);
  for (int i = 0; i < 30; ++i) shop.put(fmt::format("NEW{:02}", i), 5, 9);
  for (int i = 0; i < 30; ++i) shop.supplier.remove(fmt::format("NEW{:02}", i));  // for a bad hour
  EXPECT_EQ(shop.run({"sync", "--mode", "targeted"}).exit_code, 4);
  for (int i = 0; i < 30; ++i) {
    shop.supplier.put(sandbox::SupplierProduct{.sku = fmt::format("NEW{:02}", i), .stock = 5});
  }
  expect_done(shop, {"sync", "--mode", "targeted"});
  EXPECT_EQ(shop.quantity("NEW07"), 5);
}

/// To go on with it would put older stock over what was read since.
TEST(TargetedFetch, EndsAFullOneThatWasCutOffBefore) {
  Shop shop;
  shop.config["dropshipzone"]["page_size"] = 2;
  shop.config["dropshipzone"]["retries"] = 0;
  shop.put_many(20, 7, 7);
  const auto cut_off = [&shop] {
    shop.supplier.faults().add(sandbox::Fault::html(500).on({.path_contains = "/v2/products"}).after(6).always());
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 10);
    shop.supplier.faults().clear();
  };
  cut_off();
  EXPECT_GT(shop.run_json({"fetch"})["fetch"]["resumed_pages"], 0);
  cut_off();
  expect_done(shop, kTargeted);
  EXPECT_EQ(shop.run_json({"fetch"})["fetch"]["resumed_pages"], 0);
}

TEST(TargetedFetch, AStoreProductThatTheSupplierBeganToListIsSelected) {
  Shop shop;
  shop.put_many(20, 7, 7);
  shop.store.put({.sku = "NEW", .stock_quantity = 0});
  shop.config["dropshipzone"]["ask_again_days"] = 0;
  expect_done(shop, {"sync", "--mode", "targeted"});
  EXPECT_EQ(shop.quantity("NEW"), 0);
  shop.supplier.put(sandbox::SupplierProduct{.sku = "NEW", .stock = 6});
  expect_done(shop, {"sync", "--mode", "targeted"});
  EXPECT_EQ(shop.quantity("NEW"), 6);
}

TEST(TargetedFetch, ASupplierThatHasNothingOfItIsAskedAgainAtOnce) {
  Shop shop;
  shop.put_many(20, 7, 3);
  shop.supplier.faults().add(sandbox::Fault::answer(200, R"({"result":[],"total":0})", "application/json")
                                 .on({.path_contains = "/v2/products"})
                                 .repeat(1));
  EXPECT_EQ(shop.run({"sync", "--mode", "targeted"}).exit_code, 10);
  EXPECT_EQ(shop.quantity("P001"), 3);
  expect_done(shop, {"sync", "--mode", "targeted"});
  EXPECT_EQ(shop.quantity("P001"), 7);
}

TEST(TargetedFetch, TheGuardOfTheFeedComparesLikeWithLike) {
  Shop shop;
  shop.put_many(20, 7, 3);
  for (int i = 0; i < 300; ++i) shop.supplier.put(sandbox::SupplierProduct{.sku = fmt::format("X{}", i), .stock = 1});
  expect_done(shop, {"sync", "--mode", "full"});
  shop.supplier.set_stock("P001", 2);
  expect_done(shop, {"sync", "--mode", "targeted"});  // 20 products after 320
  EXPECT_EQ(shop.quantity("P001"), 2);
  for (int i = 10; i < 20; ++i) shop.supplier.remove(fmt::format("P{:03}", i));
  shop.config["match"]["guards"]["missing_percent"] = 100;
  shop.config["match"]["guards"]["zeroed_percent"] = 100;
  const auto result = shop.run({"sync", "--mode", "targeted"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("lists 10 of the 20"));
  EXPECT_EQ(shop.quantity("P019"), 7);
}

TEST(TargetedFetch, TheCatalogueOfTheStoreIsReadOnceForBothSteps) {
  Shop shop;
  shop.put_many(20, 7, 7);
  expect_done(shop, {"sync", "--mode", "targeted"});
  const std::size_t both = shop.store.requests().count();
  shop.store.requests().clear();
  expect_done(shop, {"match"});
  EXPECT_EQ(shop.store.requests().count(), both);
}

TEST(TargetedFetch, AfterAFailureTheOldInventoryStands) {
  Shop shop;
  shop.put_many(20, 7, 7);
  expect_done(shop, kTargeted);
  const std::string before = shop.content("dropshipzone_inventory.json");
  shop.supplier.set_stock("P001", 1);
  shop.supplier.faults().add(sandbox::Fault::html(502).on({.path_contains = "/v2/products"}).repeat(10));
  EXPECT_EQ(shop.run(kTargeted).exit_code, 10);
  EXPECT_EQ(shop.content("dropshipzone_inventory.json"), before);
}

}  // namespace
}  // namespace dsz::test
