#include "dsz/store/catalogue_reader.hpp"

#include "store_test_base.hpp"

#include <gmock/gmock.h>

namespace dsz::test {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CatalogueReaderTest : public StoreTestBase {
 protected:
  StoreCatalogue read(const MarkRules& marks = {}) {
    return CatalogueReader(connected(), log).read(marks, [this](const CatalogueProgress& progress) {
      last_ = progress;
    });
  }
  CatalogueProgress last_;
};

TEST_F(CatalogueReaderTest, ReadsProductsOfEveryKind) {
  add_simple(3, 7);
  add_unmanaged(1, "outofstock");
  add_simple(2, -4);
  const StoreCatalogue catalogue = read();
  ASSERT_EQ(catalogue.size(), 3U);
  EXPECT_EQ(catalogue.at(0).id, 1);
  EXPECT_EQ(catalogue.at(0).quantity, std::nullopt);
  EXPECT_EQ(catalogue.at(0).manage, ManageStock::no);
  EXPECT_EQ(catalogue.at(0).status, StockStatus::outofstock);
  EXPECT_EQ(catalogue.at(1).quantity, -4);
  EXPECT_EQ(catalogue.at(2).sku, "SKU-3");
}

TEST_F(CatalogueReaderTest, SendsNothingButGet) {
  add_variable(1, {2, 3});
  read();
  for (const Call& call : shop.calls()) EXPECT_EQ(call.method, Method::get);
}

TEST_F(CatalogueReaderTest, AsksOnlyForWhatIsUsed) {
  add_simple(1);
  read();
  EXPECT_EQ(shop.calls().back().get("_fields"),
            "id,name,sku,type,status,parent_id,manage_stock,stock_quantity,stock_status,backorders");
}

TEST_F(CatalogueReaderTest, ReadsVariationsInBulkWhereTheStoreCan) {
  add_variable(10, {11, 12});
  add_variable(20, {21});
  const StoreCatalogue catalogue = read();
  EXPECT_EQ(catalogue.size(), 5U);
  EXPECT_EQ(catalogue.find(11)->parent, 10);
  EXPECT_EQ(catalogue.find(21)->parent, 20);
  EXPECT_EQ(shop.count(Method::get, "wc/v3/products/10/variations"), 0U);
  EXPECT_EQ(last_.read, 5);
  EXPECT_EQ(last_.in_all, 5);
}

TEST_F(CatalogueReaderTest, ReadsVariationsProductByProductOnAnOlderStore) {
  shop.bulk_variations = false;
  add_variable(10, {11, 12});
  add_variable(20, {});
  std::vector<std::int64_t> many;
  for (std::int64_t id = 1001; id <= 1250; ++id) many.push_back(id);
  add_variable(30, many);
  const StoreCatalogue catalogue = read();
  EXPECT_EQ(catalogue.size(), 3U + 2U + 250U);
  EXPECT_EQ(catalogue.find(12)->parent, 10);
  EXPECT_EQ(catalogue.find(12)->type, ProductType::variation);
  EXPECT_EQ(catalogue.find(1250)->parent, 30);
  EXPECT_EQ(shop.count(Method::get, "wc/v3/variations"), 1U);
}

/// A plugin's bug, a security plugin, a list that a page takes the place of.
TEST_F(CatalogueReaderTest, ReadsVariationsProductByProductWhereTheirOwnListFails) {
  add_variable(10, {11, 12});
  add_variable(20, {21});
  const std::vector<Scripted> failures = {
      error_answer(500, "internal_server_error", "There has been a critical error on this website."),
      error_answer(400, "rest_invalid_param", "Invalid parameter(s): orderby"),
      error_answer(401, "rest_cannot_access", "Only authenticated users can access the REST API."),
      error_answer(403, "rest_forbidden", "Sorry, you are not allowed to do that."),
      answer(404, "<html>not found</html>"),
      answer(200, "[]")};
  for (const Scripted& failure : failures) {
    SCOPED_TRACE(failure.outcome.describe());
    log.clear();
    shop.intercept = [&failure](const Call& call) -> std::optional<Scripted> {
      return call.path == "wc/v3/variations" ? std::optional(failure) : std::nullopt;
    };
    StoreCatalogue catalogue = read();
    ASSERT_EQ(catalogue.size(), 5U);
    EXPECT_EQ(catalogue.find(12)->parent, 10);
    EXPECT_TRUE(log.contains(LogLevel::info, "GET wc/v3/variations page 1 is of no use"));
    (*shop.find(21))["stock_quantity"] = 8;
    CatalogueReader(api(), log).read_again(catalogue, {11, 21});
    EXPECT_EQ(catalogue.find(21)->quantity, 8) << "what is read again, too";
    (*shop.find(21))["stock_quantity"] = 5;
  }
}

TEST_F(CatalogueReaderTest, WhereNothingOrAFirewallAnswersForTheListOfVariationsTheStoreIsNotReadOtherwise) {
  add_variable(10, {11, 12});
  for (const Scripted& failure :
       {no_answer(TransferErrorKind::timeout), answer(403, "<html>Blocked</html>", {{"cf-mitigated", "challenge"}})}) {
    shop.intercept = [&failure](const Call& call) -> std::optional<Scripted> {
      return call.path == "wc/v3/variations" ? std::optional(failure) : std::nullopt;
    };
    EXPECT_EQ(failure_of([this] { read(); }).kind(), FailureKind::store);
    EXPECT_EQ(shop.count(Method::get, "wc/v3/products/10/variations"), 0U);
  }
}

TEST_F(CatalogueReaderTest, AStoreWithoutVariableProductsIsNotAskedForVariations) {
  add_simple(1);
  read();
  EXPECT_EQ(shop.count(Method::get, "wc/v3/variations"), 0U);
}

TEST_F(CatalogueReaderTest, VariationsOfProductsThatWereNotReadAreLeftOut) {
  add_variable(10, {11});
  add_variable(20, {21});
  add_simple(30);
  shop.variations[30].push_back(shop.variations[20][0]);
  shop.variations[30][0]["id"] = 31;
  shop.variations[30][0]["parent_id"] = 30;                                          // once variable, now simple
  std::erase_if(shop.products, [](const json& row) { return row.at("id") == 20; });  // in the trash
  const StoreCatalogue catalogue = read();
  EXPECT_TRUE(catalogue.find(11));
  EXPECT_FALSE(catalogue.find(21));
  EXPECT_FALSE(catalogue.find(31));
  EXPECT_TRUE(log.contains("2 variations are left alone"));
}

TEST_F(CatalogueReaderTest, AVariationCountsOnlyAsReadWithItsProduct) {
  add_variable(10, {11, 12});
  json stray = shop.variations[10][0];
  stray["parent_id"] = 999;
  shop.products.push_back(stray);  // a plugin lists it among the products, and elsewhere it belongs
  shop.variations[10][1]["id"] = 10;
  for (const bool bulk : {true, false}) {
    shop.bulk_variations = bulk;
    const StoreCatalogue catalogue = read();
    EXPECT_EQ(catalogue.size(), 2U);
    EXPECT_EQ(catalogue.find(11)->parent, 10);
    EXPECT_EQ(catalogue.find(10)->type, ProductType::variable) << "no variation takes its product's place";
  }
}

TEST_F(CatalogueReaderTest, AProductRemovedWhileItsVariationsAreReadIsNoFailure) {
  shop.bulk_variations = false;
  add_variable(10, {11});
  add_variable(20, {21});
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.path != "wc/v3/products/10/variations") return std::nullopt;
    return error_answer(404, "woocommerce_rest_product_invalid_id", "Invalid ID.");
  };
  const StoreCatalogue catalogue = read();
  EXPECT_TRUE(catalogue.find(21));
  EXPECT_FALSE(catalogue.find(11));
}

TEST_F(CatalogueReaderTest, AFailureInTheMiddleIsNeverAPartOfTheCatalogue) {
  shop.bulk_variations = false;
  for (std::int64_t id = 10; id < 100; id += 10) add_variable(id, {id + 1});
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.path != "wc/v3/products/50/variations") return std::nullopt;
    return answer(502, "Bad gateway");
  };
  const Failure failure = failure_of([this] { read(); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("wc/v3/products/50/variations"));
}

TEST_F(CatalogueReaderTest, MarksProductsByTagSlugAndVariationsWithThem) {
  add_variable(10, {11});
  add_simple(20);
  shop.terms["tags"] = {
      {{"id", 23}, {"name", "Supplier: Dropshipzone"}, {"slug", "supplier-dropshipzone"}, {"count", 1}}};
  shop.having[{"tag", "23"}] = {10};
  const StoreCatalogue catalogue =
      read({.tags = {"supplier-dropshipzone"}, .categories = {}, .brands = {}, .meta = {}});
  EXPECT_TRUE(catalogue.find(10)->marked);
  EXPECT_TRUE(catalogue.find(11)->marked);
  EXPECT_FALSE(catalogue.find(20)->marked);
}

TEST_F(CatalogueReaderTest, AStoreThatIgnoresTheFilterMarksOnlyWhatHasTheTermItself) {
  shop.ignores_filters = true;
  for (std::int64_t id = 1; id <= 150; ++id) add_simple(id);
  shop.terms["tags"] = {{{"id", 23}, {"name", "Dropshipzone"}, {"slug", "dropshipzone"}}};
  shop.having[{"tag", "23"}] = {10, 120};
  shop.having[{"tag", "24"}] = {11};
  const StoreCatalogue catalogue = read({.tags = {"dropshipzone"}, .categories = {}, .brands = {}, .meta = {}});
  std::vector<std::int64_t> marked;
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    if (catalogue.at(i).marked) marked.push_back(catalogue.at(i).id);
  }
  EXPECT_THAT(marked, ElementsAre(10, 120));
  EXPECT_TRUE(log.contains("match.select.tag: the store also listed 148 products that do not have it"));
}

TEST_F(CatalogueReaderTest, RowsThatDoNotShowTheirTermsProveNothing) {
  add_simple(1);
  shop.products[0]["brands"] = nullptr;
  shop.terms["brands"] = {{{"id", 23}, {"name", "Dropshipzone"}, {"slug", "dropshipzone"}, {"parent", 0}}};
  shop.having[{"brand", "23"}] = {1};
  const Failure failure =
      failure_of([this] { read({.tags = {}, .categories = {}, .brands = {"dropshipzone"}, .meta = {}}); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("do not say which brands they have"));
}

TEST_F(CatalogueReaderTest, ACategoryHasWhatStandsInTheOnesBelowIt) {
  for (std::int64_t id = 1; id <= 4; ++id) add_simple(id);
  shop.terms["categories"] = {{{"id", 24}, {"name", "Sheds"}, {"slug", "sheds"}, {"parent", 0}},
                              {{"id", 26}, {"name", "Tiny"}, {"slug", "tiny"}, {"parent", 25}},
                              {{"id", 25}, {"name", "Small"}, {"slug", "small"}, {"parent", 24}},
                              {{"id", 27}, {"name", "Other"}, {"slug", "other"}, {"parent", 0}}};
  shop.products[0]["categories"] = {{{"id", 24}}};
  shop.products[1]["categories"] = {{{"id", 26}}};
  shop.products[2]["categories"] = {{{"id", 27}}};
  shop.having[{"category", "24"}] = {1, 2};
  const StoreCatalogue catalogue = read({.tags = {}, .categories = {"sheds"}, .brands = {}, .meta = {}});
  EXPECT_TRUE(catalogue.find(1)->marked);
  EXPECT_TRUE(catalogue.find(2)->marked);
  EXPECT_FALSE(catalogue.find(3)->marked);
  EXPECT_FALSE(catalogue.find(4)->marked);
  EXPECT_FALSE(log.contains("do not have it"));
}

TEST_F(CatalogueReaderTest, FindsTermsByNameWhateverItsCaseAndEntities) {
  add_simple(1);
  add_simple(2);
  add_simple(3);
  shop.terms["categories"] = {{{"id", 24}, {"name", "Dropship &amp; Co"}, {"slug", "dropship-co"}},
                              {{"id", 25}, {"name", "Other"}, {"slug", "other"}},
                              {{"id", 26}, {"name", "dropship &amp; co"}, {"slug", "dropship-co-2"}}};
  shop.having[{"category", "24"}] = {1};
  shop.having[{"category", "26"}] = {3};
  const StoreCatalogue catalogue = read({.tags = {}, .categories = {"DROPSHIP & Co"}, .brands = {}, .meta = {}});
  EXPECT_TRUE(catalogue.find(1)->marked);
  EXPECT_FALSE(catalogue.find(2)->marked);
  EXPECT_TRUE(catalogue.find(3)->marked);
}

TEST_F(CatalogueReaderTest, ATermThatTheStoreDoesNotHaveIsAMistakeInTheConfiguration) {
  add_simple(1);
  shop.terms["tags"] = {{{"id", 23}, {"name", "Dropshipzone"}, {"slug", "dropshipzone"}}};
  const Failure failure =
      failure_of([this] { read({.tags = {"dropshipzoen"}, .categories = {}, .brands = {}, .meta = {}}); });
  EXPECT_EQ(failure.kind(), FailureKind::usage);
  EXPECT_THAT(failure.what(), HasSubstr("match.select.tag"));
  EXPECT_THAT(failure.what(), HasSubstr("dropshipzoen"));
  EXPECT_EQ(shop.count(Method::get, "wc/v3/products"), 1U) << "found out before the catalogue is read";
}

TEST_F(CatalogueReaderTest, BrandsNeedANewerWooCommerce) {
  shop.brands = false;
  const Failure failure = failure_of([this] { read({.tags = {}, .categories = {}, .brands = {"dsz"}, .meta = {}}); });
  EXPECT_EQ(failure.kind(), FailureKind::usage);
  EXPECT_THAT(failure.what(), HasSubstr("match.select.brand"));
  EXPECT_THAT(failure.what(), HasSubstr("9.6"));
}

TEST_F(CatalogueReaderTest, MarksByMetaField) {
  add_simple(1);
  add_simple(2);
  shop.products[0]["meta_data"] = json::parse(R"([{"id":1,"key":"_supplier","value":"dropshipzone"}])");
  shop.products[1]["meta_data"] = json::parse(R"([{"id":2,"key":"_supplier","value":"other"}])");
  const StoreCatalogue catalogue =
      read({.tags = {}, .categories = {}, .brands = {}, .meta = {{"_supplier", "dropshipzone"}}});
  EXPECT_TRUE(catalogue.find(1)->marked);
  EXPECT_FALSE(catalogue.find(2)->marked);
}

/// A plugin that answers with fewer rows than were asked for, in more pages.
/// WooCommerce Subscriptions and the like.
TEST_F(CatalogueReaderTest, VariationsOfAPluginsTypeAreVariations) {
  add_variable(10, {11, 12});
  shop.products.back()["type"] = "variable-subscription";
  for (json& row : shop.variations[10]) row["type"] = "subscription_variation";
  const StoreCatalogue catalogue = read();
  ASSERT_TRUE(catalogue.find(11));
  EXPECT_EQ(catalogue.find(11)->type, ProductType::variation);
  EXPECT_EQ(catalogue.find(12)->parent, 10);
}

TEST_F(CatalogueReaderTest, ASignalEndsTheReading) {
  for (std::int64_t id = 1; id <= 500; ++id) add_simple(id);
  shop.intercept = [this](const Call& call) -> std::optional<Scripted> {
    if (call.get("page") == "3") signals.set(2);
    return std::nullopt;
  };
  EXPECT_EQ(failure_of([this] { read(); }).kind(), FailureKind::interrupted);
  EXPECT_EQ(client.in_flight(), 0U);
}

}  // namespace
}  // namespace dsz::test
