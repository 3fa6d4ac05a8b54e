#include "dsz/state/fetch_staging.hpp"

#include "state_test_base.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace dsz {
namespace {

using ::testing::ElementsAre;

SupplierProduct product(std::string sku, StockLevel stock, std::string price = "1.00") {
  return {std::move(sku), stock, std::move(price)};
}

class FetchStagingTest : public StateTest {
 protected:
  void put(std::int64_t page, const std::vector<SupplierProduct>& products) { staging_.put_page(page, products); }
  [[nodiscard]] std::vector<SupplierProduct> all() const {
    std::vector<SupplierProduct> products;
    staging_.for_each([&](const SupplierProduct& each) { products.push_back(each); });
    return products;
  }

  FetchStaging staging_{*database_};
};

TEST_F(FetchStagingTest, ProductsComeBackAsTheyWereInTheOrderOfSkuBytes) {
  put(1, {product("b", StockLevel::of(2), ""), product("a", StockLevel{}, "9.90")});
  put(2, {product("B", StockLevel::of(StockLevel::kMax))});
  EXPECT_THAT(all(), ElementsAre(product("B", StockLevel::of(StockLevel::kMax)), product("a", StockLevel{}, "9.90"),
                                 product("b", StockLevel::of(2), "")));
}

TEST_F(FetchStagingTest, UnknownStockStaysUnknown) {
  put(1, {product("a", StockLevel{})});
  EXPECT_FALSE(all().at(0).stock.known());
}

TEST_F(FetchStagingTest, TheLaterPageHoldsWhicheverArrivesFirst) {
  put(2, {product("a", StockLevel::of(2))});
  put(1, {product("a", StockLevel::of(1))});
  EXPECT_THAT(all(), ElementsAre(product("a", StockLevel::of(2))));
  put(3, {product("a", StockLevel{})});
  EXPECT_THAT(all(), ElementsAre(product("a", StockLevel{})));
  EXPECT_EQ(staging_.distinct(), 1);
}

TEST_F(FetchStagingTest, APageReadAgainReplacesWhatItSaidItself) {
  put(1, {product("a", StockLevel::of(1)), product("gone", StockLevel::of(1))});
  put(1, {product("a", StockLevel::of(7))});
  EXPECT_THAT(all(), ElementsAre(product("a", StockLevel::of(7)), product("gone", StockLevel::of(1))));
}

TEST_F(FetchStagingTest, ANewFetchStartsEmpty) {
  put(1, {product("a", StockLevel::of(1))});
  staging_.start("full", clock_.wall());
  EXPECT_EQ(staging_.distinct(), 0);
  put(1, {product("b", StockLevel::of(1))});
  staging_.clear();
  EXPECT_EQ(staging_.distinct(), 0);
}

TEST_F(FetchStagingTest, WhatWasStagedOutlivesTheProcess) {
  put(1, {product("a", StockLevel::of(1))});
  const auto again = Database::open(path());
  EXPECT_EQ(FetchStaging(*again).distinct(), 1);
}

}  // namespace
}  // namespace dsz
