// `fetch --mode delta` and `auto`: the supplier's log of changes upon the last inventory, and what makes it not good
// enough.
#include "shop.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace dsz::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::vector<std::string> kDelta{"fetch", "--mode", "delta"};

struct Counts {
  std::size_t changes = 0;  ///< POST /stock
  std::size_t by_name = 0;
  std::size_t pages = 0;  ///< of the whole catalogue

  friend bool operator==(const Counts&, const Counts&) = default;
};
void PrintTo(const Counts& counts, std::ostream* out) {
  *out << counts.changes << " of changes, " << counts.by_name << " by name, " << counts.pages << " pages";
}

class DeltaFetch : public testing::Test {
 protected:
  DeltaFetch() { shop.put_many(30, 7, 3); }

  /// Runs a command that must succeed, and counts what it asked the supplier for.
  Counts run(std::vector<std::string> command) {
    shop.supplier.requests().clear();
    const auto result = shop.run(std::move(command));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    said = result.err;
    auto& requests = shop.supplier.requests();
    const std::size_t by_name = requests.count({.query_contains = "skus="});
    return {requests.count({.path_contains = "/stock"}), by_name,
            requests.count({.path_contains = "/v2/products"}) - by_name};
  }
  nlohmann::json line(const std::string& sku) {
    const auto inventory = shop.inventory();
    for (const auto& product : inventory["products"]) {
      if (product["sku"] == sku) return product;
    }
    return nullptr;
  }

  Shop shop;
  std::string said;
};

TEST_F(DeltaFetch, AsksForAProductThatTheSupplierNeverHadWhenTheLogNamesIt) {
  shop.config["match"]["select"]["sku_pattern"] = ".";
  shop.store.put({.sku = "LATE", .stock_quantity = 9});
  run({"sync", "--mode", "targeted"});
  run({"sync", "--mode", "targeted"});
  EXPECT_EQ(line("LATE")["missing"], true);
  shop.supplier.put(sandbox::SupplierProduct{.sku = "LATE", .stock = 1});
  shop.supplier.set_stock("LATE", 6);
  EXPECT_EQ(run(kDelta), (Counts{.changes = 1, .by_name = 1}));
  EXPECT_EQ(line("LATE")["stock"], 6);
}

TEST_F(DeltaFetch, AppliesWhatChangedToAFullInventory) {
  shop.supplier.put(sandbox::SupplierProduct{.sku = "NOT-SOLD", .stock = 4});
  run({"fetch"});
  const auto full = shop.inventory();
  shop.supplier.set_stock("P001", 5);
  shop.supplier.set_stock("P002", 9);
  shop.supplier.set_stock("P002", 0);
  shop.supplier.set_stock("NOT-SOLD", 2);
  EXPECT_EQ(run(kDelta), (Counts{.changes = 1}));
  EXPECT_EQ(line("P001")["stock"], 5);
  EXPECT_EQ(line("P002")["stock"], 0);
  EXPECT_EQ(line("P003")["stock"], 7);
  EXPECT_EQ(line("NOT-SOLD")["stock"], 2);
  const auto delta = shop.inventory();
  EXPECT_EQ(delta["mode"], "delta");
  EXPECT_EQ(delta["rests_on"], full["fetched_at"]);
  EXPECT_FALSE(delta.contains("covers"));
  EXPECT_EQ(run({"match"}), Counts{});
  EXPECT_EQ(shop.quantity("P001"), 5);
}

TEST_F(DeltaFetch, WhatComesBackFromZeroIsAskedForByNameBecauseItMayBeDiscontinued) {
  shop.put("BACK", 0, 3);
  shop.put("ENDED", 0, 3);
  shop.supplier.put(sandbox::SupplierProduct{.sku = "NOT-SOLD", .stock = 0});
  run({"fetch"});
  shop.supplier.put(sandbox::SupplierProduct{.sku = "ENDED", .stock = 6, .discontinued = true});
  for (const char* sku : {"BACK", "ENDED", "NOT-SOLD"}) shop.supplier.set_stock(sku, 6);
  EXPECT_EQ(run(kDelta), (Counts{.changes = 1, .by_name = 1}));
  EXPECT_EQ(line("BACK")["stock"], 6);
  EXPECT_EQ(line("ENDED")["stock"], 0);
  EXPECT_TRUE(line("NOT-SOLD")["stock"].is_null());
}

TEST_F(DeltaFetch, ARowOfTheLogThatIsOlderThanTheInventoryIsNotBelievedAgainstIt) {
  shop.supplier.put(sandbox::SupplierProduct{.sku = "NOT-SOLD", .stock = 9});
  const auto hours_ago = std::chrono::system_clock::now() - 20h;
  for (const char* sku : {"P001", "NOT-SOLD"}) shop.supplier.log_change({.sku = sku, .at = hours_ago, .stock = 0});
  shop.supplier.log_change({.sku = "P002", .at = hours_ago, .stock = 4});
  shop.supplier.log_change({.sku = "P003", .at = hours_ago, .stock = 7});  // as the inventory says
  run({"fetch"});
  EXPECT_EQ(run(kDelta), (Counts{.changes = 1, .by_name = 1}));
  EXPECT_EQ(line("P001")["stock"], 7);
  EXPECT_EQ(line("P002")["stock"], 7);
  EXPECT_EQ(line("P003")["stock"], 7);
  EXPECT_TRUE(line("NOT-SOLD")["stock"].is_null());
}

TEST_F(DeltaFetch, UponATargetedInventoryWhatItDoesNotCoverIsAskedForByName) {
  run({"fetch", "--mode", "targeted"});
  shop.put("CAME", 4, 1);
  shop.supplier.set_stock("P001", 5);
  EXPECT_EQ(run(kDelta), (Counts{.changes = 1, .by_name = 1}));
  EXPECT_EQ(line("P001")["stock"], 5);
  EXPECT_EQ(line("CAME")["stock"], 4);
  EXPECT_EQ(shop.inventory()["covers"], "asked");
  EXPECT_EQ(shop.inventory()["count"], 31);
}

TEST_F(DeltaFetch, ReadsEveryPageOfTheLog) {
  run({"fetch"});
  for (int i = 0; i < 300; ++i) shop.supplier.set_stock(fmt::format("P{:03}", i % 30), 1 + i);
  shop.supplier.set_stock("P029", 11);
  EXPECT_EQ(run(kDelta), (Counts{.changes = 2}));
  EXPECT_EQ(line("P028")["stock"], 299);
  EXPECT_EQ(line("P029")["stock"], 11);
}

TEST_F(DeltaFetch, WithoutAnInventoryItBecomesTargetedAndSaysWhy) {
  EXPECT_EQ(run(kDelta), (Counts{.by_name = 1}));
  EXPECT_THAT(said, HasSubstr("becomes a targeted one: there is no inventory"));
  EXPECT_EQ(shop.inventory()["mode"], "targeted");
}

TEST_F(DeltaFetch, WhenTheLastFetchIsTooOldItBecomesTargeted) {
  run({"fetch"});
  shop.config["dropshipzone"]["delta_max_age_hours"] = 0;
  EXPECT_EQ(run(kDelta), (Counts{.by_name = 1}));
  EXPECT_THAT(said, HasSubstr("the limit is"));
}

TEST_F(DeltaFetch, WhenTheLogFailsItBecomesTargeted) {
  run({"fetch"});
  shop.supplier.faults().add(
      sandbox::Fault::json(500, "InternalServer", "boom").on({.path_contains = "/stock"}).repeat(5));
  EXPECT_EQ(run(kDelta).by_name, 1);
  EXPECT_THAT(said, HasSubstr("becomes a targeted one"));
}

TEST(DeltaFetchDoubt, ATotalThatIsWrongMakesItTargeted) {
  Shop shop({}, {.change_total_off = 2});
  shop.put_many(30, 7, 3);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  shop.supplier.set_stock("P001", 5);
  const auto result = shop.run(kDelta);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("may not be whole"));
  EXPECT_EQ(shop.inventory()["mode"], "targeted");
}

TEST(AutomaticFetch, TakesTheCheapestAndSaysWhyInOneLine) {
  Shop shop({}, {.most_skus = 100});
  shop.put_many(30, 7, 3);
  for (int i = 0; i < 400; ++i) shop.supplier.put(sandbox::SupplierProduct{.sku = fmt::format("X{}", i), .stock = 1});
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("fetch mode targeted: about 3 requests"));
  EXPECT_EQ(shop.supplier.requests().count({.path_contains = "/v2/products"}), 1);
  EXPECT_EQ(shop.quantity("P001"), 7);
}

TEST(AutomaticFetch, BecomesFullWhereTheSupplierIgnoresNames) {
  Shop shop({}, {.ignore_skus = true});
  shop.put_many(30, 7, 3);
  for (int i = 0; i < 400; ++i) shop.supplier.put(sandbox::SupplierProduct{.sku = fmt::format("X{}", i), .stock = 1});
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("becomes a full one"));
  EXPECT_EQ(shop.inventory()["mode"], "full");
  EXPECT_EQ(shop.quantity("P001"), 7);
}

TEST(AutomaticFetch, WithoutAStoreItIsFull) {
  Shop shop;
  shop.put_many(30, 7, 3);
  shop.config.erase("woocommerce");
  EXPECT_EQ(shop.run({"fetch", "--mode", "auto"}).exit_code, 0);
  EXPECT_EQ(shop.inventory()["mode"], "full");
}

}  // namespace
}  // namespace dsz::test
