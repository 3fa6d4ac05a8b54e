#include "dsz/store/catalogue_reader.hpp"

#include "store_test_base.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace dsz::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class ProductsByIdTest : public StoreTestBase {
 protected:
  StoreCatalogue read() { return CatalogueReader(connected(), log).read({}, {}); }
};

TEST_F(ProductsByIdTest, EveryPageIsReadWhereTheStoreCapsItsPages) {
  for (std::int64_t id = 1; id <= 7; ++id) add_simple(id);
  add_variable(10, {11, 12, 13, 14});
  shop.bulk_variations = false;
  StoreCatalogue catalogue = read();
  shop.most_rows_a_page = 3;
  for (std::int64_t id = 1; id <= 7; ++id) (*shop.find(id))["stock_quantity"] = 8;
  for (std::int64_t id = 11; id <= 14; ++id) (*shop.find(id))["stock_quantity"] = 8;
  const std::vector<std::int64_t> ids = {1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14};
  CatalogueReader(api(), log).read_again(catalogue, ids);
  for (const std::int64_t id : ids) {
    ASSERT_TRUE(catalogue.find(id)) << id << " is not gone";
    EXPECT_EQ(catalogue.find(id)->quantity, 8) << id;
  }
}

TEST_F(ProductsByIdTest, AnAnswerThatIsShorterThanItsTotalDoesNotMeanThatProductsAreGone) {
  for (std::int64_t id = 1; id <= 3; ++id) add_simple(id);
  StoreCatalogue catalogue = read();
  shop.intercept = [this](const Call& call) -> std::optional<Scripted> {
    if (call.get("include").empty()) return std::nullopt;
    return page_answer(json::array({shop.products[0], shop.products[1]}), 3, 1);
  };
  const Failure failure = failure_of([&] { CatalogueReader(api(), log).read_again(catalogue, {1, 2, 3}); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
}

/// Of a plugin or a gateway. WooCommerce's own 404 says that a product in the path is gone; in that of a list there is
/// none.
TEST_F(ProductsByIdTest, A404DoesNotMeanThatTheListedProductsAreGone) {
  for (std::int64_t id = 1; id <= 3; ++id) add_simple(id);
  add_variable(10, {11, 12});
  shop.bulk_variations = false;
  for (const char* code : {"not_found", "woocommerce_rest_product_invalid_id"}) {
    StoreCatalogue catalogue = read();
    shop.intercept = [&](const Call& call) -> std::optional<Scripted> {
      const bool strikes = !call.get("include").empty() && (call.path == "wc/v3/products" || code[0] == 'n');
      if (!strikes) return std::nullopt;
      return answer(404, json{{"code", code}, {"message", "x"}, {"data", {{"status", 404}}}}.dump());
    };
    EXPECT_EQ(failure_of([&] {
                CatalogueReader(api(), log).read_again(catalogue, {1, 2, 3});
              }).kind(),
              FailureKind::store)
        << code;
    if (code[0] == 'n') {
      EXPECT_EQ(failure_of([&] { CatalogueReader(api(), log).read_again(catalogue, {11}); }).kind(),
                FailureKind::store);
    }
    shop.intercept = nullptr;
  }
}

TEST_F(ProductsByIdTest, ManyProductsThatAreAllGoneAtOnceAreNotBelieved) {
  for (std::int64_t id = 1; id <= 6; ++id) add_simple(id);
  StoreCatalogue catalogue = read();
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.get("include").empty()) return std::nullopt;
    return page_answer(json::array(), 0, 0);
  };
  const Failure failure = failure_of([&] { CatalogueReader(api(), log).read_again(catalogue, {1, 2, 3, 4, 5, 6}); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("none of 6 products"));
  StoreCatalogue fewer = read();
  CatalogueReader(api(), log).read_again(fewer, {1, 2, 3, 4, 5});
  EXPECT_FALSE(fewer.find(5));
}

/// A page cache goes by the whole address.
TEST_F(ProductsByIdTest, NoCacheIsAskedThatHasAnsweredBefore) {
  add_simple(1);
  StoreCatalogue catalogue = read();
  std::set<std::map<std::string, std::string>> seen;
  shop.intercept = [&seen](const Call& call) -> std::optional<Scripted> {
    if (call.get("include").empty()) return std::nullopt;
    EXPECT_TRUE(seen.insert(call.query).second);
    return std::nullopt;
  };
  for (int i = 0; i < 3; ++i) CatalogueReader(api(), log).read_again(catalogue, {1});
  EXPECT_EQ(seen.size(), 3U);
}

TEST_F(ProductsByIdTest, AnAnswerOfACacheIsNotBelieved) {
  add_simple(1);
  StoreCatalogue catalogue = read();
  shop.intercept = [this](const Call& call) -> std::optional<Scripted> {
    if (call.get("include").empty()) return std::nullopt;
    Scripted cached = page_answer(json::array({shop.products[0]}), 1, 1);
    cached.outcome.response->headers.push_back({"X-LiteSpeed-Cache", "hit"});
    return cached;
  };
  const Failure failure = failure_of([&] { CatalogueReader(api(), log).read_again(catalogue, {1}); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("LiteSpeed Cache answered"));
  EXPECT_THAT(failure.what(), HasSubstr("exempt /wp-json/ from page caching"));
}

}  // namespace
}  // namespace dsz::test
