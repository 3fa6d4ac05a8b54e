#include "dsz/supplier/sku_lookup.hpp"

#include "supplier_test_base.hpp"

#include <algorithm>
#include <sstream>

namespace dsz {
namespace {

using test::answer;

class SkuLookupTest : public SupplierTest {
 protected:
  struct Item {
    std::string sku;
    bool enabled = true;
    int stock = 5;
  };

  /// A supplier that obeys `skus` and `enabled`, exact in letter case, `page_size_` rows a page, and answers only the
  /// first 50 names.
  test::Scripted list(const Request& request) {
    std::vector<std::string> names;
    std::istringstream list(parameter(request.url, "skus"));
    for (std::string name; std::getline(list, name, ',') && names.size() < 50;) names.push_back(name);
    const bool enabled = parameter(request.url, "enabled") != "false";
    std::vector<std::string> rows;
    for (const Item& item : items_) {
      if (item.enabled != enabled || std::find(names.begin(), names.end(), item.sku) == names.end()) continue;
      rows.push_back(R"({"sku":")" + item.sku + R"(","stock_qty":)" + std::to_string(item.stock) + "}");
    }
    return page(rows, std::stoul(parameter(request.url, "page_no")));
  }
  [[nodiscard]] test::Scripted page(const std::vector<std::string>& rows, std::size_t number) const {
    std::string body = R"({"result":[)";
    const std::size_t first = (number - 1) * page_size_;
    for (std::size_t i = first; i < std::min(rows.size(), first + page_size_); ++i) {
      body += (i == first ? "" : ",") + rows[i];
    }
    return answer(200, body + R"(],"total":)" + std::to_string(rows.size()) + R"(,"current_page":)" +
                           std::to_string(number) + "}");
  }
  std::map<std::string, SkuAnswer> ask(const std::vector<std::string>& skus, int max_requests = 1'000) {
    return SkuLookup(api_, log_).ask(skus, max_requests);
  }
  [[nodiscard]] std::size_t product_requests() const {
    return static_cast<std::size_t>(std::count_if(http_.started().begin(), http_.started().end(),
                                                  [](const auto& each) { return each.request.label != "POST /auth"; }));
  }

  void SetUp() override {
    on_products_ = [this](const Request& request) { return list(request); };
  }

  std::vector<Item> items_;
  std::size_t page_size_ = 200;
};

TEST_F(SkuLookupTest, TellsListedFromDisabledFromAbsent) {
  items_ = {{"HERE", true, 7}, {"OFF", false, 7}};
  const auto answers = ask({"HERE", "OFF", "GONE"});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers.at("HERE").presence, Presence::listed);
  EXPECT_EQ(answers.at("HERE").product.stock, StockLevel::of(7));
  EXPECT_EQ(answers.at("OFF").presence, Presence::disabled);
  EXPECT_EQ(answers.at("GONE").presence, Presence::absent);
  EXPECT_EQ(product_requests(), 2U);
  EXPECT_EQ(parameter(http_.started().at(1).request.url, "limit"), "200");
}

TEST_F(SkuLookupTest, WhenAllAreListedNothingMoreIsAsked) {
  items_ = {{"A"}, {"B"}};
  ask({"A", "B"});
  EXPECT_EQ(product_requests(), 1U);
}

TEST_F(SkuLookupTest, ASkuInSmallLettersIsFoundInCapitalsAndEachFormIsAnswered) {
  items_ = {{"ABC-1"}};
  const auto answers = ask({"abc-1", " Abc-1 "});
  EXPECT_EQ(answers.at("abc-1").presence, Presence::listed);
  EXPECT_EQ(answers.at(" Abc-1 ").presence, Presence::listed);
}

TEST_F(SkuLookupTest, OfProductsThatDifferInCaseOnlyTheExactOneIsMeant) {
  items_ = {{"ab", true, 1}, {"AB", true, 2}};
  const auto answers = ask({"ab", "AB", "aB"});
  EXPECT_EQ(answers.at("ab").product.stock, StockLevel::of(1));
  EXPECT_EQ(answers.at("AB").product.stock, StockLevel::of(2));
  EXPECT_FALSE(answers.at("aB").product.stock.known());
}

TEST_F(SkuLookupTest, ManySkusGoInChunksNoneOfWhichIsLongerThanTheSupplierReads) {
  std::vector<std::string> skus;
  for (int i = 0; i < 333; ++i) {
    skus.push_back((i % 3 == 0 ? "mixed-Case-" : "UPPER-") + std::to_string(i));
    std::string listed = skus.back();
    std::transform(listed.begin(), listed.end(), listed.begin(),
                   [](char c) { return static_cast<char>(std::toupper(c)); });
    items_.push_back({listed});
  }
  for (const auto& [sku, answered] : ask(skus)) EXPECT_EQ(answered.presence, Presence::listed) << sku;
  EXPECT_LE(product_requests(), 12U);
}

TEST_F(SkuLookupTest, LongSkusMakeShortLists) {
  std::vector<std::string> skus;
  skus.reserve(50);
  for (int i = 0; i < 50; ++i) skus.push_back(std::string(200, '/') + std::to_string(i));
  ask(skus);
  for (const auto& each : http_.started()) EXPECT_LT(each.request.url.size(), 8'000U);
}

TEST_F(SkuLookupTest, FurtherPagesOfAnAnswerAreRead) {
  page_size_ = 2;
  items_ = {{"A"}, {"B"}, {"C"}, {"D"}, {"E"}};
  for (const auto& [sku, answered] : ask({"A", "B", "C", "D", "E"})) {
    EXPECT_EQ(answered.presence, Presence::listed) << sku;
  }
}

TEST_F(SkuLookupTest, ASkuWithACommaCannotBeAskedFor) {
  EXPECT_EQ(ask({"A,B", "", "  "}).at("A,B").presence, Presence::unasked);
  EXPECT_EQ(product_requests(), 0U);
}

TEST_F(SkuLookupTest, AnIgnoredFilterLeavesTheWholeChunkUnknown) {
  on_products_ = [this](const Request&) { return page({R"({"sku":"A","stock_qty":1})", R"({"sku":"FOREIGN"})"}, 1); };
  const auto answers = ask({"A", "B"});
  EXPECT_EQ(answers.at("A").presence, Presence::unasked);
  EXPECT_EQ(answers.at("B").presence, Presence::unasked);
  EXPECT_TRUE(log_.contains(LogLevel::warning, "not asked for"));
}

TEST_F(SkuLookupTest, AnAnswerThatIsNotProvedWholeProvesNoAbsence) {
  for (const char* body : {R"({"result":[]})", R"({"result":[],"total":3})", R"({"result":[{"sku":null}],"total":1})",
                           R"({"result":[],"total":0,"current_page":2})"}) {
    on_products_ = [=](const Request&) { return answer(200, body); };
    EXPECT_EQ(ask({"A"}).at("A").presence, Presence::unasked) << body;
  }
}

TEST_F(SkuLookupTest, AbsenceNeedsBothAnswers) {
  on_products_ = [this](const Request& request) {
    return parameter(request.url, "enabled") == "false" ? answer(400, R"({"code":"ResourceNotFound"})") : list(request);
  };
  EXPECT_EQ(ask({"A"}).at("A").presence, Presence::unasked);
}

TEST_F(SkuLookupTest, AFailureOfTheSupplierKeepsWhatWasLearntAndLeavesTheRestUnknown) {
  std::vector<std::string> skus;
  for (int i = 100; i < 160; ++i) {
    skus.push_back("S" + std::to_string(i));
    items_.push_back({skus.back()});
  }
  on_products_ = [this](const Request& request) {
    return parameter(request.url, "skus").find("S100") == std::string::npos ? answer(404) : list(request);
  };
  const auto answers = ask(skus);
  EXPECT_EQ(answers.at("S100").presence, Presence::listed);
  EXPECT_EQ(answers.at("S159").presence, Presence::unasked);
  EXPECT_TRUE(log_.contains(LogLevel::warning, "HTTP 404"));
}

TEST_F(SkuLookupTest, NoMoreRequestsThanAllowed) {
  EXPECT_EQ(ask({"A"}, 1).at("A").presence, Presence::unasked);
  EXPECT_EQ(product_requests(), 1U);
  EXPECT_EQ(ask({"A"}, 0).at("A").presence, Presence::unasked);
  EXPECT_EQ(product_requests(), 1U);
}

TEST_F(SkuLookupTest, RefusedCredentialsEndTheRun) {
  on_auth_ = [](const Request&) { return answer(401); };
  failure_of(FailureKind::credentials, [this] { ask({"A"}); });
}

}  // namespace
}  // namespace dsz
