#include "dsz/app/store_targets.hpp"

#include "../match/matcher_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

using ::testing::ElementsAre;

StoreTargets targets(const std::vector<StoreProduct>& products, const SelectionRules& select = {},
                     const MatchRules& rules = {}, const std::map<std::string, SkuMemory, std::less<>>& memory = {}) {
  StoreCatalogue catalogue;
  for (const StoreProduct& product : products) catalogue.add(product);
  catalogue.finish();
  return store_targets(catalogue, select, rules, [&](std::string_view sku) {
    const auto found = memory.find(sku);
    return found == memory.end() ? SkuMemory::known : found->second;
  });
}

TEST(StoreTargets, WithoutASelectionEverySkuIsAskedForBecauseOnlyAskingTellsWhoseItIs) {
  EXPECT_THAT(targets({test::simple(1, "A", 1), test::simple(2, "B", 1), test::simple(3, "", 1)}, {}, {},
                      {{"B", SkuMemory::unknown}})
                  .skus,
              ElementsAre("A", "B"));
}

TEST(StoreTargets, WhatWasAskedForNotLongAgoAndNeverKnownIsPutOff) {
  const StoreTargets found =
      targets({test::simple(1, "A", 1), test::simple(2, "B", 1)}, {}, {}, {{"B", SkuMemory::recent}});
  EXPECT_THAT(found.skus, ElementsAre("A"));
  EXPECT_THAT(found.put_off, ::testing::SizeIs(1));
}

TEST(StoreTargets, AConfiguredSelectionIsKeptTo) {
  EXPECT_THAT(targets({test::simple(1, "DSZ-1", 1), test::simple(2, "B", 1)}, {.sku_prefixes = {"dsz-"}}).skus,
              ElementsAre("DSZ-1"));
}

TEST(StoreTargets, WhatIsLeftAloneIsAskedForTooSoThatItIsReported) {
  const std::vector<StoreProduct> products = {test::of_type(ProductType::external, test::simple(1, "E", 1)),
                                              test::simple(2, "TWICE", 1), test::simple(3, "twice", 1),
                                              test::managed_by(ManageStock::parent, test::variation(4, 9, "V", 1))};
  EXPECT_THAT(targets(products).skus, ElementsAre("E", "TWICE", "twice", "V"));
}

}  // namespace
}  // namespace dsz
