// One real answer of the supplier goes through fetch, match and apply. It is not ours to publish: where it is absent,
// so is this test.
#include "shop.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace dsz::test {
namespace {

constexpr const char* kPage = DSZ_CAPTURED_DATA "/dropshipzone-products-page1-2025-06.json";

TEST(CapturedPage, ItsQuantitiesEndUpInTheStore) {
  if (!std::filesystem::exists(kPage)) GTEST_SKIP() << "the captured page is not on this machine";
  std::ifstream stream(kPage);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto page = nlohmann::json::parse(text);

  Shop shop;
  shop.supplier.load(text);
  for (const auto& product : page["result"]) {
    shop.store.put({.sku = product["sku"].get<std::string>(), .stock_quantity = 1});
  }
  shop.store.put({.sku = "FROM-ANOTHER-SUPPLIER", .stock_quantity = 1});
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  EXPECT_EQ(shop.run({"match", "--dry-run", "--detailed-exitcode"}).exit_code, 100);
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 0) << result.err;

  EXPECT_EQ(page["result"].size(), 40);
  for (const auto& product : page["result"]) {
    EXPECT_EQ(shop.quantity(product["sku"].get<std::string>()), product["stock_qty"].get<int>()) << product["sku"];
  }
  EXPECT_EQ(shop.quantity("FROM-ANOTHER-SUPPLIER"), 1);
  EXPECT_EQ(shop.run({"match", "--dry-run", "--detailed-exitcode"}).exit_code, 0);
}

}  // namespace
}  // namespace dsz::test
