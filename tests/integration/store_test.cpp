// Reading and writing stores of both recorded versions, each way to sign in, and what a store can do wrong.
#include "shop.hpp"
#include "staging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using sandbox::Fault;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const sandbox::RequestMatch kWrites{.method = "POST"};
const sandbox::RequestMatch kLists{.path_contains = "/wc/v3/products"};

class StoreVersions : public testing::TestWithParam<const char*> {
 protected:
  Shop shop{sandbox::StoreOptions{.ports = {}, .version = GetParam()}};
};

INSTANTIATE_TEST_SUITE_P(Both, StoreVersions, testing::Values("11.0.1", "7.9.0"),
                         [](const auto& version) { return std::string(version.param) == "7.9.0" ? "Old" : "New"; });

TEST_P(StoreVersions, EachKindOfProductGetsWhatItCanHave) {
  for (const char* sku : {"PLAIN", "DRAFT", "PRIVATE", "UNMANAGED", "EXTERNAL", "RED", "BLUE", "TRASHED"}) {
    shop.supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = 6});
  }
  shop.put_many(20, 3, 3);
  shop.store.put({.sku = "PLAIN", .stock_quantity = 1});
  shop.store.put({.sku = "DRAFT", .status = "draft", .stock_quantity = 1});
  shop.store.put({.sku = "PRIVATE", .status = "private", .stock_quantity = 1});
  shop.store.put({.sku = "TRASHED", .status = "trash", .stock_quantity = 1});
  shop.store.put(
      {.sku = "UNMANAGED", .manage_stock = false, .stock_quantity = std::nullopt, .stock_status = "outofstock"});
  shop.store.put({.sku = "EXTERNAL", .type = "external", .manage_stock = false, .stock_quantity = std::nullopt});
  shop.store.put_variable(
      {.sku = "SHIRT", .manage_stock = true, .stock_quantity = 50},
      {{.sku = "RED", .stock_quantity = 2}, {.sku = "BLUE", .manage_stock = false, .stock_quantity = std::nullopt}});

  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("PLAIN"), 6);
  EXPECT_EQ(shop.quantity("DRAFT"), 6);
  EXPECT_EQ(shop.quantity("PRIVATE"), 6);
  EXPECT_EQ(shop.quantity("TRASHED"), 1);
  EXPECT_EQ(shop.store.product("UNMANAGED")->stock_status, "instock");
  EXPECT_FALSE(shop.store.product("UNMANAGED")->manage_stock);
  EXPECT_EQ(shop.quantity("RED"), 6);
  EXPECT_EQ(shop.store.product("RED")->parent_id, shop.store.product("SHIRT")->id);
  EXPECT_FALSE(shop.store.product("BLUE")->manage_stock);  // its stock is its parent's
  EXPECT_EQ(shop.quantity("SHIRT"), 50);
  EXPECT_THAT(result.out, HasSubstr("BLUE"));
}

TEST_P(StoreVersions, ManyPagesAndManyVariationsAreReadWhole) {
  for (int i = 0; i < 230; ++i) shop.put("S" + std::to_string(i), 5, i % 2 == 0 ? 5 : 4);
  for (int i = 0; i < 12; ++i) {
    std::vector<sandbox::StoreProduct> variations;
    for (int k = 0; k < 15; ++k) {
      const std::string sku = "V" + std::to_string(i) + "-" + std::to_string(k);
      shop.supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = 8});
      variations.push_back({.sku = sku, .stock_quantity = 7});
    }
    shop.store.put_variable(
        {.sku = "PARENT" + std::to_string(i), .manage_stock = false, .stock_quantity = std::nullopt}, variations);
  }
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  for (const auto& product : shop.store.products()) {
    EXPECT_TRUE(product.type != "variation" || product.stock_quantity == 8) << product.sku;
    EXPECT_TRUE(product.type != "simple" || product.stock_quantity == 5) << product.sku;
  }
  for (const auto& record : shop.store.requests().writes()) {
    const auto body = nlohmann::json::parse(record.request.body);
    EXPECT_LE(body.at("update").size(), 50);
  }
  shop.store.requests().clear();
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST_P(StoreVersions, OnlyStockFieldsOfReadProductsAreSent) {
  shop.put_many(30, 5, 4);
  shop.store.put({.sku = "FOREIGN", .stock_quantity = 2});
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  std::size_t items = 0;
  for (const auto& record : shop.store.requests().writes()) {
    const auto body = nlohmann::json::parse(record.request.body);
    EXPECT_EQ(body.size(), 1);
    for (const auto& item : body.at("update")) {
      ++items;
      for (const auto& [key, value] : item.items()) {
        EXPECT_TRUE(key == "id" || key == "stock_quantity" || key == "_fields") << key;
        EXPECT_TRUE(key != "stock_quantity" || value.is_number_unsigned());
      }
    }
  }
  EXPECT_EQ(items, 30);
}

TEST(StoreSelection, AStoreThatIgnoresTheFilterGetsNothingElseWritten) {
  Shop shop;
  const auto tag = shop.store.put_term(sandbox::Taxonomy::tags, {.id = 0, .name = "Dropship", .slug = "dropship"});
  auto rows = nlohmann::json::array();
  for (int i = 0; i < 6; ++i) {
    const std::string sku = "P" + std::to_string(i);
    shop.supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = 6});
    const bool tagged = i < 2;
    const auto id = shop.store.put({.sku = sku, .stock_quantity = 1, .tags = {tagged ? tag : 0}});
    rows.push_back({{"id", id}, {"tags", nlohmann::json::array()}});
    if (tagged) rows.back()["tags"].push_back({{"id", tag}});
  }
  shop.config["match"]["select"]["tag"] = "dropship";
  const std::string filter = "tag=" + std::to_string(tag);
  shop.store.faults().add(
      Fault::answer(200, rows.dump(), "application/json", {{"X-WP-Total", "6"}, {"X-WP-TotalPages", "1"}})
          .on({.path_contains = "/wc/v3/products", .query_contains = filter}));
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("match.select.tag: the store also listed 4 products that do not have it"));
  EXPECT_EQ(shop.quantity("P1"), 6);
  EXPECT_EQ(shop.quantity("P2"), 1);
  EXPECT_EQ(shop.store.saves(), 2);
}

TEST(StoreSelection, APrefixATagACategoryAndAMetaFieldSelect) {
  Shop shop;
  for (const char* sku : {"DZ-1", "TAGGED", "SORTED", "META", "OTHER"}) {
    shop.supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = 6});
  }
  const auto tag =
      shop.store.put_term(sandbox::Taxonomy::tags, {.id = 0, .name = "Drop &amp; Ship", .slug = "drop-ship"});
  const auto category = shop.store.put_term(sandbox::Taxonomy::categories, {.id = 0, .name = "Sheds", .slug = "sheds"});
  shop.store.put({.sku = "DZ-1", .stock_quantity = 1});
  shop.store.put({.sku = "TAGGED", .stock_quantity = 1, .tags = {tag}});
  shop.store.put({.sku = "SORTED", .stock_quantity = 1, .categories = {category}});
  shop.store.put({.sku = "META", .stock_quantity = 1, .meta = {{0, "_supplier", "dropshipzone"}}});
  shop.store.put({.sku = "OTHER", .stock_quantity = 1});
  shop.config["match"]["select"] = {
      {"sku_prefix", "DZ-"}, {"tag", "Drop & Ship"}, {"category", "sheds"}, {"meta", {{"_supplier", "dropshipzone"}}}};
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const char* sku : {"DZ-1", "TAGGED", "SORTED", "META"}) EXPECT_EQ(shop.quantity(sku), 6) << sku;
  EXPECT_EQ(shop.quantity("OTHER"), 1);
}

TEST(StoreSelection, TwoStoreProductsWithOneSkuAreLeftAloneAndReported) {
  Shop shop;
  shop.put("TWIN", 6, 1);
  shop.store.put({.sku = "twin", .stock_quantity = 2});
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("TWIN"), 1);
  EXPECT_EQ(shop.quantity("twin"), 2);
  EXPECT_THAT(result.out, HasSubstr("TWIN"));
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST(StoreSignIn, KeysGoIntoTheQueryWhereTheHostStripsTheHeader) {
  Shop shop({.ports = {}, .authorization_stripped = true});
  shop.put_many(3, 5, 4);
  const auto result = shop.run({"-v", "sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("P002"), 5);
  EXPECT_THAT(result.out + result.err + shop.content("logs/sync.log"), Not(HasSubstr("cs_rw")));
}

TEST(StoreSignIn, PlainHttpOnLoopbackIsSigned) {
  Shop shop({.ports = {.http = true, .https = false}});
  shop.put_many(3, 5, 4);
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("P002"), 5);
  EXPECT_EQ(shop.store.requests().writes().at(0).auth, "oauth ck_rw");
}

TEST(StoreSignIn, WrongKeysAndReadOnlyKeysAreRefusedCredentials) {
  Shop shop;
  shop.put_many(3, 5, 4);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  shop.config["woocommerce"]["consumer_secret"] = "cs_wrong";
  auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 12);
  EXPECT_THAT(result.err, HasSubstr("woocommerce.consumer_secret"));
  shop.config["woocommerce"]["consumer_key"] = "ck_r";
  shop.config["woocommerce"]["consumer_secret"] = "cs_r";
  EXPECT_EQ(shop.run({"match", "-n"}).exit_code, 0);
  result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 12);
  EXPECT_THAT(result.err, HasSubstr("write"));
  EXPECT_EQ(shop.quantity("P000"), 4);
}

TEST(StoreSignIn, ACertificateThatCannotBeCheckedIsRefused) {
  Shop shop;
  shop.put_many(3, 5, 4);
  shop.run({"fetch"});
  shop.config["woocommerce"].erase("ca_file");
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 13);
  EXPECT_THAT(result.err, HasSubstr("certificate"));
  EXPECT_EQ(shop.store.requests().count(), 0);
}

class StoreFaults : public testing::Test {
 protected:
  StoreFaults() {
    shop.put_many(12, 5, 4);
    shop.run({"fetch"});
    shop.store.requests().clear();
  }
  void expect_all_written() {
    for (const auto& product : shop.store.products()) EXPECT_EQ(product.stock_quantity, 5) << product.sku;
  }
  void expect_nothing_written(int exit_code) {
    const auto result = shop.run({"match"});
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    EXPECT_EQ(shop.store.saves(), 0);
    said = result.err;
  }
  Shop shop;
  std::string said;
};

TEST_F(StoreFaults, StockManagementOffStopsTheRunAndNamesTheSetting) {
  shop.store.set_stock_management(false);
  expect_nothing_written(4);
  EXPECT_THAT(said, HasSubstr("stock management"));
}

TEST_F(StoreFaults, StockManagementOffShowsAlsoWhereTheKeyMayNotReadTheSetting) {
  shop.store.set_stock_management(false);
  shop.store.faults().add(
      Fault::json(403, "woocommerce_rest_cannot_view", "Sorry").on({.path_contains = "/settings/"}).always());
  expect_nothing_written(4);
  EXPECT_THAT(said, HasSubstr("Stock management is off"));
}

TEST_F(StoreFaults, AFirewallsPageIsNamedAndNotRepeated) {
  shop.store.faults().add(Fault::cloudflare_challenge().on(kLists).always());
  expect_nothing_written(13);
  EXPECT_THAT(said, HasSubstr("Cloudflare"));
}

TEST_F(StoreFaults, AnAnswerWithoutEndIsGivenUpAt16MiB) {
  shop.store.faults().add(Fault::endless("[", 40U << 20U).on(kLists).always());
  expect_nothing_written(13);
  EXPECT_THAT(said, HasSubstr("larger than 16777216 bytes"));
}

TEST_F(StoreFaults, NoticesAndMarksBeforeTheJsonArePassedOver) {
  shop.store.faults().add(Fault::php_notice().on(kLists).repeat(3));
  shop.store.faults().add(Fault::bom().on(kLists).always());
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  expect_all_written();
}

TEST_F(StoreFaults, AListThatCannotBeReadIsNeverAPartOfACatalogue) {
  shop.store.faults().add(
      Fault::cut_json(0.5).on({.path_contains = "/wc/v3/products", .query_contains = "per_page=100"}).always());
  expect_nothing_written(13);
}

TEST_F(StoreFaults, ADoneWriteThatAnswers504IsReadAgainAndNotRepeated) {
  shop.store.faults().add(Fault::html(504).done().on(kWrites));
  EXPECT_EQ(shop.run({"match"}, hasty()).exit_code, 0);
  expect_all_written();
  EXPECT_EQ(shop.store.saves(), 12);
}

TEST_F(StoreFaults, ALostWriteIsRepeatedOnceItIsKnownToBeLost) {
  shop.store.faults().add(Fault::closed().on(kWrites));
  EXPECT_EQ(shop.run({"match"}, hasty()).exit_code, 0);
  expect_all_written();
  EXPECT_EQ(shop.store.saves(), 12);
}

TEST_F(StoreFaults, ABatchThatIsTooLargeForTheHostIsHalved) {
  shop.store.faults().add(Fault::batch_limit(3));
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  expect_all_written();
}

TEST_F(StoreFaults, AnItemThatFailsIsToldApart) {
  const auto id = shop.store.product("P003")->id;
  shop.store.endpoint().at_nth(kWrites, 1, sandbox::Moment::before, [&](const auto&) { shop.store.remove(id); });
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr("P003"));
  EXPECT_EQ(shop.quantity("P004"), 5);
}

TEST_F(StoreFaults, ARedirectedWriteIsNotFollowedAndNotTakenForSuccess) {
  shop.store.faults().add(Fault::redirect(shop.store.https_url() + "/wp-json/wc/v3/products").on(kWrites).always());
  EXPECT_NE(shop.run({"match"}).exit_code, 0);
  EXPECT_EQ(shop.store.saves(), 0);
}

TEST_F(StoreFaults, AListInsteadOfABatchAnswerIsNotSuccess) {
  shop.store.faults().add(Fault::answer(200, "[]", "application/json").on(kWrites).always());
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 13) << result.err;
  EXPECT_THAT(result.err, HasSubstr("batch"));
  EXPECT_EQ(shop.store.saves(), 0);
}

TEST_F(StoreFaults, AProductDeletedWhileTheCatalogueIsReadLosesNoOther) {
  for (int i = 0; i < 250; ++i) shop.put("MORE" + std::to_string(i), 5, 4);
  shop.run({"fetch"});
  const auto first = shop.store.product("P000")->id;
  shop.store.endpoint().at_nth({.path_contains = "/wc/v3/products", .query_contains = "page=2"}, 1,
                               sandbox::Moment::before, [&](const auto&) { shop.store.remove(first); });
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  expect_all_written();
}

TEST_F(StoreFaults, PlainPermalinksAreNamed) {
  Shop plain({.ports = {}, .pretty_permalinks = false});
  plain.put_many(3, 5, 4);
  plain.run({"fetch"});
  const auto result = plain.run({"match"});
  EXPECT_EQ(result.exit_code, 13);
  EXPECT_THAT(result.err, HasSubstr("ermalink"));
}

}  // namespace
}  // namespace dsz::test
