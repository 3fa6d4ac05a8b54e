// What the sandbox's store does beyond the recordings, and how a test stages it.
#include "shop.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

namespace dsz::test {
namespace {

using sandbox::Moment;
using sandbox::StoreOptions;
using sandbox::StoreProduct;
using sandbox::StoreService;

json rows(const sandbox::HttpResult& answer) { return json::parse(answer.body); }

TEST(SandboxStore, SellsBetweenReadAndWrite) {
  StoreService store;
  const StoreClient client(store);
  const std::int64_t id = store.put({.sku = "A", .stock_quantity = 5});
  store.endpoint().at_nth({.method = "GET"}, 1, Moment::after, [&](const sandbox::HttpRequest&) { store.sell(id, 2); });
  EXPECT_EQ(rows(client.get("/wc/v3/products")).at(0).at("stock_quantity"), 5);
  EXPECT_EQ(rows(client.get("/wc/v3/products")).at(0).at("stock_quantity"), 3);
}

TEST(SandboxStore, SellsAVariationOutOfItsParentsStock) {
  StoreService store;
  const std::int64_t parent =
      store.put_variable({.sku = "P", .stock_quantity = 1}, {{.sku = "V", .manage_stock = false}});
  const std::int64_t variation = store.product("V")->id;
  store.sell(variation);
  EXPECT_EQ(store.product(parent)->stock_quantity, 0);
  EXPECT_EQ(store.product(variation)->stock_status, "outofstock");
}

TEST(SandboxStore, TakesTheStatusOfAnUnmanagedParentFromItsVariations) {
  StoreService store;
  const StoreClient client(store);
  const std::int64_t parent =
      store.put_variable({.sku = "P", .manage_stock = false}, {{.sku = "V", .stock_quantity = 3}});
  const std::string path = "/wc/v3/products/" + std::to_string(parent) + "/variations/batch";
  const json to_zero = {{"update", {{{"id", store.product("V")->id}, {"stock_quantity", 0}}}}};
  EXPECT_EQ(store.product(parent)->stock_status, "instock");
  EXPECT_EQ(client.post(path, to_zero).status, 200);
  EXPECT_EQ(store.product(parent)->stock_status, "outofstock");
}

TEST(SandboxStore, ShowsTheParentsSkuForAVariationWithoutOne) {
  StoreService store;
  const StoreClient client(store);
  store.put_variable({.sku = "P"}, {StoreProduct{}});
  EXPECT_EQ(rows(client.get("/wc/v3/variations")).at(0).at("sku"), "P");
  EXPECT_EQ(rows(client.get("/wc/v3/products?sku=P")).size(), 1U) << "it is not found by the parent's SKU";
}

TEST(SandboxStore, KeepsTwoProductsWithOneSku) {
  StoreService store;
  const StoreClient client(store);
  store.put({.sku = "TWICE"});
  store.put({.sku = "twice"});
  EXPECT_EQ(rows(client.get("/wc/v3/products?sku=Twice")).size(), 2U);
}

TEST(SandboxStore, RepeatsAndLosesRowsInItsDefaultOrderButNotById) {
  StoreService store;
  const StoreClient client(store);
  for (int i = 0; i < 20; ++i) store.put({.sku = "S" + std::to_string(i)});
  const auto seen = [&](const std::string& order) {
    std::set<std::int64_t> ids;
    for (const char* page : {"1", "2"}) {
      for (const json& row : rows(client.get("/wc/v3/products?per_page=10&page=" + std::string(page) + order))) {
        ids.insert(row.at("id").get<std::int64_t>());
      }
    }
    return ids.size();
  };
  EXPECT_LT(seen(""), 20U);
  EXPECT_EQ(seen("&orderby=id&order=asc"), 20U);
}

TEST(SandboxStore, HidesTheStockReportWhenAnalyticsIsOff) {
  StoreService store;
  const StoreClient client(store);
  store.set_analytics(false);
  EXPECT_EQ(client.get("/wc-analytics/reports/stock").status, 404);
  EXPECT_EQ(client.get("/").body.find("wc-analytics"), std::string::npos);
}

TEST(SandboxStore, AnswersAPageWithoutPrettyPermalinks) {
  StoreOptions options;
  options.pretty_permalinks = false;
  StoreService store(options);
  const auto answer = StoreClient(store).get("/");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.headers.at("content-type"), "text/html; charset=UTF-8");
}

TEST(SandboxStore, NeedsKeysInTheQueryWhereTheHeaderIsStripped) {
  StoreService store;
  store.set_authorization_stripped(true);
  const StoreClient client(store);
  EXPECT_EQ(client.get("/wc/v3/products").status, 401);
  EXPECT_EQ(client.get("/wc/v3/products?consumer_key=ck_rw&consumer_secret=cs_rw").status, 200);
}

TEST(SandboxStore, RecordsWhatCouldHaveChangedSomething) {
  StoreService store;
  const StoreClient client(store);
  const std::int64_t id = store.put({.sku = "A"});
  client.get("/wc/v3/products");
  EXPECT_TRUE(store.requests().writes().empty());
  client.set(id, 3);
  ASSERT_EQ(store.requests().writes().size(), 1U);
  EXPECT_EQ(store.requests().writes()[0].auth, "basic ck_rw");
  EXPECT_EQ(store.saves(), 1U);
}

TEST(SandboxStore, ServesSeveralClientsAtOnceWhileItsWorldChanges) {
  constexpr int kClients = 6;
  constexpr int kRounds = 15;
  StoreService store;
  std::vector<std::int64_t> ids;
  ids.reserve(kClients);
  for (int i = 0; i < kClients; ++i) ids.push_back(store.put({.sku = "S" + std::to_string(i)}));
  std::atomic<int> answered{0};
  std::vector<std::thread> clients;
  clients.reserve(kClients);
  for (const std::int64_t id : ids) {
    clients.emplace_back([&store, &answered, id] {
      const StoreClient client(store);
      for (int round = 1; round <= kRounds; ++round) {
        if (client.set(id, round).status == 200) ++answered;
        if (client.get("/wc/v3/products").status == 200) ++answered;
        store.sell(id, 1);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 2 * kClients * kRounds);
  EXPECT_EQ(store.requests().count(), 2U * kClients * kRounds);
  for (const std::int64_t id : ids) EXPECT_EQ(store.product(id)->stock_quantity, kRounds - 1);
}

TEST(SandboxStore, FindsProductsByTheirTerms) {
  StoreService store;
  const StoreClient client(store);
  const std::int64_t above = store.put_term(sandbox::Taxonomy::categories, {0, "Home", "home", 0});
  const std::int64_t below = store.put_term(sandbox::Taxonomy::categories, {0, "Garden", "garden", above});
  const std::int64_t brand = store.put_term(sandbox::Taxonomy::brands, {0, "Quoll", "quoll", 0});
  store.put({.sku = "A", .categories = {below}});
  store.put({.sku = "B", .brands = {brand}});
  EXPECT_EQ(rows(client.get("/wc/v3/products?category=" + std::to_string(above))).at(0).at("sku"), "A");
  EXPECT_EQ(rows(client.get("/wc/v3/products?brand=" + std::to_string(brand))).at(0).at("sku"), "B");
  EXPECT_EQ(rows(client.get("/wc/v3/products/brands?slug=quoll")).at(0).at("count"), 1);
}

}  // namespace
}  // namespace dsz::test
