#include "dsz/store/stock_text.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

TEST(StockText, WholeQuantitiesHaveNoFractionAndNoExponent) {
  EXPECT_EQ(quantity_text(5), "5");
  EXPECT_EQ(quantity_text(-0.0), "0");
  EXPECT_EQ(quantity_text(-2), "-2");
  EXPECT_EQ(quantity_text(2.5), "2.5");
  EXPECT_EQ(quantity_text(4'000'000'000'000'000), "4000000000000000");
  EXPECT_EQ(quantity_text(std::nullopt), "null");
}

TEST(StockText, TheOtherFieldsAreJsonToo) {
  EXPECT_EQ(manage_text(ManageStock::yes), "true");
  EXPECT_EQ(manage_text(ManageStock::no), "false");
  EXPECT_EQ(manage_text(ManageStock::parent), "\"parent\"");
  EXPECT_EQ(status_text(StockStatus::onbackorder), "\"onbackorder\"");
}

}  // namespace
}  // namespace dsz::test
