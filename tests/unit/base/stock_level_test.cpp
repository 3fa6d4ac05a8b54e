#include "dsz/base/stock_level.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

TEST(StockLevel, IsUnknownUntilItIsKnown) {
  EXPECT_FALSE(StockLevel().known());
  EXPECT_NE(StockLevel(), StockLevel::of(0)) << "unknown is never 0";
}

TEST(StockLevel, HoldsWholeNumbersFromZeroUp) {
  EXPECT_EQ(StockLevel::of(0).quantity(), 0);
  EXPECT_EQ(StockLevel::of(200).quantity(), 200);
  EXPECT_EQ(StockLevel::of(2'147'483'647).quantity(), 2'147'483'647);
}

TEST(StockLevel, IsUnknownBeyondItsRange) {
  EXPECT_FALSE(StockLevel::of(-1).known());
  EXPECT_FALSE(StockLevel::of(2'147'483'648).known());
  EXPECT_FALSE(StockLevel::of(4'294'967'296).known()) << "must not wrap round to 0";
  EXPECT_FALSE(StockLevel::of(std::numeric_limits<std::int64_t>::min()).known());
}

TEST(StockLevelParse, ReadsWholeNumbers) {
  for (const auto& [text, quantity] : {std::pair{"12", 12},
                                       {"0", 0},
                                       {"12.00", 12},
                                       {"0.0", 0},
                                       {" 12 ", 12},
                                       {"\t7\n", 7},
                                       {"007", 7},
                                       {"2147483647", 2'147'483'647},
                                       {"00000000000000000000000000012", 12}}) {
    EXPECT_EQ(StockLevel::parse(text), StockLevel::of(quantity)) << text;
  }
}

TEST(StockLevelParse, WhatItCannotReadIsUnknownAndNotZero) {
  for (const char* text : {"",
                           " ",
                           "-1",
                           "+1",
                           "-0",
                           "1.5",
                           "0.01",
                           "1e3",
                           "0e0",
                           "12.",
                           ".0",
                           ".",
                           "1,000",
                           "1 2",
                           "12x",
                           "x",
                           "null",
                           "None",
                           "NaN",
                           "0x10",
                           "1.0.0",
                           "2147483648",
                           "99999999999999999999",
                           "18446744073709551616",
                           "\u00a012"}) {
    EXPECT_FALSE(StockLevel::parse(text).known()) << text;
  }
  EXPECT_FALSE(StockLevel::parse(std::string_view("12\0", 3)).known());
}

}  // namespace
}  // namespace dsz::test
