#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace dsz::test {
namespace {

using sandbox::SupplierOptions;
using sandbox::SupplierProduct;
using sandbox::SupplierService;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

void put_letters(SupplierService& supplier, const std::string& letters) {
  for (const char letter : letters) supplier.put(SupplierProduct{.sku = std::string(1, letter), .stock = 5});
}

TEST(SandboxSupplier, WantsATokenBeforeItLooksAtThePath) {
  SupplierService supplier;
  SupplierClient client(supplier);
  EXPECT_EQ(client.get("/v2/products").status, 401);
  EXPECT_EQ(client.get("/nowhere").status, 401);
  client.sign_in();
  EXPECT_EQ(client.get("/v2/products").status, 200);
  EXPECT_EQ(client.get("/nowhere").status, 404);
}

TEST(SandboxSupplier, RefusesATokenThatHasExpiredOrWasRevoked) {
  TestClock clock;
  SupplierOptions options;
  options.now = clock.now();
  options.token_life = minutes(15);
  SupplierService supplier(options);
  SupplierClient client(supplier);
  const json signed_in = json::parse(client.sign_in().body);
  EXPECT_EQ(signed_in.at("exp").get<int>() - signed_in.at("iat").get<int>(), 900);
  clock.advance(minutes(15) - seconds(1));
  EXPECT_EQ(client.get("/v2/products").status, 200);
  clock.advance(seconds(1));
  EXPECT_EQ(client.get("/v2/products").body, R"({"code":"Unauthorized"})");
  client.sign_in();
  supplier.revoke_tokens();
  EXPECT_EQ(client.get("/v2/products").status, 401);
}

TEST(SandboxSupplier, RefusesWrongCredentialsInBothDocumentedWays) {
  SupplierService supplier;
  EXPECT_EQ(SupplierClient(supplier).sign_in("wrong").status, 401);
  SupplierOptions options;
  options.wrong_credentials_are_500 = true;
  SupplierService other(options);
  EXPECT_EQ(SupplierClient(other).sign_in("wrong").body, R"({"code":"InternalServer","message":"boom!"})");
}

TEST(SandboxSupplier, HandsOutPagesInOrderOfEntityId) {
  SupplierService supplier;
  put_letters(supplier, "EDCBA");
  SupplierClient client(supplier);
  client.sign_in();
  EXPECT_THAT(client.skus("limit=2&page_no=1"), ElementsAre("E", "D"));
  EXPECT_THAT(client.skus("limit=2&page_no=3"), ElementsAre("A"));
  EXPECT_THAT(client.skus("limit=2&page_no=4"), IsEmpty());
  const json page = json::parse(client.get("/v2/products?limit=2&page_no=2").body);
  EXPECT_EQ(page.at("total"), 5);
  EXPECT_EQ(page.at("total_pages"), 3);
  EXPECT_EQ(page.at("current_page"), 2);
  EXPECT_EQ(page.at("result").at(0).at("zone_rates").at("sku"), "C");
}

TEST(SandboxSupplier, HandsOutAtMost200AndAtFirst50) {
  SupplierService supplier;
  for (int i = 0; i < 250; ++i) supplier.put(SupplierProduct{.sku = "S" + std::to_string(i)});
  SupplierClient client(supplier);
  client.sign_in();
  EXPECT_THAT(client.skus(""), SizeIs(50));
  EXPECT_THAT(client.skus("limit=1000"), SizeIs(200));
}

TEST(SandboxSupplier, HidesDisabledProductsUnlessTheyAreAskedForInWords) {
  SupplierService supplier;
  put_letters(supplier, "ABC");
  supplier.set_enabled("B", false);
  SupplierClient client(supplier);
  client.sign_in();
  EXPECT_THAT(client.skus(""), ElementsAre("A", "C"));
  EXPECT_THAT(client.skus("enabled=false"), ElementsAre("B"));
  EXPECT_THAT(client.skus("enabled=1"), IsEmpty());
  EXPECT_THAT(client.skus("skus=B"), IsEmpty());
  EXPECT_THAT(client.skus("skus=B,X,A"), ElementsAre("A"));
}

TEST(SandboxSupplier, IgnoresAMisspeltFilterInSilence) {
  SupplierService supplier;
  put_letters(supplier, "ABC");
  SupplierClient client(supplier);
  client.sign_in();
  EXPECT_THAT(client.skus("sku=A"), ElementsAre("A", "B", "C"));
}

TEST(SandboxSupplier, LosesAProductBetweenPagesWhenOneIsDisabledMeanwhile) {
  SupplierService supplier;
  put_letters(supplier, "ABCD");
  supplier.endpoint().at_nth({.path_contains = "/v2/products"}, 1, sandbox::Moment::after,
                             [&](const sandbox::HttpRequest&) { supplier.set_enabled("A", false); });
  SupplierClient client(supplier);
  client.sign_in();
  EXPECT_THAT(client.skus("limit=2&page_no=1"), ElementsAre("A", "B"));
  EXPECT_THAT(client.skus("limit=2&page_no=2"), ElementsAre("D"));
}

TEST(SandboxSupplier, ServesProductsOfRealisticSizeWithTextsThatAreHardToRead) {
  SupplierService supplier;
  for (int i = 0; i < 40; ++i) supplier.put(SupplierProduct{.sku = "SKU-" + std::to_string(i)});
  SupplierClient client(supplier);
  client.sign_in();
  const std::string body = client.get("/v2/products").body;
  EXPECT_GT(body.size(), 40U * 2500);
  EXPECT_LT(body.size(), 40U * 5500);
  EXPECT_NE(body.find("\\r\\n"), std::string::npos);
  EXPECT_NE(body.find("\\\""), std::string::npos);
  EXPECT_NE(body.find("\xF0\x9F\x98\x8A"), std::string::npos);
}

TEST(SandboxSupplier, ServesOddValuesThatATestAsksFor) {
  SupplierService supplier;
  SupplierProduct odd{.sku = "ODD"};
  odd.overlay = R"({"stock_qty":"12","price":null})";
  odd.absent = {"in_stock"};
  supplier.put(odd);
  SupplierClient client(supplier);
  client.sign_in();
  const json product = json::parse(client.get("/v2/products").body).at("result").at(0);
  EXPECT_EQ(product.at("stock_qty"), "12");
  EXPECT_TRUE(product.at("price").is_null());
  EXPECT_FALSE(product.contains("in_stock"));
}

TEST(SandboxSupplier, ServesACapturedPageAsItStandsUntilItsStockChanges) {
  SupplierService supplier;
  supplier.load(R"({"result":[{"sku":"CAP-1","entity_id":7,"stock_qty":3,"other":"kept \u00e9"}],"total":1})");
  SupplierClient client(supplier);
  client.sign_in();
  json product = json::parse(client.get("/v2/products").body).at("result").at(0);
  EXPECT_EQ(product.at("stock_qty"), 3);
  supplier.set_stock("CAP-1", 4);
  product = json::parse(client.get("/v2/products").body).at("result").at(0);
  EXPECT_EQ(product.at("stock_qty"), 4);
  EXPECT_EQ(product.at("other"), "kept \xC3\xA9");
}

TEST(SandboxSupplier, ServesTheCapturedPageOfTheRealSupplier) {
  const std::filesystem::path file = DSZ_CAPTURED_DATA "/dropshipzone-products-page1-2025-06.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the captured page is not here";
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  SupplierService supplier;
  supplier.load(text.str());
  SupplierClient client(supplier);
  client.sign_in();
  EXPECT_EQ(json::parse(client.get("/v2/products?limit=40").body).at("result"), json::parse(text.str()).at("result"));
}

json stock_question(const char* start, const char* end) {
  return {{"start_time", start}, {"end_time", end}, {"page_no", 1}, {"limit", 40}};
}

TEST(SandboxSupplier, LogsChangesOfStock) {
  TestClock clock;  // 2026-11-18T11:06:40Z
  SupplierOptions options;
  options.now = clock.now();
  SupplierService supplier(options);
  put_letters(supplier, "ABC");
  supplier.set_stock("A", 0);
  clock.advance(hours(1));
  supplier.set_stock("A", 9);
  clock.advance(hours(240));
  supplier.set_stock("B", 1);
  clock.advance(-hours(240));
  SupplierClient client(supplier);
  client.sign_in();
  const json all =
      json::parse(client.post("/stock", stock_question("2026-11-18 00:00:00", "2026-11-20 00:00:00")).body);
  EXPECT_EQ(all.at("total"), 2);
  EXPECT_FALSE(all.contains("total_pages"));
  EXPECT_EQ(all.at("result").at(0).dump(),
            R"({"created_at":"2026-11-18T11:06:40.000Z","new_qty":"0.00","sku":"A","status":"Out Of Stock"})");
  EXPECT_EQ(all.at("result").at(1).at("new_qty"), "9.00");
  json of_b = stock_question("2026-11-18 00:00:00", "2026-11-20 00:00:00");
  of_b["skus"] = "B,C";
  EXPECT_EQ(json::parse(client.post("/stock", of_b).body).at("total"), 0);
}

TEST(SandboxSupplier, RefusesARangeOfTenDaysInTheLog) {
  SupplierService supplier;
  SupplierClient client(supplier);
  client.sign_in();
  EXPECT_EQ(client.post("/stock", stock_question("2026-11-01 00:00:00", "2026-11-10 23:59:59")).status, 200);
  const auto refused = client.post("/stock", stock_question("2026-11-01 00:00:00", "2026-11-11 00:00:00"));
  EXPECT_EQ(refused.status, 500);
  EXPECT_NE(refused.body.find("less than 10 days"), std::string::npos);
}

TEST(SandboxSupplier, CountsRequestsInSlidingWindows) {
  TestClock clock;
  SupplierOptions options;
  options.now = clock.now();
  options.quota = {{3, minutes(1)}, {5, hours(1)}};
  options.with_retry_after = true;
  SupplierService supplier(options);
  SupplierClient client(supplier);
  client.sign_in();
  clock.advance(seconds(30));
  EXPECT_EQ(client.get("/v2/products").status, 200);
  EXPECT_EQ(client.get("/v2/products").status, 200);
  const auto refused = client.get("/v2/products");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.at("retry-after"), "30");
  clock.advance(seconds(30));
  EXPECT_EQ(client.get("/v2/products").status, 200);
  EXPECT_EQ(client.get("/v2/products").status, 429);
  clock.advance(minutes(10));
  EXPECT_EQ(client.get("/v2/products").status, 200);
  EXPECT_EQ(client.get("/v2/products").status, 429) << "five in the hour";
  EXPECT_EQ(supplier.quota_violations(), 3U);
}

TEST(SandboxSupplier, RecordsWhatItWasAsked) {
  SupplierService supplier;
  SupplierClient client(supplier);
  client.sign_in();
  client.skus("limit=7");
  const auto records = supplier.requests().all();
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[0].auth, "none");
  EXPECT_EQ(records[1].auth, "jwt");
  EXPECT_EQ(records[1].request.query_text, "limit=7");
  EXPECT_EQ(records[1].status, 200);
}

}  // namespace
}  // namespace dsz::test
