#include "match_disaster.hpp"

#include "staging.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <fstream>

namespace dsz::test {

using testing::ContainsRegex;
using testing::HasSubstr;

std::function<void(Shop&)> at_lists(sandbox::Fault fault) {
  return [fault = std::move(fault)](Shop& shop) {
    shop.store.set_analytics(false);
    shop.store.faults().add(
        fault.on({.method = "GET", .path_contains = "/wc/v3/products"}).when([](const sandbox::HttpRequest& request) {
          const std::string rows = request.query.get("per_page");
          return !rows.empty() && rows != "1";
        }));
  };
}

std::function<void(Shop&)> at_writes(const sandbox::Fault& fault) { return at({.method = "POST"}, fault); }

std::function<void(Shop&)> at(sandbox::RequestMatch requests, const sandbox::Fault& fault) {
  return [fault = fault.on(std::move(requests))](Shop& shop) { shop.store.faults().add(fault); };
}

sandbox::RequestMatch page_of_report(int page) {
  return {.path_contains = "/wc-analytics/reports/stock", .query_contains = fmt::format("&page={}&", page)};
}

MatchWorld::MatchWorld(const std::string& version, int others)
    : shop_(sandbox::StoreOptions{.ports = {}, .version = version}) {
  const std::string rows = fill(others);
  for (const auto& product : shop_.store.products()) before_[product.id] = product;
  std::ofstream(shop_.file("dropshipzone_inventory.json")) << fmt::format(
      "{{\n\"format\": \"dsz-inventory/1\", \"fetched_at\": \"{:%Y-%m-%dT%H:%M:%SZ}\", \"source\": \"{}\", \"mode\": "
      "\"full\",\n\"products\": [\n{}\n],\n\"count\": 15, \"complete\": true\n}}\n",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())), shop_.supplier.url(), rows);
  shop_.config["woocommerce"]["retries"] = 2;
  shop_.config["woocommerce"]["batch_size"] = 5;
}

std::string MatchWorld::fill(int others) {
  std::string rows;
  const auto supplied = [&rows](const std::string& sku, const std::string& stock) {
    rows += fmt::format("{}{{\"sku\":\"{}\",\"stock\":{},\"price\":\"10.00\"}}", rows.empty() ? "" : ",\n", sku, stock);
  };
  for (int i = 0; i < 11; ++i) {
    if (i == 6) {
      for (int n = 0; n < others; ++n) shop_.store.put({.sku = fmt::format("OTHER{}", n), .stock_quantity = 9});
    }
    const std::string sku = fmt::format("P{:03}", i);
    shop_.store.put({.sku = sku, .stock_quantity = 4});
    supplied(sku, "5");
    add(sku, 5);
  }
  shop_.store.put_variable({.sku = "SHIRT", .manage_stock = false, .stock_quantity = std::nullopt},
                           {{.sku = "RED", .stock_quantity = 2}, {.sku = "BLUE", .stock_quantity = 2}});
  shop_.store.put_variable({.sku = "HAT", .manage_stock = false, .stock_quantity = std::nullopt},
                           {{.sku = "GREEN", .stock_quantity = 2}});
  for (const char* sku : {"BLUE", "RED"}) {
    supplied(sku, "5");
    add(sku, 5);
  }
  supplied("UNKNOWN", "null");
  shop_.store.put({.sku = "UNKNOWN", .stock_quantity = 7});
  supplied("ZERO", "0");
  shop_.store.put({.sku = "ZERO", .stock_quantity = 3});
  add("ZERO", 0);
  for (const char* sku : {"FOREIGN", "ANOTHER", ""}) shop_.store.put({.sku = sku, .stock_quantity = 9});
  return rows;
}

void MatchWorld::add(const std::string& sku, std::int64_t right) { right_[shop_.store.product(sku)->id] = right; }

ProgramResult MatchWorld::match() { return shop_.run({"match"}, hasty()); }

void MatchWorld::expect_survived(const MatchDisaster& disaster) {
  disaster.stage(shop_);
  shop_.config["woocommerce"].update(disaster.settings);
  const auto result = match();
  EXPECT_GE(shop_.store.faults().strikes() + shop_.store.endpoint().hooks_run(), 1) << "nothing went wrong";
  EXPECT_EQ(result.exit_code, disaster.exit_code) << result.err << result.out;
  EXPECT_THAT(result.err + result.out, HasSubstr(disaster.sentence));
  EXPECT_THAT(shop_.content("logs/sync.log"), ContainsRegex(disaster.logged));
  expect_only_right_writes();
  expect_stock(disaster);
  expect_journal_agrees();
  if (disaster.exit_code != 0) expect_recovery();
}

void MatchWorld::expect_only_right_writes() {
  for (const auto& record : shop_.store.requests().writes()) {
    const auto body = nlohmann::json::parse(record.request.body);
    for (const auto& item : body.at("update")) {
      const auto id = item.at("id").get<std::int64_t>();
      ASSERT_TRUE(right_.contains(id)) << record.request.body;
      EXPECT_EQ(item.at("stock_quantity"), right_.at(id));
      EXPECT_EQ(item.size(), 3) << item;  // and `_fields`
      const auto parent = before_.at(id).parent_id;
      const std::string path = parent == 0 ? "products/batch" : fmt::format("products/{}/variations/batch", parent);
      EXPECT_TRUE(record.request.path.ends_with(path)) << record.request.path;
    }
  }
  for (const auto& product : shop_.store.products()) {
    if (!before_.contains(product.id)) continue;
    const auto& old = before_.at(product.id);
    EXPECT_EQ(product.parent_id, old.parent_id) << product.sku;
    EXPECT_EQ(product.manage_stock, old.manage_stock) << product.sku;
    const bool may_be_new = right_.contains(product.id) && product.stock_quantity == right_.at(product.id);
    EXPECT_TRUE(may_be_new || product.stock_quantity == old.stock_quantity) << product.sku;
  }
}

void MatchWorld::expect_stock(const MatchDisaster& disaster) const {
  if (disaster.after == After::mixed) return;
  for (const auto& [id, right] : right_) {
    const auto product = shop_.store.product(id);
    ASSERT_TRUE(product);
    const bool is_new = disaster.after == After::all_new && !disaster.left_alone.contains(product->sku);
    EXPECT_EQ(product->stock_quantity, is_new ? right : before_.at(id).stock_quantity) << product->sku;
  }
}

void MatchWorld::expect_journal_agrees() {
  std::map<std::int64_t, std::string> outcomes;
  const auto document = shop_.run_json({"history", "1"});
  for (const auto& write : document.at("writes")) {
    outcomes[write.at("id")] = write.at("outcome");
    const auto id = write.at("id").get<std::int64_t>();
    EXPECT_EQ(write.at("old"), before_.at(id).stock_quantity) << write;
    EXPECT_EQ(write.at("new"), right_.at(id)) << write;
  }
  for (const auto& [id, right] : right_) {
    const auto product = shop_.store.product(id);
    const auto outcome = outcomes.contains(id) ? outcomes.at(id) : "none";
    if (!product || outcome == "pending") continue;
    EXPECT_EQ(product->stock_quantity == right, outcome == "written") << product->sku << ": " << outcome;
  }
}

void MatchWorld::expect_recovery() {
  shop_.store.faults().clear();
  shop_.store.set_stock_management(true);
  shop_.config["woocommerce"].update({{"consumer_key", "ck_rw"}, {"consumer_secret", "cs_rw"}});
  const auto result = match();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  expect_only_right_writes();
  for (const auto& [id, right] : right_) {
    const auto product = shop_.store.product(id);
    const bool is_there = product && product->status != "trash";
    EXPECT_TRUE(!is_there || product->stock_quantity == right) << product->sku;
  }
}

}  // namespace dsz::test
