// What a dry run shows and sends, which figures a run reports, and each guard to the product.
#include "shop.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>

namespace dsz::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Ten products, each of another fate.
class EachFate : public testing::Test {
 protected:
  EachFate() {
    shop.put_many(20, 4, 4);
    shop.put("UP", 9, 4);
    shop.put("DOWN", 2, 4);
    shop.put("ZERO", 0, 4);
    shop.put("BACK", 3, 0);
    shop.put("ODD", 3, 4);
    shop.supplier.put(sandbox::SupplierProduct{.sku = "ODD", .stock = 3, .overlay = R"({"stock_qty":"many"})"});
    shop.put("TWIN", 6, 1);
    shop.store.put({.sku = "twin", .stock_quantity = 2});
    shop.store.put({.sku = "DZ-GONE", .stock_quantity = 2});
    shop.supplier.put(sandbox::SupplierProduct{.sku = "DZ-GONE", .stock = 2});
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
    shop.supplier.remove("DZ-GONE");
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
    shop.store.requests().clear();
  }
  Shop shop;
};

TEST_F(EachFate, IsCountedInTheSummary) {
  const auto document = shop.run_json({"match"});
  EXPECT_EQ(document["exit_code"], 0) << document.dump();
  const auto& counts = document["match"]["counts"];
  EXPECT_EQ(counts["store_products"], 28);
  EXPECT_EQ(counts["selected"], 28);
  EXPECT_EQ(counts["unchanged"], 20);
  EXPECT_EQ(counts["up"], 1);
  EXPECT_EQ(counts["down"], 1);
  EXPECT_EQ(counts["to_zero"], 2);
  EXPECT_EQ(counts["back_in_stock"], 1);
  EXPECT_EQ(counts["missing"], 1);
  EXPECT_EQ(counts["unknown"], 1);
  EXPECT_EQ(counts["duplicates"], 2);
  EXPECT_EQ(document["match"]["writes"]["written"], 5);
  EXPECT_EQ(document["store_requests"]["requests"], shop.store.requests().count());
  EXPECT_GE(document["store_requests"]["seconds"], 0);
  EXPECT_EQ(document["supplier_requests"]["requests"],
            4);  // DZ-GONE; is anything listed? DZ-GONE again, enabled and not
}

TEST_F(EachFate, StandsInTheDryRunsDocumentWithTheHarmfulFirst) {
  const auto document = shop.run_json({"match", "--dry-run"});
  std::vector<std::string> order;
  for (const auto& change : document["match"]["changes"]) order.push_back(change["sku"]);
  EXPECT_THAT(order, ElementsAre("DZ-GONE", "ZERO", "DOWN", "UP", "BACK"));
  const auto& down = document["match"]["changes"][2];
  EXPECT_EQ(down["old"]["quantity"], 4);
  EXPECT_EQ(down["new"]["quantity"], 2);
  EXPECT_EQ(down["id"], shop.store.product("DOWN")->id);
  EXPECT_FALSE(down["why"].get<std::string>().empty());
  EXPECT_EQ(document["match"]["left_alone"].size(), 3);
  EXPECT_TRUE(document["match"]["writes"].is_null());
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST_F(EachFate, StandsInTheSummaryForPeople) {
  const auto result = shop.run({"match"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("2 to zero, 1 down, 1 up, 1 back in stock; 20 unchanged"),
                                HasSubstr("1 not at the supplier any more"), HasSubstr("28 selected"), HasSubstr("ODD"),
                                HasSubstr("supplier: 4 (0 failed) in "), HasSubstr("store: ")));
}

TEST_F(EachFate, ADryRunOfSyncFetchesAndSendsTheStoreNothingButGet) {
  const std::string before = shop.inventory()["fetched_at"];
  const auto result = shop.run({"sync", "--dry-run"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("ZERO"), HasSubstr("passed")));
  EXPECT_GT(shop.store.requests().count(), 0);
  for (const auto& record : shop.store.requests().all()) EXPECT_EQ(record.request.method, "GET");
  EXPECT_EQ(shop.store.saves(), 0);
}

TEST_F(EachFate, AnotherInventoryFileCanBeNamed) {
  auto other = shop.content("dropshipzone_inventory.json");
  const auto at = other.find(R"({"sku":"UP","stock":9)");
  ASSERT_NE(at, std::string::npos);
  other.replace(at, 21, R"({"sku":"UP","stock":7)");
  std::ofstream(shop.file("other.json")) << other;
  EXPECT_EQ(shop.run({"match", "--inventory", shop.file("other.json").string()}).exit_code, 0);
  EXPECT_EQ(shop.quantity("UP"), 7);
}

class BadInventory : public EachFate {
 protected:
  void expect_refused(const std::string& from, const std::string& to, int exit_code, const std::string& because) {
    std::string text = shop.content("dropshipzone_inventory.json");
    text = std::regex_replace(text, std::regex(from), to, std::regex_constants::format_first_only);
    std::ofstream(shop.file("dropshipzone_inventory.json")) << text;
    const auto result = shop.run({"match"});
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    EXPECT_THAT(result.err, HasSubstr(because));
    EXPECT_THAT(shop.writes(), IsEmpty());
  }
};

TEST_F(BadInventory, OfAnotherFormatIsRefused) {
  expect_refused("dsz-inventory/1", "dsz-inventory/9", 2, "dsz-inventory/9");
}

TEST_F(BadInventory, ThatIsNotMarkedCompleteIsRefused) {
  expect_refused("\"complete\": true", "\"complete\": false", 4, "complete");
}

TEST_F(BadInventory, WhoseCountIsNotThatOfItsProductsIsRefused) {
  expect_refused("\"count\": [0-9]+", "\"count\": 7", 2, "7");
}

TEST_F(BadInventory, OfAPartOfTheCatalogueIsRefused) {
  expect_refused("\"mode\": \"full\"", "\"mode\": \"targeted\"", 2, "targeted");
}

TEST_F(BadInventory, OutOfTheFutureIsRefused) {
  expect_refused("\"fetched_at\": \"20[0-9]{2}", "\"fetched_at\": \"2099", 4, "in the future");
}

/// 30 products, of which a test takes some away.
class Guards : public testing::Test {
 protected:
  Guards() {
    shop.put_many(20, 8, 8, "STAYS");
    shop.put_many(10, 8, 8, "GOES");
    EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
    shop.supplier.set_stock("STAYS000", 1);
    shop.store.requests().clear();
    shop.config["match"]["guards"]["feed_drop_percent"] = 100;
  }

  void take_away(int count) {
    for (int i = 0; i < count; ++i) shop.supplier.remove("GOES00" + std::to_string(i));
  }

  void expect_stopped(const std::string& because, std::vector<std::string> command = {"sync"}) {
    const auto result = shop.run(std::move(command));
    EXPECT_EQ(result.exit_code, 4) << result.out << result.err;
    EXPECT_THAT(result.err, AllOf(HasSubstr(because), HasSubstr("nothing was written")));
    EXPECT_THAT(shop.writes(), IsEmpty());
  }

  Shop shop;
};

TEST_F(Guards, MissingJustAtTheLimitPasses) {
  take_away(9);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("GOES008"), 0);
}

TEST_F(Guards, MissingAboveTheLimitSaysTheFiguresTheKeyAndTheWayPast) {
  take_away(10);
  expect_stopped(
      "10 of 30 selected products (33.4%) are missing at the supplier; the limit is 30% "
      "(match.guards.missing_percent)");
  expect_stopped("run once with --allow-missing 10");
  expect_stopped("--allow-missing 11 allows another number than the 10", {"sync", "--allow-missing", "11"});
  EXPECT_EQ(shop.run({"sync", "--allow-missing", "10"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("GOES009"), 0);
}

TEST_F(Guards, TheWayPastIsNamedOnlyWhereItLeadsPast) {
  take_away(1);
  for (int i = 0; i < 15; ++i) shop.supplier.set_stock(fmt::format("STAYS{:03}", i), 0);
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, AllOf(HasSubstr("16 of 30 selected products"), Not(HasSubstr("--allow-missing"))));
}

TEST_F(Guards, AnInventoryThatIsNotCompleteStopsTheRunBeforeTheStoreIsAsked) {
  const auto path = shop.file("dropshipzone_inventory.json");
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 30);
  expect_stopped("the inventory is not complete", {"match"});
  EXPECT_EQ(shop.store.requests().count(), 0);
}

TEST_F(Guards, ADryRunShowsTheTableAndWhichGuardWouldTrip) {
  take_away(10);
  const auto result = shop.run({"sync", "-n", "--detailed-exitcode"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.out, AllOf(HasSubstr("GOES009"), HasSubstr("TRIPPED: 10 of 30")));
  EXPECT_THAT(result.err, HasSubstr("a real run would write nothing"));
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST_F(Guards, NeedSomeProductsAtLeastToTrip) {
  shop.config["match"]["select"]["sku_prefix"] = "GOES";
  take_away(4);
  EXPECT_EQ(shop.run({"sync", "-n"}).exit_code, 0);  // four of ten, and the floor is five
  shop.config["match"]["guards"]["floor"] = 4;
  expect_stopped("4 of 10");
}

TEST_F(Guards, ATrippedOneDoesNotMoveTheMeasureOfTheFeed) {
  shop.config["match"]["guards"]["missing_percent"] = 20;
  shop.config["match"]["guards"].erase("feed_drop_percent");
  take_away(7);  // 23%: for the missing guard too many, for the feed not
  expect_stopped("7 of 30");
  shop.config["match"]["guards"]["missing_percent"] = 100;
  shop.config["match"]["guards"]["zeroed_percent"] = 100;
  take_away(10);
  expect_stopped("33.4% fewer than the 30 that the last accepted one");  // not than the 23 of the refused one
}

}  // namespace
}  // namespace dsz::test
