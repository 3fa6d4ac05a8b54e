// Which store products are selected and how each kind is treated, as configured.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace dsz::test {
namespace {

using sandbox::Fault;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Selection, ABrandSelects) {
  Shop shop;
  shop.put_many(3, 4, 4);
  for (const char* sku : {"OURS", "THEIRS"}) shop.supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = 6});
  const auto brand =
      shop.store.put_term(sandbox::Taxonomy::brands, {.id = 0, .name = "Drop Ship Zone", .slug = "dropshipzone"});
  shop.store.put({.sku = "OURS", .stock_quantity = 1, .brands = {brand}});
  shop.store.put({.sku = "THEIRS", .stock_quantity = 1});
  shop.config["match"]["select"]["brand"] = nlohmann::json::array({"dropshipzone"});
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("OURS"), 6);
  EXPECT_EQ(shop.quantity("THEIRS"), 1);
}

TEST(Selection, AMarkThatTheStoreDoesNotKnowIsRefusedWithTheNearest) {
  Shop shop;
  shop.put_many(3, 5, 4);
  shop.store.put_term(sandbox::Taxonomy::tags, {.id = 0, .name = "dropship", .slug = "dropship"});
  shop.config["match"]["select"]["tag"] = "dropshp";
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 2) << result.err;
  EXPECT_THAT(result.err, HasSubstr("is \"dropship\" meant?"));
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST(Selection, WhatTheSupplierOnceHadIsRememberedWithoutAConfiguredOne) {
  Shop shop;
  shop.put_many(20, 4, 4);
  shop.put("LEAVES", 5, 5);
  shop.store.put({.sku = "NEVER-THEIRS", .stock_quantity = 9});
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  shop.supplier.remove("LEAVES");
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("LEAVES"), 0);
  EXPECT_EQ(shop.quantity("NEVER-THEIRS"), 9);
}

TEST(Selection, SkusAreComparedTrimmedAndWithoutRegardToCase) {
  Shop shop;
  shop.put_many(3, 4, 4);
  shop.supplier.put(sandbox::SupplierProduct{.sku = "Aes-T001b", .stock = 6});
  shop.store.put({.sku = " AES-t001B ", .stock_quantity = 1});
  EXPECT_EQ(shop.run({"sync", "--mode", "full"}).exit_code, 0);
  EXPECT_EQ(shop.quantity(" AES-t001B "), 6);
  shop.supplier.set_stock("Aes-T001b", 7);
  EXPECT_EQ(shop.run({"sync", "--mode", "targeted"}).exit_code, 0);  // asked for as the supplier is known to write it
  EXPECT_EQ(shop.quantity(" AES-t001B "), 7);
}

TEST(Kinds, DuplicatesAreUpdatedWhenConfigured) {
  Shop shop;
  shop.put("TWIN", 6, 1);
  shop.store.put({.sku = "twin", .stock_quantity = 2});
  shop.config["match"]["duplicates"] = "update";
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("TWIN"), 6);
  EXPECT_EQ(shop.quantity("twin"), 6);
}

TEST(Kinds, AVariationWithItsParentsStockGetsItsOwnWhenConfigured) {
  Shop shop;
  shop.put_many(20, 4, 4);
  shop.supplier.put(sandbox::SupplierProduct{.sku = "BLUE", .stock = 6});
  shop.store.put_variable({.sku = "SHIRT", .manage_stock = true, .stock_quantity = 50},
                          {{.sku = "BLUE", .manage_stock = false, .stock_quantity = std::nullopt}});
  shop.config["match"]["parent_managed"] = "manage";
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(shop.store.product("BLUE")->manage_stock);
  EXPECT_EQ(shop.quantity("BLUE"), 6);
  EXPECT_EQ(shop.quantity("SHIRT"), 50);
}

TEST(Kinds, AnUnmanagedProductChangesItsStatusOnlyAndBackAgain) {
  Shop shop;
  shop.put_many(20, 4, 4);
  shop.supplier.put(sandbox::SupplierProduct{.sku = "LOOSE", .stock = 0});
  shop.store.put({.sku = "LOOSE", .manage_stock = false, .stock_quantity = std::nullopt, .stock_status = "instock"});
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.store.product("LOOSE")->stock_status, "outofstock");
  EXPECT_FALSE(shop.store.product("LOOSE")->manage_stock);
  shop.supplier.set_stock("LOOSE", 3);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.store.product("LOOSE")->stock_status, "instock");
  shop.store.requests().clear();
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST(MissingProducts, AreAskedForFiftyNamesAtATimeEnabledAndNotWhenAHundredFoundTooFew) {
  Shop shop;
  shop.put_many(5, 4, 4);
  for (int i = 0; i < 70; ++i) shop.store.put({.sku = "GONE" + std::to_string(100 + i), .stock_quantity = 2});
  shop.config["match"]["select"]["sku_prefix"] = "GONE";
  shop.config["match"]["guards"] = {{"missing_percent", 100}, {"zeroed_percent", 100}};
  const auto result = shop.run({"sync", "--mode", "full"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::multiset<std::string> asked;
  for (const auto& record : shop.supplier.requests().matching({.query_contains = "skus="})) {
    const auto names = sandbox::split(record.request.query.get("skus"), ',');
    EXPECT_LE(names.size(), 70);
    asked.insert(names.begin(), names.end());
  }
  for (int i = 0; i < 70; ++i) {
    const std::string sku = "GONE" + std::to_string(100 + i);
    EXPECT_EQ(asked.count(sku), 4)
        << sku;  // 70 at once, then 50, which proves nothing; beside what is listed; not enabled
    EXPECT_EQ(shop.quantity(sku), 0) << sku;
  }
}

TEST(MissingProducts, AreNotBelievedWhenTheSupplierCannotBeAsked) {
  Shop shop;
  shop.put_many(20, 4, 4);
  shop.put("GONE", 5, 5);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  shop.supplier.remove("GONE");
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  shop.supplier.set_stock("P001", 9);
  shop.supplier.faults().add(Fault::html(502).on({.query_contains = "skus="}).always());
  shop.store.requests().clear();
  const auto result = shop.run({"match"});
  EXPECT_EQ(shop.quantity("GONE"), 5) << result.out << result.err;
}

class IgnoringStore : public testing::Test {
 protected:
  IgnoringStore() {
    for (int i = 0; i < 120; ++i) shop.put("S" + std::to_string(1000 + i), 5, 4);
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  }
  Shop shop;
};

TEST_F(IgnoringStore, IsFoundOutByTheFirstBatchWhereTheSettingCannotBeRead) {
  shop.store.set_stock_management(false);
  shop.store.set_analytics(false);               // the stock report would tell before
  shop.config["match"]["unmanaged"] = "manage";  // as which such a store shows all its products
  shop.store.faults().add(Fault::json(403, "woocommerce_rest_cannot_view", "Sorry, you cannot view this resource.")
                              .on({.path_contains = "/settings/"})
                              .always());
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 4) << result.err;
  EXPECT_THAT(result.err, HasSubstr("WooCommerce > Settings > Products > Inventory > Stock management"));
  EXPECT_EQ(shop.writes().size(), 1);
  EXPECT_EQ(shop.quantity("S1000"), 4);
}

TEST_F(IgnoringStore, WhatIsIgnoredIsToldApartFromWhatFailed) {
  const auto keeps_one = [](std::string body) {
    const auto at = body.find("\"stock_quantity\":5");
    if (at != std::string::npos) body.replace(at, 18, "\"stock_quantity\":4");
    return body;
  };
  shop.store.faults().add(Fault::edited(keeps_one).on({.method = "POST"}));
  const auto document = shop.run_json({"match"});
  EXPECT_EQ(document["exit_code"], 3);
  EXPECT_EQ(document["match"]["writes"]["ignored"], 1);
  EXPECT_EQ(document["match"]["writes"]["failed"], 0);
  EXPECT_EQ(document["match"]["writes"]["written"], 119);
  EXPECT_THAT(document["sentence"].get<std::string>(), HasSubstr("1 ignored by the store"));
}

}  // namespace
}  // namespace dsz::test
