#include "dsz/state/fetch_staging.hpp"

#include "dsz/base/failure.hpp"

#include "state_test_base.hpp"

#include <gmock/gmock.h>

#include <chrono>
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

TEST_F(FetchStagingTest, WhatIsMissingStaysSo) {
  put(1, {{.sku = "a", .stock = {}, .price = "", .missing = true}, product("b", StockLevel{})});
  EXPECT_TRUE(all().at(0).missing);
  EXPECT_FALSE(all().at(1).missing);
}

TEST_F(FetchStagingTest, WhatWasReadOfAPageOutlivesTheProcess) {
  const PageReading first{.number = 7,
                          .total = 300,
                          .rows = 3,
                          .usable_rows = 2,
                          .without_sku = 1,
                          .unknown = 1,
                          .skus = {1, 0xffffffffffffffffU}};
  staging_.start("full", clock_.wall(), "there 200");
  staging_.put_page(2, std::vector<SupplierProduct>{}, {.number = 8, .total = std::nullopt, .skus = {}});
  staging_.put_page(1, std::vector<SupplierProduct>{product("a", StockLevel::of(1))}, first);
  const auto again = Database::open(path());
  const std::vector<StagedPage> pages = FetchStaging(*again).pages();
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].page, 1);
  EXPECT_EQ(pages[0].reading.number, 7);
  EXPECT_EQ(pages[0].reading.total, 300);
  EXPECT_EQ(pages[0].reading.rows, 3);
  EXPECT_EQ(pages[0].reading.usable_rows, 2);
  EXPECT_EQ(pages[0].reading.without_sku, 1);
  EXPECT_EQ(pages[0].reading.unknown, 1);
  EXPECT_EQ(pages[0].reading.distinct, 2);
  EXPECT_EQ(FetchStaging(*again).skus_of(pages[0].page), first.skus);
  EXPECT_FALSE(pages[1].reading.total);
  EXPECT_EQ(staging_.page_count(), 2);
  staging_.clear();
  EXPECT_EQ(staging_.page_count(), 0);
}

TEST_F(FetchStagingTest, OnlyTheSameFetchOfLateCanGoOn) {
  using namespace std::chrono_literals;
  const WallTime began = clock_.wall();
  staging_.start("full", began, "there 200");
  EXPECT_EQ(staging_.started("full", "there 200", began - 1s, began + 6h), began);
  EXPECT_FALSE(staging_.started("full", "there 200", began, began + 6h)) << "too long ago";
  EXPECT_FALSE(staging_.started("full", "there 200", began - 6h, began - 1s)) << "from the future";
  EXPECT_FALSE(staging_.started("full", "there 100", began - 1s, began + 6h));
  EXPECT_FALSE(staging_.started("targeted", "there 200", began - 1s, began + 6h));
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

TEST_F(FetchStagingTest, IsEmptiedAsAWholeOrNotAtAll) {
  put(1, {product("a", StockLevel::of(1))});
  database_->execute("CREATE TEMP TRIGGER fails BEFORE DELETE ON staged_page BEGIN SELECT RAISE(ABORT, ''); END");
  staging_.put_page(2, std::vector{product("b", StockLevel::of(1))}, {});
  EXPECT_THROW(staging_.clear(), Failure);
  EXPECT_THROW(staging_.clear_pages(), Failure);
  EXPECT_EQ(staging_.distinct(), 2) << "a page without its products counts as read";
}

TEST_F(FetchStagingTest, WhatWasStagedOutlivesTheProcess) {
  put(1, {product("a", StockLevel::of(1))});
  const auto again = Database::open(path());
  EXPECT_EQ(FetchStaging(*again).distinct(), 1);
}

}  // namespace
}  // namespace dsz
