#include "fetch_disaster.hpp"

#include <filesystem>
#include <fstream>

namespace dsz::test {
namespace {

constexpr int kProducts = 60;

}  // namespace

const sandbox::RequestMatch kSupplierPages{.path_contains = "/v2/products"};
const sandbox::RequestMatch kSupplierSignIns{.path_contains = "/auth"};

FetchDisaster passing(std::string name, const sandbox::Fault& fault, std::string sentence) {
  return {std::move(name), fault.on(kSupplierPages).after(2), 0, std::move(sentence)};
}

FetchDisaster fatal(std::string name, const sandbox::Fault& fault, int exit_code, std::string sentence) {
  return {std::move(name), fault.on(kSupplierPages).after(2), exit_code, std::move(sentence)};
}

FetchDisaster lasting(std::string name, const sandbox::Fault& fault, int exit_code, std::string sentence) {
  return {std::move(name), fault.on(kSupplierPages).always(), exit_code, std::move(sentence), {{"retries", 1}}};
}

FetchDisaster passing_at_sign_in(std::string name, const sandbox::Fault& fault) {
  return {std::move(name), fault.on(kSupplierSignIns)};
}

FetchDisaster lasting_at_sign_in(std::string name, const sandbox::Fault& fault, int exit_code, std::string sentence) {
  return {std::move(name), fault.on(kSupplierSignIns).always(), exit_code, std::move(sentence), {{"retries", 1}}};
}

FetchWorld::FetchWorld() {
  for (int i = 0; i < kProducts; ++i) shop_.supplier.put(sandbox::SupplierProduct{.sku = sku(i), .stock = i % 50});
  shop_.config["dropshipzone"]["page_size"] = 10;
  before_ = R"({
"format": "dsz-inventory/1", "fetched_at": "2026-01-01T00:00:00Z", "source": "https://supplier.example", "mode": "full",
"products": [
{"sku":"OLD","stock":3,"price":"1.00"}
],
"count": 1, "complete": true
}
)";
  std::ofstream(shop_.file("dropshipzone_inventory.json")) << before_;
}

nlohmann::json FetchWorld::right_products() const {
  auto products = nlohmann::json::array();
  for (int i = 0; i < kProducts; ++i) products.push_back({{"sku", sku(i)}, {"stock", i % 50}, {"price", "10.00"}});
  return products;
}

ProgramResult FetchWorld::fetch() {
  auto result = shop_.run({"fetch"});
  EXPECT_FALSE(std::filesystem::exists(shop_.file("temp_inventory.json")));
  return result;
}

void FetchWorld::expect_old_inventory() const { EXPECT_EQ(shop_.content("dropshipzone_inventory.json"), before_); }

void FetchWorld::expect_new_inventory() const {
  const auto inventory = shop_.inventory();
  EXPECT_EQ(inventory["products"], right_products());
  EXPECT_EQ(inventory["count"], kProducts);
  EXPECT_EQ(inventory["complete"], true);
}

void FetchWorld::expect_recovery() {
  shop_.supplier.faults().clear();
  const auto result = fetch();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  expect_new_inventory();
}

}  // namespace dsz::test
