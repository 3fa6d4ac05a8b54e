#include "dsz/supplier/product_page.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace dsz {
namespace {

constexpr const char* kRealPage = DSZ_SHARED_FOLDER "/data/dropshipzone-products-page1-2025-06.json";

TEST(RealPageTest, OneRealAnswerIsReadAsAnotherJsonReaderReadsIt) {
  if (!std::filesystem::exists(kRealPage)) GTEST_SKIP() << "the captured page is not on this machine";
  std::ifstream file(kRealPage);
  const std::string body{std::istreambuf_iterator<char>(file), {}};
  ProductPageSink sink;
  sink.begin({});
  ASSERT_TRUE(sink.write(body) && sink.finish()) << sink.unusable_because();
  const ProductPage& page = sink.page();

  EXPECT_EQ(page.rows, 40);
  EXPECT_EQ(page.without_sku, 0);
  EXPECT_EQ(page.unknown, 0);
  EXPECT_EQ(page.total, 164'875);
  EXPECT_EQ(page.total_pages, 4'122);
  EXPECT_EQ(page.current_page, 1);
  EXPECT_EQ(page.page_size, 40);
  const nlohmann::json expected = nlohmann::json::parse(body)["result"];
  ASSERT_EQ(page.products.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(expected[i]["sku"], page.products[i].sku);
    EXPECT_EQ(expected[i]["price"], page.products[i].price);
    ASSERT_TRUE(page.products[i].stock.known());
    EXPECT_EQ(expected[i]["stock_qty"], page.products[i].stock.quantity());
  }
}

}  // namespace
}  // namespace dsz
