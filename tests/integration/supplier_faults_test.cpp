// What the supplier can do wrong during a fetch beyond one bad answer (those are in fetch_disasters_test.cpp): after
// each, the old inventory stands byte for byte or the new one is whole and right, and the exit code and the sentence
// say which.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <set>

namespace dsz::test {
namespace {

using sandbox::Fault;
using testing::HasSubstr;
using testing::Not;

const sandbox::RequestMatch kPages{.path_contains = "/v2/products"};
const sandbox::RequestMatch kSignIns{.path_contains = "/auth"};

/// Five pages of 100, and an inventory from before.
class SupplierFaults : public testing::Test {
 protected:
  SupplierFaults() {
    for (int i = 0; i < 450; ++i) shop.supplier.put(sandbox::SupplierProduct{.sku = sku(i), .stock = i % 50});
    shop.config["dropshipzone"]["page_size"] = 100;
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
    before = shop.content("dropshipzone_inventory.json");
    shop.supplier.set_stock(sku(1), 77);
    shop.supplier.requests().clear();
  }

  static std::string sku(int number) { return "SKU-" + std::to_string(10'000 + number); }

  void expect_repaired(const Fault& fault) {
    shop.supplier.faults().add(fault);
    const auto result = shop.run({"fetch"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto inventory = shop.inventory();
    EXPECT_EQ(inventory["count"], 450);
    EXPECT_EQ(inventory["products"].size(), 450);
    EXPECT_EQ(inventory["products"][1]["stock"], 77);
    EXPECT_GE(shop.supplier.faults().strikes(), 1);
  }

  ProgramResult expect_old_inventory_stays(const Fault& fault, int exit_code) {
    shop.supplier.faults().add(fault);
    auto result = shop.run({"fetch"});
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    EXPECT_EQ(shop.content("dropshipzone_inventory.json"), before);
    EXPECT_FALSE(std::filesystem::exists(shop.file("temp_inventory.json")));
    EXPECT_GE(shop.supplier.faults().strikes(), 1);
    return result;
  }

  Shop shop;
  std::string before;
};

TEST_F(SupplierFaults, OtherClientErrorsAreNotRepeated) {
  const auto result =
      expect_old_inventory_stays(Fault::json(400, "ResourceNotFound", "Bad Request").on(kPages).after(2).always(), 10);
  EXPECT_THAT(result.err, HasSubstr("400"));
  std::set<std::string> refused;  // other pages were under way already
  for (const auto& record : shop.supplier.requests().matching(kPages)) {
    EXPECT_TRUE(record.status == 200 || refused.insert(record.request.query_text).second) << record.request.query_text;
  }
}

TEST_F(SupplierFaults, TheSamePageAnsweredForAllPagesIsNotAnInventory) {
  struct FirstPage {
    std::mutex mutex;
    std::string body;
  };
  const auto first = std::make_shared<FirstPage>();  // the service's threads may outlive this test's locals
  const auto keep = Fault::edited([first](const std::string& body) {
    const std::lock_guard lock(first->mutex);
    if (first->body.empty()) first->body = body;
    return first->body;
  });
  const auto result = expect_old_inventory_stays(keep.on(kPages).always(), 10);
  EXPECT_THAT(result.err, Not(HasSubstr("exception")));
}

TEST_F(SupplierFaults, ATotalThatCannotBeReachedIsAFailure) {
  const auto result = expect_old_inventory_stays(Fault::edited([](std::string body) {
                                                   const auto at = body.find("\"total\":450");
                                                   if (at != std::string::npos) body.replace(at, 11, "\"total\":495");
                                                   return body;
                                                 })
                                                     .on(kPages)
                                                     .always(),
                                                 10);
  EXPECT_THAT(result.err, HasSubstr("495"));
}

TEST_F(SupplierFaults, AnEmptyFeedIsAFailure) {
  expect_old_inventory_stays(
      Fault::answer(200, R"({"result":[],"total":0,"total_pages":0,"current_page":1})", "application/json")
          .on(kPages)
          .always(),
      10);
}

TEST_F(SupplierFaults, ARefusedTokenIsRenewedOnce) {
  shop.supplier.revoke_tokens();
  shop.supplier.requests().clear();
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.supplier.requests().count(kSignIns), 1);
}

TEST_F(SupplierFaults, ATokenThatIsRefusedInTheMiddleIsRenewedOnce) {
  shop.supplier.endpoint().at_nth(kPages, 4, sandbox::Moment::before,
                                  [&](const auto&) { shop.supplier.revoke_tokens(); });
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.supplier.requests().count(kSignIns), 1);
  EXPECT_EQ(shop.inventory()["count"], 450);
}

TEST_F(SupplierFaults, WrongCredentialsAreAskedOnceAndNamed) {
  std::filesystem::remove(shop.file("token_store.json"));
  shop.supplier.set_password("changed");
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 12);
  EXPECT_THAT(result.err, HasSubstr("dropshipzone.password"));
  EXPECT_EQ(shop.supplier.requests().count(), 1);
  EXPECT_EQ(shop.content("dropshipzone_inventory.json"), before);
}

TEST_F(SupplierFaults, ADamagedTokenFileIsANewSignIn) {
  std::filesystem::resize_file(shop.file("token_store.json"), 10);
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.supplier.requests().count(kSignIns), 1);
}

TEST_F(SupplierFaults, AProductDisabledWhilePagesAreReadLosesNoOther) {
  shop.supplier.endpoint().at_nth(kPages, 3, sandbox::Moment::after,
                                  [&](const auto&) { shop.supplier.set_enabled(sku(5), false); });
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::set<std::string> found;
  const auto inventory = shop.inventory();
  for (const auto& product : inventory["products"]) found.insert(product["sku"].get<std::string>());
  for (int i = 0; i < 450; ++i) {
    EXPECT_TRUE(i == 5 || found.contains(sku(i))) << sku(i);
  }
}

TEST_F(SupplierFaults, ARedirectIsNotFollowedWithTheToken) {
  sandbox::SupplierService other;
  const auto result =
      expect_old_inventory_stays(Fault::redirect(other.url() + "/v2/products", 302).on(kPages).always(), 10);
  EXPECT_EQ(other.requests().count(), 0);
}

TEST_F(SupplierFaults, NestingWithoutEndAndWrongTypesNeverBecomeAStock) {
  expect_repaired(Fault::answer(200, std::string(100'000, '['), "application/json").on(kPages).after(1));
}

TEST_F(SupplierFaults, UnknownStockIsNullAndLeavesTheStoreAlone) {
  const auto id = shop.store.put({.sku = sku(2), .stock_quantity = 41});
  shop.supplier.put(sandbox::SupplierProduct{.sku = sku(2), .stock = 9, .overlay = R"({"stock_qty":"many"})"});
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(shop.inventory()["products"][2]["stock"].is_null());
  EXPECT_EQ(shop.store.product(id)->stock_quantity, 41);
  EXPECT_THAT(result.err + result.out, HasSubstr(sku(2)));
}

TEST_F(SupplierFaults, ASkuThatTheSupplierListsTwiceIsMerged) {
  shop.supplier.put(sandbox::SupplierProduct{.sku = sku(400), .stock = 31, .overlay = R"({"sku":"SKU-10003"})"});
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto inventory = shop.inventory();
  EXPECT_EQ(inventory["count"], 449);
  EXPECT_EQ(inventory["products"][3]["stock"], 31);  // the later page holds
}

TEST_F(SupplierFaults, AFeedWhoseStockCannotBeReadIsNotAnInventory) {
  const auto rename = [](std::string body) {
    for (std::size_t at = 0; (at = body.find("\"stock_qty\"", at)) != std::string::npos;)
      body.replace(at, 11, "\"stock_now\"");
    return body;
  };
  const auto result = expect_old_inventory_stays(Fault::edited(rename).on(kPages).always(), 10);
  EXPECT_THAT(result.err, HasSubstr("cannot be read"));
}

TEST_F(SupplierFaults, MatchConfirmsMissingProductsWithAPasswordFromAFile) {
  const auto secret = shop.file("password");
  std::ofstream(secret) << "sandbox-password\n";
  std::filesystem::permissions(secret, std::filesystem::perms(0600));
  shop.config["dropshipzone"].erase("password");
  shop.config["dropshipzone"]["password_file"] = "password";
  const auto gone = shop.store.put({.sku = "GONE", .stock_quantity = 3});
  shop.config["match"]["select"]["sku_prefix"] = "GONE";
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.store.product(gone)->stock_quantity, 0);
}

}  // namespace
}  // namespace dsz::test
