#include "sandbox/program/control.hpp"

#include "sandbox/program/generated_world.hpp"
#include "sandbox/program/json_world.hpp"
#include "shop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace dsz::test {
namespace {

using sandbox::StoreProduct;
using sandbox::StoreService;
using sandbox::SupplierService;

class Control : public testing::Test {
 protected:
  Control() { open_control(supplier_, store_); }

  [[nodiscard]] json get(const std::string& what) const {
    return json::parse(sandbox::perform({.url = supplier_.url() + "/_sandbox/" + what}).body);
  }
  [[nodiscard]] long post(const std::string& what, const json& body) const {
    return sandbox::perform({.method = "POST", .url = supplier_.url() + "/_sandbox/" + what, .body = body.dump()})
        .status;
  }

  StoreService store_;
  SupplierService supplier_;
};

TEST_F(Control, ShowsAndChangesTheWorld) {
  EXPECT_EQ(post("supplier/products", {{"sku", "A"}, {"stock", 4}}), 200);
  EXPECT_EQ(post("supplier/stock", {{"sku", "A"}, {"stock", nullptr}}), 200);
  EXPECT_TRUE(get("supplier/products?sku=A").at(0).at("stock").is_null());
  EXPECT_EQ(post("store/products", {{"id", 50}, {"sku", "A"}, {"stock_quantity", 2}}), 200);
  EXPECT_EQ(post("store/sell", {{"id", 50}}), 200);
  EXPECT_EQ(get("store/products?id=50").at(0).at("stock_quantity"), 1);
  EXPECT_EQ(post("store/remove", {{"id", 50}}), 200);
  EXPECT_EQ(post("store/remove", {{"id", 50}}), 400);
  EXPECT_EQ(post("nonsense", {}), 404);
}

TEST_F(Control, StagesFaultsAndShowsTheRecord) {
  EXPECT_EQ(post("faults", {{"service", "store"}, {"kind", "html"}, {"status", 503}, {"match", {{"method", "GET"}}}}),
            200);
  const StoreClient client(store_);
  EXPECT_EQ(client.get("/wc/v3/products").status, 503);
  EXPECT_EQ(client.get("/wc/v3/products").status, 200);
  EXPECT_EQ(get("counters").at("store").at("faults"), 1);
  EXPECT_EQ(get("counters").at("supplier").at("requests"), 0) << "its own requests do not count";
  EXPECT_EQ(get("requests?service=store&method=GET").at(0).at("status"), 503);
  EXPECT_EQ(post("faults", {{"service", "store"}, {"kind", "earthquake"}}), 400);
}

TEST_F(Control, LoadsAWorldFile) {
  sandbox::load_world(R"({
    "supplier": {"products": [{"sku": "A", "stock": 3, "overlay": {"stock_qty": "three"}}]},
    "store": {"tags": [{"id": 5, "name": "Drop", "slug": "drop"}],
              "products": [{"sku": "P", "type": "variable", "manage_stock": false, "tags": [5],
                            "variations": [{"sku": "A", "attributes": {"Colour": "Red"}}]}]}})",
                      supplier_, store_);
  EXPECT_EQ(supplier_.product("A")->stock, 3);
  const auto variation = store_.product("A");
  ASSERT_TRUE(variation);
  EXPECT_EQ(variation->parent_id, store_.product("P")->id);
}

TEST(GeneratedWorld, IsTheSameForTheSameSeedAndOtherwiseAnother) {
  const auto skus_of = [](std::uint64_t seed) {
    StoreService store;
    SupplierService supplier;
    generate_world({.supplier_products = 300, .store_products = 60, .seed = seed}, supplier, store);
    std::string text;
    for (const StoreProduct& product : store.products()) {
      text += product.sku + "=" + std::to_string(product.stock_quantity.value_or(-1)) + "\n";
    }
    return text;
  };
  EXPECT_EQ(skus_of(1), skus_of(1));
  EXPECT_NE(skus_of(1), skus_of(2));
}

TEST(GeneratedWorld, HoldsWhatAShopHolds) {
  StoreService store;
  SupplierService supplier;
  generate_world({.supplier_products = 3000, .store_products = 120, .seed = 1}, supplier, store);
  const auto products = store.products();
  const auto count = [&](auto condition) { return std::count_if(products.begin(), products.end(), condition); };
  EXPECT_EQ(supplier.size(), 3000U);
  EXPECT_GT(count([](const StoreProduct& p) { return p.type == "variation" && p.manage_stock; }), 5);
  EXPECT_GT(count([](const StoreProduct& p) { return p.type == "variation" && !p.manage_stock; }), 0);
  EXPECT_GT(count([](const StoreProduct& p) { return p.type == "simple" && !p.manage_stock; }), 0);
  EXPECT_GT(count([](const StoreProduct& p) { return p.status == "draft"; }), 0);
  EXPECT_GT(count([](const StoreProduct& p) { return p.sku.rfind("OTHER-", 0) == 0; }), 20);
}

}  // namespace
}  // namespace dsz::test
