#include "sku_lookup_test_base.hpp"

namespace dsz {
namespace {

using test::answer;

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

TEST_F(SkuLookupTest, ASupplierThatIgnoresAHundredIsAskedForFifty) {
  on_products_ = [this](const Request& request) {
    const std::string names = parameter(request.url, "skus");
    return std::count(names.begin(), names.end(), ',') >= 50 ? page({R"({"sku":"FOREIGN"})"}, 1) : list(request);
  };
  const LookupReport report = look_up(listed(200));
  for (const auto& [sku, answered] : report.answers) EXPECT_EQ(answered.presence, Presence::listed) << sku;
  EXPECT_EQ(product_requests(), 5U);
  EXPECT_EQ(report.skus_at_once, kFewSkusAtOnce);
  EXPECT_FALSE(report.filter_ignored);
  EXPECT_FALSE(log_.contains(LogLevel::warning, "ignores the names"));
}

TEST_F(SkuLookupTest, ASupplierThatCameToTakeFewerIsNotBelievedAboutTheRest) {
  std::vector<std::string> skus = listed(100);
  skus_at_once_ = kManySkusAtOnce;  // remembered from better days
  for (const auto& [sku, answered] : ask(skus)) EXPECT_EQ(answered.presence, Presence::listed) << sku;
}

TEST_F(SkuLookupTest, AfterAnIgnoredFilterNothingMoreIsAsked) {
  on_products_ = [this](const Request&) { return page({R"({"sku":"FOREIGN"})"}, 1); };
  const LookupReport report = look_up(listed(1'000));
  EXPECT_TRUE(report.filter_ignored);
  EXPECT_EQ(product_requests(), 2U) << "a hundred names, and fifty";
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
