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

  /// A supplier that obeys `skus` and `enabled`, exact in letter case, `page_size_` rows a page, and reads only the
  /// first `most_names_` and `most_characters_`.
  test::Scripted list(const Request& request) {
    std::vector<std::string> names;
    std::istringstream list(parameter(request.url, "skus").substr(0, most_characters_));
    for (std::string name; std::getline(list, name, ',') && names.size() < most_names_;) names.push_back(name);
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
  LookupReport look_up(const std::vector<std::string>& skus, int max_requests = 1'000) {
    return SkuLookup(api_, log_, {.skus_at_once = skus_at_once_}).ask(skus, max_requests);
  }
  std::map<std::string, SkuAnswer, std::less<>> ask(const std::vector<std::string>& skus, int max_requests = 1'000) {
    return look_up(skus, max_requests).answers;
  }
  /// "S1000", "S1001" …, which the supplier lists.
  std::vector<std::string> listed(int count) {
    std::vector<std::string> skus;
    for (int i = 0; i < count; ++i) {
      skus.push_back("S" + std::to_string(1000 + i));
      items_.push_back({skus.back()});
    }
    return skus;
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
  std::size_t most_names_ = 50;
  std::size_t most_characters_ = std::string::npos;
  std::size_t skus_at_once_ = kManySkusAtOnce;
};

TEST_F(SkuLookupTest, AsksAlsoInTheSpellingThatTheSupplierIsKnownToUse) {
  items_ = {{"Aes-T001b", true, 7}, {"HERE"}};
  const std::vector<std::string> skus = {"AES-t001B", "HERE"};
  EXPECT_EQ(ask(skus).at(skus[0]).presence, Presence::absent);
  const auto known = [](std::string_view) { return std::string("Aes-T001b"); };
  const LookupReport report = SkuLookup(api_, log_, {.spelling = known}).ask(skus, 10);
  EXPECT_EQ(report.answers.at(skus[0]).presence, Presence::listed);
  EXPECT_EQ(report.answers.at(skus[0]).product.stock, StockLevel::of(7));
}

TEST_F(SkuLookupTest, TellsListedFromDisabledFromAbsent) {
  items_ = {{"HERE", true, 7}, {"OFF", false, 7}};
  const auto answers = ask({"HERE", "OFF", "GONE"});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers.at("HERE").presence, Presence::listed);
  EXPECT_EQ(answers.at("HERE").product.stock, StockLevel::of(7));
  EXPECT_EQ(answers.at("OFF").presence, Presence::disabled);
  EXPECT_EQ(answers.at("GONE").presence, Presence::absent);
  EXPECT_EQ(product_requests(), 3U);
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

TEST_F(SkuLookupTest, RowsOfOneAnswerThatContradictEachOtherLeaveTheStockUnknown) {
  items_ = {{"A", true, 4}, {"A", true, 9}, {"B", true, 2}};
  const LookupReport report = look_up({"A", "B"});
  EXPECT_EQ(report.answers.at("A").presence, Presence::listed);
  EXPECT_FALSE(report.answers.at("A").product.stock.known());
  EXPECT_EQ(report.answers.at("B").product.stock, StockLevel::of(2));
  ASSERT_EQ(report.listed.size(), 2U);
  EXPECT_FALSE(report.listed[0].stock.known());
}

TEST_F(SkuLookupTest, OfARowThatIsReadTwiceOnTwoPagesTheNewestHolds) {
  page_size_ = 1;
  items_ = {{"A", true, 4}, {"A", true, 9}};
  const LookupReport report = look_up({"A"});
  EXPECT_EQ(report.answers.at("A").product.stock, StockLevel::of(9));
  EXPECT_EQ(report.listed.at(0).stock, StockLevel::of(9));
}

TEST_F(SkuLookupTest, ListsAreNoLongerThanTheConfiguredPage) {
  const std::vector<std::string> skus = listed(90);
  for (const std::size_t page_size : {30U, 1U}) {
    const std::size_t before = http_.started().size();
    const LookupReport report = SkuLookup(api_, log_, {.page_size = page_size}).ask(skus, 1'000);
    for (const auto& [sku, answered] : report.answers) EXPECT_EQ(answered.presence, Presence::listed) << sku;
    for (std::size_t i = before; i < http_.started().size(); ++i) {
      const Request& request = http_.started()[i].request;
      if (request.label == "POST /auth") continue;
      EXPECT_EQ(parameter(request.url, "limit"), std::to_string(page_size));
      EXPECT_LT(std::ranges::count(parameter(request.url, "skus"), ','), page_size);
    }
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

TEST_F(SkuLookupTest, ASupplierThatStatesTheWholeCatalogueAndRepeatsItsPageIsNotAskedOnAndOn) {
  on_products_ = [](const Request&) { return answer(200, R"({"result":[{"sku":"A","stock_qty":5}],"total":165000})"); };
  const auto answers = ask({"A", "B"});
  EXPECT_EQ(answers.at("A").presence, Presence::listed);
  EXPECT_EQ(answers.at("B").presence, Presence::unasked) << "its absence is not proved";
  EXPECT_EQ(product_requests(), 2U);
}

TEST_F(SkuLookupTest, ARepeatedPageDoesNotMakeAnAnswerWhole) {
  on_products_ = [](const Request& request) {
    return answer(200, parameter(request.url, "enabled") == "false"
                           ? R"({"result":[],"total":0})"
                           : R"({"result":[{"sku":"A","stock_qty":5}],"total":2})");
  };
  const auto answers = ask({"A", "B"});
  EXPECT_EQ(answers.at("A").product.stock, StockLevel::of(5));
  EXPECT_EQ(answers.at("B").presence, Presence::unasked);
}

TEST_F(SkuLookupTest, AbsenceNeedsBothAnswers) {
  items_ = {{"HERE"}};
  on_products_ = [this](const Request& request) {
    return parameter(request.url, "enabled") == "false" ? answer(400, R"({"code":"ResourceNotFound"})") : list(request);
  };
  EXPECT_EQ(ask({"A", "HERE"}).at("A").presence, Presence::unasked);
}

TEST_F(SkuLookupTest, AFailureOfTheSupplierKeepsWhatWasLearntAndLeavesTheRestUnknown) {
  skus_at_once_ = kFewSkusAtOnce;
  const auto skus = listed(60);
  on_products_ = [this](const Request& request) {
    return parameter(request.url, "skus").find("S1000") == std::string::npos ? answer(404, "", {}, Millis{50})
                                                                             : list(request);
  };
  const LookupReport report = look_up(skus);
  EXPECT_EQ(report.answers.at("S1000").presence, Presence::listed);
  EXPECT_EQ(report.answers.at("S1059").presence, Presence::unasked);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(std::string(report.failure->what()).find("HTTP 404"), std::string::npos);
}

TEST_F(SkuLookupTest, ASupplierThatTakesAHundredAtOnceIsAskedForAHundred) {
  most_names_ = 100;
  const LookupReport report = look_up(listed(2'000));
  for (const auto& [sku, answered] : report.answers) ASSERT_EQ(answered.presence, Presence::listed) << sku;
  EXPECT_EQ(report.listed.size(), 2'000U);
  EXPECT_EQ(product_requests(), 20U);
  EXPECT_EQ(report.requests, 20);
  EXPECT_FALSE(report.skus_at_once) << "nothing speaks against a hundred";
}

TEST_F(SkuLookupTest, NamesThatAreDroppedInSilenceAreFoundOutWithoutARequestTooMany) {
  const LookupReport report = look_up(listed(2'000));
  for (const auto& [sku, answered] : report.answers) ASSERT_EQ(answered.presence, Presence::listed) << sku;
  EXPECT_EQ(product_requests(), 40U);
  EXPECT_EQ(report.skus_at_once, kFewSkusAtOnce);
}

TEST_F(SkuLookupTest, ASupplierThatRefusesAHundredIsAskedForFifty) {
  on_products_ = [this](const Request& request) {
    const std::string names = parameter(request.url, "skus");
    return std::count(names.begin(), names.end(), ',') >= 50 ? answer(400, R"({"code":"x"})") : list(request);
  };
  const LookupReport report = look_up(listed(200));
  for (const auto& [sku, answered] : report.answers) EXPECT_EQ(answered.presence, Presence::listed) << sku;
  EXPECT_EQ(product_requests(), 5U);
  EXPECT_EQ(report.skus_at_once, kFewSkusAtOnce);
  EXPECT_FALSE(report.failure);
}

TEST_F(SkuLookupTest, ASupplierThatCameToTakeFewerIsNotBelievedAboutTheRest) {
  std::vector<std::string> skus = listed(100);
  skus_at_once_ = kManySkusAtOnce;  // remembered from better days
  for (const auto& [sku, answered] : ask(skus)) EXPECT_EQ(answered.presence, Presence::listed) << sku;
}

TEST_F(SkuLookupTest, WhenMostOfALargeChunkIsAbsentItIsAskedForAgainInSmallOnes) {
  most_names_ = 100;
  std::vector<std::string> skus = listed(10);
  for (int i = 0; i < 90; ++i) skus.push_back("T" + std::to_string(1000 + i));
  const LookupReport report = look_up(skus);
  EXPECT_EQ(report.answers.at("S1009").presence, Presence::listed);
  EXPECT_EQ(report.answers.at("T1089").presence, Presence::absent);
  EXPECT_FALSE(report.skus_at_once) << "proves neither";
  EXPECT_EQ(product_requests(), 7U);  // 100, 90 again in two, in two with a sentinel, and not enabled in two
}

TEST_F(SkuLookupTest, MissingProductsCostTwoRequestsMoreForEach49) {
  most_names_ = 100;
  std::vector<std::string> skus = listed(1'951);
  for (int i = 0; i < 49; ++i) skus.push_back("T" + std::to_string(1000 + i));
  for (const auto& [sku, answered] : ask(skus)) {
    EXPECT_EQ(answered.presence, sku[0] == 'S' ? Presence::listed : Presence::absent) << sku;
  }
  EXPECT_EQ(product_requests(), 22U);
}

TEST_F(SkuLookupTest, AProductThatIsListedIsNeverMissingHoweverFewNamesAreRead) {
  for (const std::size_t most_names : {1U, 2U, 5U, 9U, 10U, 11U, 25U, 30U, 40U, 45U, 49U, 60U, 75U, 80U, 90U, 99U}) {
    SCOPED_TRACE(most_names);
    most_names_ = most_names;
    items_.clear();
    std::vector<std::string> skus = listed(230);
    for (std::size_t i = 0; i < 230; i += 8) skus.push_back(skus[i] + "-GONE");
    const LookupReport report = look_up(skus);
    for (const auto& [sku, answered] : report.answers) {
      const bool gone = sku.ends_with("GONE");
      EXPECT_TRUE(gone || (answered.presence != Presence::absent && answered.presence != Presence::disabled)) << sku;
      if (most_names > kFewestSkusAtOnce) {
        EXPECT_EQ(answered.presence, gone ? Presence::absent : Presence::listed) << sku;
      }
    }
    EXPECT_LE(report.requests, 200);
  }
}

TEST_F(SkuLookupTest, ThatListsAreReadInPartIsLearntForTheNextTime) {
  for (const std::size_t most_names : {30U, 40U, 45U, 75U, 80U, 90U}) {
    SCOPED_TRACE(most_names);
    most_names_ = most_names;
    items_.clear();
    const std::vector<std::string> skus = listed(300);
    for (skus_at_once_ = kManySkusAtOnce;;) {
      const std::size_t before = product_requests();
      const LookupReport report = look_up(skus);
      for (const auto& [sku, answered] : report.answers) ASSERT_EQ(answered.presence, Presence::listed) << sku;
      if (!report.skus_at_once) {
        EXPECT_EQ(product_requests() - before, (300 + skus_at_once_ - 1) / skus_at_once_) << "no list is asked again";
        break;
      }
      ASSERT_LT(*report.skus_at_once, skus_at_once_);
      skus_at_once_ = *report.skus_at_once;
    }
    EXPECT_LE(skus_at_once_, most_names);
    EXPECT_GE(skus_at_once_, most_names / 2);
  }
}

TEST_F(SkuLookupTest, AListThatIsCutAtALengthMakesNothingMissing) {
  most_names_ = 100;
  most_characters_ = 1'000;
  std::vector<std::string> skus;
  for (int i = 0; i < 200; ++i) {
    skus.push_back("A-LONG-NAME-FOR-A-GARDEN-CHAIR-" + std::to_string(1000 + i));
    items_.push_back({skus.back()});
  }
  skus.emplace_back("A-LONG-NAME-FOR-A-GARDEN-CHAIR-1100-GONE");
  for (const auto& [sku, answered] : ask(skus)) {
    EXPECT_EQ(answered.presence, sku.ends_with("GONE") ? Presence::absent : Presence::listed) << sku;
  }
}

TEST_F(SkuLookupTest, ANameThatSpoilsTheAnswerLeavesOnlyItselfUnknown) {
  std::vector<std::string> skus = listed(40);
  for (int i = 0; i < 40; ++i) skus.push_back("T" + std::to_string(1000 + i));
  on_products_ = [this](const Request& request) {
    return parameter(request.url, "skus").find("T1017") == std::string::npos ? list(request) : page({}, 1);
  };
  skus_at_once_ = 40;
  for (const auto& [sku, answered] : ask(skus)) {
    const Presence expected = sku == "T1017" ? Presence::unasked : Presence::absent;
    EXPECT_EQ(answered.presence, sku[0] == 'S' ? Presence::listed : expected) << sku;
  }
}

TEST_F(SkuLookupTest, WhereNothingAtAllIsListedNothingIsMissing) {
  EXPECT_EQ(ask({"A", "B"}).at("A").presence, Presence::unasked);
  EXPECT_TRUE(log_.contains(LogLevel::warning, "stays unknown"));
}

TEST_F(SkuLookupTest, WhatWasListedNotLongAgoShowsWhetherTheSupplierAnswersByName) {
  const LookupOptions options{.witnesses = [] { return std::vector<std::string>{"B", "OLD", "W,", ""}; }};
  const std::vector<std::string> skus = {"A", "B"};
  items_ = {{"OLD"}};
  const LookupReport report = SkuLookup(api_, log_, options).ask(skus, 100);
  EXPECT_EQ(report.answers.size(), 2U);
  EXPECT_EQ(report.answers.at("A").presence, Presence::absent);
  EXPECT_EQ(report.answers.at("B").presence, Presence::absent);
  EXPECT_TRUE(report.listed.empty()) << "it was not asked for";

  items_.clear();
  for (const auto& [sku, answered] : SkuLookup(api_, log_, options).ask(skus, 100).answers) {
    EXPECT_EQ(answered.presence, Presence::unasked) << sku;
  }
}

TEST_F(SkuLookupTest, AfterAnIgnoredFilterNothingMoreIsAsked) {
  on_products_ = [this](const Request&) { return page({R"({"sku":"FOREIGN"})"}, 1); };
  const LookupReport report = look_up(listed(1'000));
  EXPECT_TRUE(report.filter_ignored);
  EXPECT_EQ(product_requests(), 1U);
  for (const auto& [sku, answered] : report.answers) EXPECT_EQ(answered.presence, Presence::unasked);
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
