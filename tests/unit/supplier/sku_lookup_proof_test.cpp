// When an absence by name is believed.
#include "sku_lookup_test_base.hpp"

namespace dsz {
namespace {

using test::answer;

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

}  // namespace
}  // namespace dsz
