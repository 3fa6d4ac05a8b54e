#include "dsz/match/selection.hpp"

#include "dsz/base/failure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

using testing::HasSubstr;

bool no_sku_is_known(std::string_view) { return false; }
bool every_sku_is_known(std::string_view) { return true; }

StoreProduct product(std::string_view sku, bool marked = false) {
  StoreProduct product;
  product.sku = sku;
  product.marked = marked;
  return product;
}

std::string refusal_of(const SelectionRules& rules) {
  try {
    const Selection selection(rules, no_sku_is_known);
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::usage);
    return failure.what();
  }
  return "";
}

TEST(Selection, WithoutConfigurationSelectsWhatTheSupplierHasOrEverHad) {
  const Selection selection({}, [](std::string_view sku) { return sku == "DSZ-1"; });
  EXPECT_TRUE(selection.selects(product("DSZ-1")));
  EXPECT_FALSE(selection.selects(product("OTHER-1")));
}

TEST(Selection, WithConfigurationDoesNotSelectWhatOnlyTheSupplierKnows) {
  const Selection selection({.sku_prefixes = {"DSZ-"}}, every_sku_is_known);
  EXPECT_FALSE(selection.selects(product("OTHER-1")));
}

TEST(Selection, ComparesPrefixesWithoutRegardToCase) {
  const Selection selection({.sku_prefixes = {"dsz-", "V420"}}, no_sku_is_known);
  EXPECT_TRUE(selection.selects(product("DSZ-1")));
  EXPECT_TRUE(selection.selects(product(" dsz-1 ")));
  EXPECT_TRUE(selection.selects(product("v420-x")));
  EXPECT_FALSE(selection.selects(product("X-DSZ-1")));
  EXPECT_FALSE(selection.selects(product("DSZ")));
}

TEST(Selection, FindsThePatternAnywhereInTheSku) {
  const Selection selection({.sku_pattern = "[A-Z]{3}-T\\d+"}, no_sku_is_known);
  EXPECT_TRUE(selection.selects(product("AES-T001B")));
  EXPECT_TRUE(selection.selects(product("x-AES-T001B")));
  EXPECT_FALSE(selection.selects(product("aes-T001B")));
}

TEST(Selection, HoldsAnAnchoredPatternToItsAnchors) {
  const Selection selection({.sku_pattern = "^DSZ-\\d+$"}, no_sku_is_known);
  EXPECT_TRUE(selection.selects(product("DSZ-1")));
  EXPECT_FALSE(selection.selects(product("DSZ-1-A")));
}

TEST(Selection, SelectsWhatTheStoreMarksWhateverItsSku) {
  SelectionRules rules;
  rules.marks.tags = {"dropshipzone"};
  const Selection selection(rules, no_sku_is_known);
  EXPECT_TRUE(selection.selects(product("ANY", true)));
  EXPECT_FALSE(selection.selects(product("ANY", false)));
}

TEST(Selection, SelectsWhatAnyOfTheRulesMatches) {
  SelectionRules rules{.sku_prefixes = {"A-"}, .sku_pattern = "-Z$"};
  rules.marks.brands = {"dsz"};
  const Selection selection(rules, no_sku_is_known);
  EXPECT_TRUE(selection.selects(product("A-1")));
  EXPECT_TRUE(selection.selects(product("1-Z")));
  EXPECT_TRUE(selection.selects(product("1", true)));
  EXPECT_FALSE(selection.selects(product("1")));
}

TEST(Selection, NeverSelectsAProductWithoutAUsableSku) {
  const std::string too_long(256, 'x');
  for (const SelectionRules& rules : {SelectionRules{}, SelectionRules{.sku_pattern = ".*"}}) {
    const Selection selection(rules, every_sku_is_known);
    EXPECT_FALSE(selection.selects(product("", true)));
    EXPECT_FALSE(selection.selects(product(" \t", true)));
    EXPECT_FALSE(selection.selects(product(too_long, true)));
  }
}

TEST(Selection, RefusesAPatternThatIsNoRegularExpression) {
  EXPECT_THAT(refusal_of({.sku_pattern = "DSZ-[0-9"}),
              HasSubstr("match.select.sku_pattern \"DSZ-[0-9\" is not a regular expression: "));
}

TEST(Selection, RefusesAnEmptyPrefixBecauseItWouldSelectTheWholeStore) {
  EXPECT_THAT(refusal_of({.sku_prefixes = {"DSZ-", " "}}), HasSubstr("match.select.sku_prefix is empty"));
}

}  // namespace
}  // namespace dsz
