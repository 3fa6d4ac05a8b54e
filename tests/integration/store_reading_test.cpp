// The stock report against the lists: both ways of reading a store must give the same catalogue, on both versions.
#include "dsz/base/failure.hpp"
#include "dsz/http/curl_client.hpp"
#include "dsz/store/catalogue_reader.hpp"

#include "capturing_log.hpp"
#include "fake_signals.hpp"
#include "sandbox/store/store_service.hpp"
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace dsz::test {
namespace {

using sandbox::Fault;
using testing::HasSubstr;

const sandbox::RequestMatch kReport{.path_contains = "/wc-analytics/reports/stock"};

/// A product in words, so that a difference can be read.
std::string in_words(const StoreProduct& product, bool in_full) {
  const std::string quantity = product.quantity ? std::to_string(*product.quantity) : "null";
  std::string words = std::to_string(product.id) + " under " + std::to_string(product.parent) + " \"" +
                      std::string(product.sku) + "\" " + quantity + " type " +
                      std::to_string(static_cast<int>(product.type)) + " manage " +
                      std::to_string(static_cast<int>(product.manage)) + " " + std::string(to_text(product.status)) +
                      (product.marked ? " marked" : "");
  if (in_full) words += " \"" + std::string(product.name) + "\"" + (product.backorders ? " backorders" : "");
  return words;
}

std::vector<std::string> in_words(const StoreCatalogue& catalogue, bool in_full) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < catalogue.size(); ++i) words.push_back(in_words(catalogue.at(i), in_full));
  return words;
}

/// The products that only one way gives, in words: the one before, the other after.
std::vector<std::string> differences(std::vector<std::string> one, std::vector<std::string> other) {
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  std::vector<std::string> found;
  std::set_symmetric_difference(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(found));
  return found;
}

std::vector<std::int64_t> ids_of(const StoreCatalogue& catalogue) {
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < catalogue.size(); ++i) ids.push_back(catalogue.at(i).id);
  return ids;
}

/// A real client, a store of the sandbox, and the two ways to read it.
class StoreReading {
 public:
  explicit StoreReading(const char* version) : store({.ports = {}, .version = version}) {}

  StoreCatalogue read(const MarkRules& marks = {}, bool in_full = false) {
    const auto client = curl_client({store.ca_file(), "test"}, *clock_, signals_);
    StoreSettings settings;
    settings.url = *parse_url(store.url());
    settings.consumer_key = "ck_rw";
    settings.consumer_secret = "cs_rw";
    StoreApi api(*client, settings, masker_, *clock_, signals_, random_, log);
    api.connect();
    CatalogueReader reader(api, log);
    StoreCatalogue catalogue = reader.read(marks, {});
    if (in_full) reader.read_again(catalogue, ids_of(catalogue));
    return catalogue;
  }
  StoreCatalogue read_lists(const MarkRules& marks = {}) {
    store.set_analytics(false);
    StoreCatalogue catalogue = read(marks);
    store.set_analytics(true);
    return catalogue;
  }
  [[nodiscard]] bool short_way_given_up() const { return log.contains("stock report is of no use"); }

  sandbox::StoreService store;
  CapturingLog log;

 private:
  std::unique_ptr<Clock> clock_ = posix_clock();
  FakeSignals signals_;
  SecretMasker masker_;
  std::mt19937_64 random_{1};
};

class Generated {
 public:
  Generated(sandbox::StoreService& store, unsigned seed) : store_(store), random_(seed) {}

  void fill() {
    store_.put_term(sandbox::Taxonomy::tags, {.id = 7, .name = "Ours", .slug = "ours"});
    const int count = below(4) == 0 ? 0 : 90 + below(240);
    for (int i = 0; i < count; ++i) {
      below(6) == 0 ? put_variable() : static_cast<void>(store_.put(product()));
    }
    // A variation whose product is no longer variable, and one whose product is gone.
    sandbox::StoreProduct orphan = variation();
    orphan.type = "variation";
    orphan.parent_id = store_.put({.sku = "ONCE-VARIABLE"});
    store_.put(orphan);
    orphan.parent_id = 999'999'999;
    store_.put(orphan);
  }

 private:
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  template <std::size_t N>
  const char* any(const std::array<const char*, N>& of) {
    return of.at(static_cast<std::size_t>(below(static_cast<int>(N))));
  }

  void put_stock(sandbox::StoreProduct& product) {
    product.manage_stock = below(3) != 0;
    product.stock_quantity.reset();
    if (product.manage_stock) product.stock_quantity = below(4) == 0 ? 0 : below(30) - 5;
    product.stock_status = any<3>({"instock", "outofstock", "onbackorder"});
    product.backorders = any<3>({"no", "notify", "yes"});
  }
  /// Empty, one of a few that clash, or its own.
  std::string sku() {
    const int kind = below(10);
    if (kind == 0) return "";
    return kind == 1 ? "SAME-" + std::to_string(below(4)) : "SKU-" + std::to_string(++skus_);
  }
  sandbox::StoreProduct product() {
    sandbox::StoreProduct product{.sku = sku()};
    product.type = any<8>({"simple", "simple", "simple", "simple", "simple", "simple", "external", "grouped"});
    product.status =
        any<9>({"publish", "publish", "publish", "publish", "draft", "pending", "private", "future", "trash"});
    put_stock(product);
    if (product.type != "simple") product.manage_stock = false;
    if (!product.manage_stock) product.stock_quantity.reset();
    if (below(5) == 0) product.tags = {7};
    return product;
  }
  sandbox::StoreProduct variation() {
    sandbox::StoreProduct variation{.sku = sku()};
    variation.status = any<12>({"publish", "publish", "publish", "publish", "publish", "publish", "publish", "publish",
                                "private", "private", "trash", "publish"});
    if (drafts_ && below(20) == 0) variation.status = "draft";
    put_stock(variation);
    return variation;
  }
  void put_variable() {
    sandbox::StoreProduct parent = product();
    put_stock(parent);
    std::vector<sandbox::StoreProduct> variations;
    for (int left = below(6); left > 0; --left) variations.push_back(variation());
    store_.put_variable(parent, variations);
  }

  sandbox::StoreService& store_;
  std::mt19937 random_;
  const bool drafts_ = below(2) == 0;
  int skus_ = 0;
};

class BothWays : public testing::TestWithParam<std::tuple<const char*, unsigned>> {};

INSTANTIATE_TEST_SUITE_P(Generated, BothWays,
                         testing::Combine(testing::Values("11.0.1", "7.9.0"), testing::Range(1U, 9U)),
                         [](const auto& chosen) {
                           const std::string version = std::get<0>(chosen.param);
                           return (version == "7.9.0" ? "Old" : "New") + std::to_string(std::get<1>(chosen.param));
                         });

TEST_P(BothWays, GiveTheSameCatalogue) {
  StoreReading reading(std::get<0>(GetParam()));
  Generated(reading.store, std::get<1>(GetParam())).fill();
  const MarkRules marks = {.tags = {"ours"}, .categories = {}, .brands = {}, .meta = {}};

  const StoreCatalogue lists = reading.read_lists(marks);
  EXPECT_EQ(in_words(reading.read(marks), false), in_words(lists, false));
  EXPECT_FALSE(reading.short_way_given_up());
  EXPECT_EQ(in_words(reading.read(marks, true), true), in_words(lists, true)) << "read again: name and backorders too";
}

class ShortWay : public testing::TestWithParam<const char*> {
 protected:
  ShortWay() {
    for (int i = 0; i < 250; ++i) {
      ids.push_back(reading.store.put({.sku = "P" + std::to_string(i), .stock_quantity = i}));
    }
  }
  void expect_the_same() {
    const StoreCatalogue first = reading.read();  // what is staged happens during this
    EXPECT_THAT(differences(in_words(first, false), in_words(reading.read_lists(), false)), testing::IsEmpty());
  }

  StoreReading reading{GetParam()};
  std::vector<std::int64_t> ids;
};

INSTANTIATE_TEST_SUITE_P(Both, ShortWay, testing::Values("11.0.1", "7.9.0"),
                         [](const auto& version) { return std::string(version.param) == "7.9.0" ? "Old" : "New"; });

TEST_P(ShortWay, ReadsTheReportAndNotTheList) {
  reading.store.put_variable({.sku = "V"}, {{.sku = "V1"}, {.sku = "V2"}});
  const StoreCatalogue catalogue = reading.read();
  EXPECT_EQ(catalogue.size(), 253U);
  std::size_t rows_asked_of_lists = 0;
  for (const auto& record : reading.store.requests().matching({.path_contains = "/wc/v3/"})) {
    const auto& query = record.request.query;
    if (query.get("type").empty() && query.get("per_page") != "1") ++rows_asked_of_lists;
  }
  EXPECT_EQ(rows_asked_of_lists, 1U) << "the setting of stock management only";
  EXPECT_EQ(reading.store.requests().count(kReport), 3U);
}

TEST_P(ShortWay, AReportThatIsRefusedOrBrokenIsNotNeeded) {
  const std::vector<Fault> faults = {
      Fault::json(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
      Fault::json(403, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
      Fault::json(404, "rest_no_route", "No route was found matching the URL and request method."),
      Fault::json(500, "internal_server_error", "There has been a critical error on this website."),
      Fault::html(403),
      Fault::answer(200, "[]", "application/json"),
      Fault::answer(200, R"({"data": []})", "application/json"),
      Fault::edited([](std::string body) {
        for (std::size_t at = body.find("manage_stock"); at != std::string::npos; at = body.find("manage_stock")) {
          body.replace(at, 12, "managestock!");
        }
        return body;
      })};
  for (const Fault& fault : faults) {
    SCOPED_TRACE(&fault - faults.data());
    for (const std::size_t page : {0U, 1U}) {
      reading.log.clear();
      reading.store.faults().clear();
      reading.store.faults().add(Fault(fault).on(kReport).after(page).always());
      EXPECT_EQ(reading.read().size(), 250U);
      EXPECT_TRUE(reading.short_way_given_up());
    }
  }
}

TEST_P(ShortWay, AListOfVariationsThatFailsIsNotNeeded) {
  reading.store.put_variable({.sku = "V"}, {{.sku = "V1"}, {.sku = "V2"}});
  reading.store.put_variable({.sku = "W"}, {{.sku = "W1"}});
  const std::vector<std::string> whole = in_words(reading.read(), false);
  const std::vector<Fault> faults = {
      Fault::json(500, "internal_server_error", "There has been a critical error on this website."),
      Fault::json(403, "rest_forbidden", "Sorry, you are not allowed to do that."), Fault::html(404)};
  for (const Fault& fault : faults) {
    SCOPED_TRACE(&fault - faults.data());
    reading.store.faults().clear();
    reading.store.faults().add(Fault(fault).on({.path_contains = "/wc/v3/variations"}).always());
    EXPECT_EQ(in_words(reading.read(), false), whole);
  }
  EXPECT_FALSE(reading.short_way_given_up());
}

TEST_P(ShortWay, AReportThatLeavesProductsOutIsNotBelieved) {
  reading.store.faults().add(Fault::edited([](std::string) { return std::string("[]"); }).on(kReport).always());
  EXPECT_EQ(reading.read().size(), 250U);
  EXPECT_TRUE(reading.short_way_given_up());
}

TEST_P(ShortWay, WhatIsSoldRemovedOrAddedMeanwhileIsReadAgain) {
  reading.store.endpoint().at_nth(kReport, 2, sandbox::Moment::before, [this](const auto&) {
    reading.store.remove(ids[3]);
    reading.store.remove(ids[4]);
    reading.store.put({.sku = "NEW"});
  });
  expect_the_same();
  reading.store.endpoint().at_nth(kReport, 3, sandbox::Moment::before,
                                  [this](const auto&) { reading.store.remove(ids[100]); });
  expect_the_same();
}

TEST_P(ShortWay, WhatIsExternalIsNeverTakenForManaged) {
  const auto external = reading.store.put({.sku = "E", .type = "external", .manage_stock = false});
  const auto grouped = reading.store.put({.sku = "G", .type = "grouped", .manage_stock = false});
  const auto bundle = reading.store.put({.sku = "B", .type = "bundle"});
  const StoreCatalogue catalogue = reading.read();
  EXPECT_EQ(catalogue.find(external)->type, ProductType::external);
  EXPECT_EQ(catalogue.find(grouped)->type, ProductType::grouped);
  EXPECT_EQ(catalogue.find(bundle)->type, ProductType::other);
  EXPECT_TRUE(reading.short_way_given_up()) << "a plugin's type is known to the lists only";
}

TEST_P(ShortWay, AStoreThatIgnoresTheFilterByTypeHidesNoVariation) {
  reading.store.put_variable({.sku = "V"}, {{.sku = "V1"}, {.sku = "V2"}});
  reading.store.set_types_ignored(true);  // then all 251 products are counted as simple
  EXPECT_EQ(reading.read().size(), 253U);
  EXPECT_TRUE(reading.short_way_given_up());
  expect_the_same();
}

TEST_P(ShortWay, WhatSuchAStoreCallsSimpleHasItsTypeWhenItIsReadAgain) {
  const auto external = reading.store.put({.sku = "E", .type = "external", .manage_stock = false});
  const auto bundle = reading.store.put({.sku = "B", .type = "bundle"});
  reading.store.set_types_ignored(true);
  const StoreCatalogue catalogue = reading.read({}, true);  // as before each write
  EXPECT_EQ(catalogue.find(external)->type, ProductType::external);
  EXPECT_EQ(catalogue.find(bundle)->type, ProductType::other);
}

TEST_P(ShortWay, VariationsLeftBehindByAProductThatBecameSimpleAreNoReasonToGiveItUp) {
  reading.store.put({.sku = "ONCE", .type = "variation", .parent_id = ids[5]});
  EXPECT_EQ(reading.read().size(), 250U);
  EXPECT_FALSE(reading.short_way_given_up());
}

TEST_P(ShortWay, ReadingAgainTakesInSalesAndLeavesOutWhatIsGone) {
  const auto parent = reading.store.put_variable({.sku = "V"}, {{.sku = "V1", .stock_quantity = 4}});
  const auto variation = reading.store.product("V1")->id;
  reading.store.endpoint().at_nth({.query_contains = "include"}, 1, sandbox::Moment::before, [&](const auto&) {
    reading.store.sell(ids[9], 2);
    reading.store.sell(variation, 1);
    reading.store.remove(ids[8]);
    reading.store.set_status(ids[7], "trash");
  });
  const StoreCatalogue catalogue = reading.read({}, true);
  EXPECT_EQ(catalogue.find(ids[9])->quantity, 7);
  EXPECT_EQ(catalogue.find(variation)->quantity, 3);
  EXPECT_EQ(catalogue.find(variation)->parent, parent);
  EXPECT_FALSE(catalogue.find(ids[8]));
  EXPECT_FALSE(catalogue.find(ids[7]));
  EXPECT_TRUE(reading.log.contains("2 products"));
}

TEST(RunWithoutChanges, CostsOnlyTheReading) {
  Shop shop;
  shop.put_many(250, 5, 5);
  ASSERT_EQ(shop.run({"fetch"}).exit_code, 0);
  shop.store.requests().clear();
  ASSERT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_TRUE(shop.writes().empty());
  // The index, the sign-in, a setting; three pages of the report; two numbers.
  EXPECT_EQ(shop.store.requests().count(), 8U);
}

}  // namespace
}  // namespace dsz::test
