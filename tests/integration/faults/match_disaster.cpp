#include "match_disaster.hpp"

#include "staging.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <fstream>

namespace dsz::test {

std::function<void(Shop&)> at_lists(sandbox::Fault fault) {
  return [fault = std::move(fault)](Shop& shop) {
    shop.store.faults().add(
        fault.on({.method = "GET", .path_contains = "/wc/v3/products"}).when([](const sandbox::HttpRequest& request) {
          const std::string rows = request.query.get("per_page");
          return !rows.empty() && rows != "1";
        }));
  };
}

std::function<void(Shop&)> at_writes(sandbox::Fault fault) {
  return [fault = std::move(fault)](Shop& shop) { shop.store.faults().add(fault.on({.method = "POST"})); };
}

MatchWorld::MatchWorld(const std::string& version) : shop_(sandbox::StoreOptions{.ports = {}, .version = version}) {
  std::string rows;
  const auto supplied = [&rows](const std::string& sku, const std::string& stock) {
    rows += fmt::format("{}{{\"sku\":\"{}\",\"stock\":{},\"price\":\"10.00\"}}", rows.empty() ? "" : ",\n", sku, stock);
  };
  for (int i = 0; i < 11; ++i) {
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
  for (const auto& product : shop_.store.products()) before_[product.id] = product;
  std::ofstream(shop_.file("dropshipzone_inventory.json")) << fmt::format(
      "{{\n\"format\": \"dsz-inventory/1\", \"fetched_at\": \"{:%Y-%m-%dT%H:%M:%SZ}\", \"source\": \"{}\", \"mode\": "
      "\"full\",\n\"products\": [\n{}\n],\n\"count\": 15, \"complete\": true\n}}\n",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())), shop_.supplier.url(), rows);
  shop_.config["woocommerce"]["retries"] = 2;
  shop_.config["woocommerce"]["batch_size"] = 5;
}

void MatchWorld::add(const std::string& sku, std::int64_t right) { right_[shop_.store.product(sku)->id] = right; }

ProgramResult MatchWorld::match() { return shop_.run({"match"}, hasty()); }

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

void MatchWorld::expect_stock(After after) const {
  if (after == After::mixed) return;
  for (const auto& [id, right] : right_) {
    const auto product = shop_.store.product(id);
    ASSERT_TRUE(product);
    EXPECT_EQ(product->stock_quantity, after == After::all_new ? right : before_.at(id).stock_quantity) << product->sku;
  }
}

void MatchWorld::expect_journal_agrees() {
  const auto runs = shop_.run_json({"history"}).at("runs");
  const auto run = runs.at(0).at("run").get<std::int64_t>();
  std::map<std::int64_t, std::string> outcomes;
  const auto document = shop_.run_json({"history", std::to_string(run)});
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
