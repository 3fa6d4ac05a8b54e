#include "dsz/supplier/product_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace dsz {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Feeds `body` in pieces of `piece` bytes; true when it is usable.
bool feed(ProductPageSink& sink, std::string_view body, std::size_t piece = 5) {
  sink.begin({});
  for (std::size_t at = 0; at < body.size(); at += piece) {
    if (!sink.write(body.substr(at, piece))) return false;
  }
  return sink.finish();
}

ProductPage page_of(const std::string& body) {
  ProductPageSink sink;
  EXPECT_TRUE(feed(sink, body)) << sink.unusable_because();
  return std::move(sink.page());
}

std::string problem_of(const std::string& body) {
  ProductPageSink sink;
  EXPECT_FALSE(feed(sink, body)) << body;
  return sink.unusable_because();
}

/// A page with one product, `fields` in the product.
ProductPage page_with(const std::string& fields) { return page_of(R"({"result":[{)" + fields + R"(}],"total":1})"); }

SupplierProduct product_with(const std::string& fields) {
  const ProductPage page = page_with(R"("sku":"A",)" + fields);
  EXPECT_EQ(page.products.size(), 1U);
  return page.products.at(0);
}

TEST(ProductPageTest, ATitleThatWasCutWithinAnEmojiIsNoHindrance) {
  const ProductPage page = page_of(R"({"result":[{"title":"Cat tree \ud83d","sku":"A","stock_qty":3}],"total":1})");
  EXPECT_THAT(page.products, ::testing::ElementsAre(SupplierProduct{"A", StockLevel::of(3), ""}));
}

TEST(ProductPageTest, HoldsSkuStockAndPriceOfEachProductInOrder) {
  const ProductPage page = page_of(R"({"result":[
    {"sku":"AES-T001B","stock_qty":200,"in_stock":"1","status":"In Stock","price":"82.41","title":"8x10\" \ud83d\ude00"},
    {"sku":" AES-T002 ","stock_qty":"12","price":29.31,"desc":"<p>\r\n</p>"}],
    "total":164875,"total_pages":"4122","current_page":1,"page_size":40})");
  EXPECT_THAT(page.products, ::testing::ElementsAre(SupplierProduct{"AES-T001B", StockLevel::of(200), "82.41"},
                                                    SupplierProduct{"AES-T002", StockLevel::of(12), "29.31"}));
  EXPECT_EQ(page.total, 164875);
  EXPECT_EQ(page.total_pages, 4122);
  EXPECT_EQ(page.current_page, 1);
  EXPECT_EQ(page.page_size, 40);
  EXPECT_EQ(page.rows, 2);
}

TEST(ProductPageTest, AReadableQuantityIsTaken) {
  for (const auto& [value, expected] : std::vector<std::pair<std::string, int>>{
           {"0", 0}, {"7", 7}, {"12.00", 12}, {R"("7")", 7}, {R"("12.00")", 12}, {"2147483647", 2147483647}}) {
    EXPECT_EQ(product_with(R"("stock_qty":)" + value).stock, StockLevel::of(expected)) << value;
  }
}

TEST(ProductPageTest, AnUnreadableQuantityIsUnknownAndNeverZero) {
  for (const char* value : {"null", "-1", "1.5", "1e3", "true", "false", R"("")", R"("many")", R"("-5")", "2147483648",
                            "[]", "[3]", "{}", R"({"stock_qty":3})", "-0"}) {
    const ProductPage page = page_with(R"("sku":"A","stock_qty":)" + std::string(value));
    EXPECT_FALSE(page.products.at(0).stock.known()) << value;
    EXPECT_EQ(page.unknown, 1) << value;
    EXPECT_THAT(page.unknown_notes.at(0), HasSubstr("A: stock_qty")) << value;
  }
  EXPECT_THAT(page_with(R"("sku":"A")").unknown_notes.at(0), HasSubstr("absent"));
  EXPECT_THAT(page_with(R"("sku":"A","stock_qty":"many")").unknown_notes.at(0), HasSubstr("\"many\""));
}

TEST(ProductPageTest, WhatCannotBeHadIsZeroWhateverTheQuantitySays) {
  for (const char* flag : {R"("in_stock":"0")", R"("in_stock":0)", R"("in_stock":false)", R"("status":"Out Of Stock")",
                           R"("status":" out of stock ")", R"("discontinued":"Yes")", R"("discontinued":"yes")",
                           R"("discontinued":true)", R"("discontinuedproduct":"Yes")", R"("discontinuedproduct":1)"}) {
    for (const char* quantity : {R"("stock_qty":200)", R"("stock_qty":null)", R"("stock_qty":"many")"}) {
      EXPECT_EQ(product_with(std::string(flag) + "," + quantity).stock, StockLevel::of(0)) << flag << quantity;
      EXPECT_EQ(product_with(std::string(quantity) + "," + flag).stock, StockLevel::of(0)) << flag << quantity;
    }
  }
}

TEST(ProductPageTest, OtherFlagsLeaveTheQuantity) {
  for (const char* flag :
       {R"("in_stock":"1")", R"("in_stock":1)", R"("in_stock":true)", R"("in_stock":null)", R"("status":"In Stock")",
        R"("status":"")", R"("discontinued":"No")", R"("discontinued":false)", R"("discontinuedproduct":null)",
        R"("status":["Out Of Stock"])"}) {
    EXPECT_EQ(product_with(std::string(flag) + R"(,"stock_qty":5)").stock, StockLevel::of(5)) << flag;
  }
}

TEST(ProductPageTest, FieldsOfNestedObjectsDoNotCount) {
  const ProductPage page = page_with(
      R"("zone_rates":{"sku":"OTHER","stock_qty":0,"in_stock":"0","deep":[{"sku":"X"}]},"sku":"A","stock_qty":5,)"
      R"("RRP":{"price":"1"},"price":"2.50","spec":[{"status":"Out Of Stock"}])");
  EXPECT_THAT(page.products, ::testing::ElementsAre(SupplierProduct{"A", StockLevel::of(5), "2.50"}));
  EXPECT_EQ(page.rows, 1);
}

TEST(ProductPageTest, AFieldThatContradictsItselfMakesTheStockUnknown) {
  EXPECT_FALSE(product_with(R"("stock_qty":5,"stock_qty":6)").stock.known());
  EXPECT_FALSE(product_with(R"("stock_qty":5,"in_stock":"1","in_stock":"0")").stock.known());
  EXPECT_FALSE(product_with(R"("stock_qty":null,"stock_qty":5)").stock.known());
  EXPECT_EQ(product_with(R"("stock_qty":5,"stock_qty":"5")").stock, StockLevel::of(5));
  EXPECT_THAT(page_with(R"("sku":"A","stock_qty":5,"stock_qty":6)").unknown_notes.at(0), HasSubstr("twice"));
}

TEST(ProductPageTest, NothingIsCarriedFromOneProductToTheNext) {
  const ProductPage page = page_of(R"({"result":[{"sku":"A","stock_qty":5,"status":"Out Of Stock","price":"1"},
                                                {"sku":"B"},{"stock_qty":9}],"total":3})");
  EXPECT_THAT(page.products, ::testing::ElementsAre(SupplierProduct{"A", StockLevel::of(0), "1"},
                                                    SupplierProduct{"B", StockLevel{}, ""}));
  EXPECT_EQ(page.without_sku, 1);
}

TEST(ProductPageTest, ASkuMayBeAWholeNumberButNothingElse) {
  EXPECT_EQ(page_with(R"("sku":12345)").products.at(0).sku, "12345");
  for (const char* sku : {"null", "true", R"("")", R"("  ")", "1.5", "-1", "[]", R"({"sku":"A"})"}) {
    const ProductPage page = page_with(R"("stock_qty":5,"sku":)" + std::string(sku));
    EXPECT_THAT(page.products, IsEmpty()) << sku;
    EXPECT_EQ(page.without_sku, 1) << sku;
    EXPECT_EQ(page.rows, 1) << sku;
  }
  EXPECT_EQ(page_with(R"("sku":"A","sku":"B")").without_sku, 1);
  EXPECT_EQ(page_with(R"("sku":")" + std::string(300, 'x') + '"').without_sku, 1);
}

TEST(ProductPageTest, RowsThatAreNotProductsAreCounted) {
  const ProductPage page = page_of(R"({"result":["A",null,7,["sku","B"],[{"sku":"C"}],{"sku":"D"}],"total":6})");
  EXPECT_EQ(page.rows, 6);
  EXPECT_EQ(page.without_sku, 5);
  EXPECT_EQ(page.products.at(0).sku, "D");
}

TEST(ProductPageTest, RowsOfOneSkuThatContradictEachOtherLeaveItsStockUnknown) {
  const ProductPage page = page_of(R"({"result":[
    {"sku":"A","stock_qty":9},{"sku":"B","stock_qty":5},{"sku":"C","stock_qty":5},{"sku":"A","stock_qty":9,"in_stock":"0"},
    {"sku":"B","stock_qty":"5.00"},{"sku":"a","stock_qty":3},{"sku":"D"},{"sku":"D","stock_qty":4}],"total":8})");
  EXPECT_EQ(page.rows, 8);
  for (const SupplierProduct& product : page.products) {
    EXPECT_EQ(product.stock.known(), product.sku != "A" && product.sku != "D") << product.sku;
  }
  EXPECT_EQ(page.unknown, 4);
  EXPECT_THAT(page.unknown_notes, ::testing::Contains(HasSubstr("A: it comes twice with different stock")));
}

TEST(ProductPageTest, TheFirstTwentyUnknownAreNamedAndAllAreCounted) {
  std::string body = R"({"result":[)";
  for (int i = 0; i < 30; ++i) body += (i == 0 ? "" : ",") + std::string(R"({"sku":"S)") + std::to_string(i) + "\"}";
  const ProductPage page = page_of(body + "]}");
  EXPECT_EQ(page.unknown, 30);
  EXPECT_EQ(page.unknown_notes.size(), 20U);
}

TEST(ProductPageTest, NotesShowForeignTextSafely) {
  const std::string note = page_with("\"sku\":\"A\\u001b[2J\",\"stock_qty\":\"\\u0007\"").unknown_notes.at(0);
  EXPECT_EQ(note.find('\x1b'), std::string::npos);
  EXPECT_EQ(note.find('\x07'), std::string::npos);
}

TEST(ProductPageTest, NumbersAboutThePageMayBeTextOrMissing) {
  const ProductPage page = page_of(R"({"total":"12","result":[],"current_page":null,"total_pages":"many"})");
  EXPECT_EQ(page.total, 12);
  EXPECT_EQ(page.current_page, std::nullopt);
  EXPECT_EQ(page.total_pages, std::nullopt);
}

TEST(ProductPageTest, AnAnswerWithoutAListOfProductsIsUnusable) {
  EXPECT_THAT(problem_of("{}"), HasSubstr("without \"result\""));
  EXPECT_THAT(problem_of(R"({"data":{"result":[]}})"), HasSubstr("without \"result\""));
  EXPECT_THAT(problem_of("[]"), HasSubstr("without \"result\""));
  EXPECT_THAT(problem_of("7"), HasSubstr("not an object"));
  for (const char* result : {"null", "{}", R"("")", "0", "false"}) {
    EXPECT_THAT(problem_of(R"({"total":0,"result":)" + std::string(result) + "}"), HasSubstr("not a list")) << result;
  }
  EXPECT_THAT(problem_of(R"({"result":[],"result":[]})"), HasSubstr("two lists"));
}

TEST(ProductPageTest, AnErrorInA200IsNamed) {
  const std::string problem = problem_of(R"({"code":"InternalServer","message":"boom!"})");
  EXPECT_THAT(problem, HasSubstr("InternalServer"));
  EXPECT_THAT(problem, HasSubstr("boom!"));
  EXPECT_THAT(problem_of(R"({"result":[],"total":0,"code":"Unauthorized"})"), HasSubstr("Unauthorized"));
}

TEST(ProductPageTest, WhatIsNotJsonIsUnusable) {
  EXPECT_THAT(problem_of("<html>502</html>"), HasSubstr("not JSON"));
  EXPECT_THAT(problem_of(""), HasSubstr("not JSON"));
}

TEST(ProductPageTest, OfMoreRowsThanAnyPageHasNoneIsHeld) {
  const auto body = [](int rows) {
    std::string text = R"({"total":1,"result":[{"sku":"A"})";
    for (int i = 1; i < rows; ++i) text += R"(,{"sku":"A"})";
    return text + "]}";
  };
  EXPECT_EQ(page_of(body(10'000)).rows, 10'000);
  EXPECT_THAT(problem_of(body(10'001)), HasSubstr("more than 10000 rows"));
}

TEST(ProductPageTest, ABodyThatIsCutAnywhereIsUnusable) {
  const std::string whole = R"({"result":[{"sku":"A","stock_qty":5,"price":"1.00"}],"total":1})";
  for (std::size_t length = 0; length < whole.size(); ++length) problem_of(whole.substr(0, length));
}

TEST(ProductPageTest, ItDoesNotMatterWhereTheBodyIsCutIntoPieces) {
  const std::string body = R"({"result":[{"sku":"A","stock_qty":"12.00","in_stock":"1","price":"1.00"}],"total":1})";
  const ProductPage expected = page_of(body);
  for (std::size_t piece = 1; piece <= body.size(); ++piece) {
    ProductPageSink sink;
    ASSERT_TRUE(feed(sink, body, piece)) << piece;
    EXPECT_EQ(sink.page().products, expected.products) << piece;
  }
}

TEST(ProductPageTest, ARepeatedAnswerForgetsTheFirst) {
  ProductPageSink sink;
  EXPECT_FALSE(feed(sink, R"({"result":[{"sku":"A","stock_qty":5},)"));
  ASSERT_TRUE(feed(sink, R"({"result":[{"sku":"B","stock_qty":6}],"total":1})"));
  EXPECT_EQ(sink.page().rows, 1);
  EXPECT_EQ(sink.page().products.at(0).sku, "B");
}

}  // namespace
}  // namespace dsz
