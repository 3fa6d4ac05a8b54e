// Each rule of `match`, by configuration, on the real program.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class Rules : public testing::Test {
 protected:
  Rules() { shop.put_many(20, 4, 4); }
  void expect_done(std::vector<std::string> command = {"sync"}) {
    const auto result = shop.run(std::move(command));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    said = result.out + result.err;
  }
  Shop shop;
  std::string said;
};

TEST_F(Rules, BufferCapAndMinimumShapeTheQuantity) {
  shop.put("MANY", 90, 1);
  shop.put("SOME", 20, 1);
  shop.put("FEW", 6, 9);
  shop.config["match"]["buffer"] = 2;
  shop.config["match"]["cap"] = 50;
  shop.config["match"]["minimum"] = 5;
  shop.config["match"]["guards"]["zeroed_percent"] = 100;
  expect_done();
  EXPECT_EQ(shop.quantity("MANY"), 50);
  EXPECT_EQ(shop.quantity("SOME"), 18);
  EXPECT_EQ(shop.quantity("FEW"), 0);
}

TEST_F(Rules, OutOfStockAndDiscontinuedAreZeroWhateverTheQuantitySays) {
  for (const char* sku : {"OUT", "FLAG", "ENDED"}) shop.store.put({.sku = sku, .stock_quantity = 9});
  shop.supplier.put(sandbox::SupplierProduct{.sku = "OUT", .stock = 7, .overlay = R"({"status":"Out Of Stock"})"});
  shop.supplier.put(sandbox::SupplierProduct{.sku = "FLAG", .stock = 7, .overlay = R"({"in_stock":"0"})"});
  shop.supplier.put(sandbox::SupplierProduct{.sku = "ENDED", .stock = 7, .discontinued = true});
  expect_done();
  for (const char* sku : {"OUT", "FLAG", "ENDED"}) EXPECT_EQ(shop.quantity(sku), 0) << sku;
}

TEST_F(Rules, OddQuantitiesAreUnknownAndUntouched) {
  const std::vector<std::string> odd = {"null",       "-3",    "2.5", "true",      R"("many")",
                                        "2147483648", R"("")", "[1]", R"({"a":1})"};
  for (std::size_t i = 0; i < odd.size(); ++i) {
    const std::string sku = "ODD" + std::to_string(i);
    shop.supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = 7, .overlay = R"({"stock_qty":)" + odd[i] + "}"});
    shop.store.put({.sku = sku, .stock_quantity = 9});
  }
  shop.supplier.put(sandbox::SupplierProduct{.sku = "TEXT", .stock = 7, .overlay = R"({"stock_qty":"12.00"})"});
  shop.store.put({.sku = "TEXT", .stock_quantity = 9});
  expect_done();
  for (std::size_t i = 0; i < odd.size(); ++i) EXPECT_EQ(shop.quantity("ODD" + std::to_string(i)), 9) << odd[i];
  EXPECT_EQ(shop.quantity("TEXT"), 12);
}

TEST_F(Rules, MissingProductsCanBeLeftAlone) {
  shop.put("GONE", 5, 5);
  expect_done();
  shop.supplier.remove("GONE");
  shop.config["match"]["missing"] = "ignore";
  expect_done();
  EXPECT_EQ(shop.quantity("GONE"), 5);
  EXPECT_THAT(said, HasSubstr("GONE"));
}

TEST_F(Rules, ADisabledProductIsMissingAndOneThatTheFeedLacksButTheSupplierHasIsNot) {
  shop.put("DISABLED", 5, 5);
  shop.put("THERE", 5, 5);
  expect_done();
  shop.supplier.set_enabled("DISABLED", false);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  shop.supplier.set_stock("THERE", 8);  // after the fetch; it is in the feed, so the feed's quantity holds
  shop.supplier.put(sandbox::SupplierProduct{.sku = "LATE", .stock = 3});
  shop.store.put({.sku = "LATE", .stock_quantity = 1});
  shop.config["match"]["select"]["sku_pattern"] = "^(DISABLED|THERE|LATE)$";
  expect_done({"match"});
  EXPECT_EQ(shop.quantity("DISABLED"), 0);
  EXPECT_EQ(shop.quantity("THERE"), 5);
  EXPECT_EQ(shop.quantity("LATE"), 3);  // asked for by name
}

TEST_F(Rules, UnmanagedProductsAreManagedOrSkippedAsConfigured) {
  shop.supplier.put(sandbox::SupplierProduct{.sku = "LOOSE", .stock = 7});
  shop.store.put({.sku = "LOOSE", .manage_stock = false, .stock_quantity = std::nullopt, .stock_status = "outofstock"});
  shop.config["match"]["unmanaged"] = "skip";
  expect_done();
  EXPECT_EQ(shop.store.product("LOOSE")->stock_status, "outofstock");
  shop.config["match"]["unmanaged"] = "manage";
  expect_done();
  EXPECT_TRUE(shop.store.product("LOOSE")->manage_stock);
  EXPECT_EQ(shop.quantity("LOOSE"), 7);
}

TEST_F(Rules, AProductThatStaysBuyableAtZeroIsNamed) {
  shop.supplier.put(sandbox::SupplierProduct{.sku = "BACKORDER", .stock = 0});
  shop.store.put({.sku = "BACKORDER", .stock_quantity = 5, .backorders = "notify"});
  expect_done();
  EXPECT_EQ(shop.quantity("BACKORDER"), 0);
  EXPECT_THAT(said, HasSubstr("can still be bought"));
}

TEST_F(Rules, MissingIsNotBelievedWithoutAnAccountUnlessConfigured) {
  shop.put("GONE", 5, 5);
  expect_done();
  shop.supplier.remove("GONE");
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  for (const char* key : {"email", "password"}) shop.config["dropshipzone"].erase(key);
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("match.confirm_missing"));
  EXPECT_EQ(shop.quantity("GONE"), 5);
  shop.config["match"]["confirm_missing"] = false;
  expect_done({"match"});
  EXPECT_EQ(shop.quantity("GONE"), 0);
}

TEST_F(Rules, AFeedThatShrankStopsTheRunAndDoesNotMoveItsMeasure) {
  shop.put_many(60, 4, 4, "MORE");
  expect_done({"sync", "--mode", "full"});
  for (int i = 0; i < 40; ++i) shop.supplier.remove("MORE0" + std::string(i < 10 ? "0" : "") + std::to_string(i));
  shop.config["match"]["select"]["sku_prefix"] = "P";
  shop.supplier.set_stock("P001", 9);
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto result = shop.run({"sync", "--mode", "full"});
    EXPECT_EQ(result.exit_code, 4);
    EXPECT_THAT(result.err, HasSubstr("feed_drop_percent"));
    EXPECT_EQ(shop.quantity("P001"), 4);
  }
}

TEST_F(Rules, MostGoingToZeroStopsTheRun) {
  for (int i = 0; i < 12; ++i) shop.supplier.set_stock("P0" + std::string(i < 10 ? "0" : "") + std::to_string(i), 0);
  shop.store.requests().clear();
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("12 of 20"));
  EXPECT_THAT(shop.writes(), IsEmpty());
  EXPECT_EQ(shop.run({"sync", "--dry-run"}).exit_code, 4);
}

}  // namespace
}  // namespace dsz::test
