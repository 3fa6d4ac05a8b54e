#include "dsz/match/matcher.hpp"

#include "matcher_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

using namespace test;

using testing::ElementsAre;
using testing::IsEmpty;

MATCHER_P2(Leaves, product, left, "") { return arg.product == product && arg.left == left; }
MATCHER_P3(Sets, product, quantity, effect, "") {
  return arg.change.product == product && arg.change.quantity == static_cast<std::uint32_t>(quantity) &&
         !arg.change.status && arg.effect == effect;
}
MATCHER_P3(SetsStatus, product, status, effect, "") {
  return arg.change.product == product && !arg.change.quantity && !arg.change.start_managing &&
         arg.change.status == status && arg.effect == effect;
}

/// The plan for one product in a store of its own.
Plan plan_for(const StoreProduct& product, StockLevel supplier, const MatchRules& rules = {}) {
  World world;
  world.store = {product};
  world.supplier = {{std::string(product.sku), supplier}};
  world.rules = rules;
  return world.plan();
}

TEST(Matcher, WritesTheSuppliersQuantity) {
  EXPECT_THAT(plan_for(simple(1, "A", 5), stock(3)).changes, ElementsAre(Sets(1, 3, Effect::down)));
  EXPECT_THAT(plan_for(simple(1, "A", 5), stock(8)).changes, ElementsAre(Sets(1, 8, Effect::up)));
  EXPECT_THAT(plan_for(simple(1, "A", 5), stock(0)).changes, ElementsAre(Sets(1, 0, Effect::to_zero)));
  EXPECT_THAT(plan_for(simple(1, "A", 0), stock(8)).changes, ElementsAre(Sets(1, 8, Effect::back_in_stock)));
}

TEST(Matcher, WritesNothingThatStandsAlready) {
  const Plan plan = plan_for(simple(1, "A", 5), stock(5));
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_THAT(plan.left_alone, IsEmpty());
  EXPECT_EQ(plan.counts.unchanged, 1);
}

TEST(Matcher, MendsNegativeFractionalAndNullQuantities) {
  EXPECT_THAT(plan_for(simple(1, "A", -3), stock(0)).changes, ElementsAre(Sets(1, 0, Effect::up)));
  EXPECT_THAT(plan_for(simple(1, "A", -3), stock(4)).changes, ElementsAre(Sets(1, 4, Effect::back_in_stock)));
  EXPECT_THAT(plan_for(simple(1, "A", 2.5), stock(2)).changes, ElementsAre(Sets(1, 2, Effect::down)));
  EXPECT_THAT(plan_for(simple(1, "A", std::nullopt), stock(0)).changes, ElementsAre(Sets(1, 0, Effect::up)));
}

TEST(Matcher, TakesAQuantityOfNullToBeInStockWhenTheStatusSaysSo) {
  StoreProduct product = simple(1, "A", std::nullopt);
  product.status = StockStatus::instock;
  EXPECT_THAT(plan_for(product, stock(0)).changes, ElementsAre(Sets(1, 0, Effect::to_zero)));
  EXPECT_THAT(plan_for(product, stock(9)).changes, ElementsAre(Sets(1, 9, Effect::down)));
}

TEST(Matcher, CarriesWhatTheWriterAndTheJournalNeed) {
  StoreProduct product = variation(20, 10, "A-1", 5);
  product.name = "Red";
  const Plan plan = plan_for(product, stock(2));
  ASSERT_EQ(plan.changes.size(), 1U);
  const PlannedChange& planned = plan.changes.front();
  EXPECT_EQ(planned.change.product, 20);
  EXPECT_EQ(planned.change.parent, 10) << "S6: the parent under which it was read";
  EXPECT_EQ(planned.change.sku, "A-1");
  EXPECT_EQ(planned.change.old_quantity, 5.0);
  EXPECT_EQ(planned.change.old_manage, ManageStock::yes);
  EXPECT_EQ(planned.change.old_status, StockStatus::instock);
  EXPECT_FALSE(planned.change.start_managing);
  EXPECT_EQ(planned.name, "Red");
}

TEST(Matcher, LeavesAProductAloneWhoseStockAtTheSupplierIsUnknown) {
  const Plan plan = plan_for(simple(1, "A", 5), StockLevel{});
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(1, Left::unknown_stock)));
  EXPECT_EQ(plan.counts.unknown, 1);
}

TEST(Matcher, NeverTouchesWhatIsNotSelected) {
  World world;
  world.store = {simple(1, "A", 5), simple(2, "B", 5), simple(3, "", 5)};
  world.supplier = {{"A", stock(0)}, {"B", stock(0)}, {"", stock(0)}};
  world.known = [](std::string_view sku) { return sku == "A"; };
  const Plan plan = world.plan();
  EXPECT_THAT(plan.changes, ElementsAre(Sets(1, 0, Effect::to_zero)));
  EXPECT_THAT(plan.left_alone, IsEmpty());
  EXPECT_EQ(plan.counts.store_products, 3);
  EXPECT_EQ(plan.counts.selected, 1);
}

TEST(Matcher, MatchesSkusThatDifferByCaseAndSpace) {
  World world;
  world.store = {simple(1, " aes-T001b", 5)};
  world.supplier = {{"AES-T001B", stock(7)}};
  EXPECT_THAT(world.plan().changes, ElementsAre(Sets(1, 7, Effect::up)));
}

TEST(Matcher, LeavesASkuAloneThatFitsSeveralOfTheSupplier) {
  World world;
  world.store = {simple(1, "Abc", 5)};
  world.supplier = {{"abc", stock(1)}, {"ABC", stock(2)}};
  const Plan plan = world.plan();
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(1, Left::ambiguous_sku)));
  EXPECT_EQ(plan.counts.skipped, 1);
}

// Products that are not in the inventory

TEST(Matcher, AsksForEachSkuThatIsNotInTheInventoryOnce) {
  World world;
  world.rules.duplicates = DuplicateRule::update;
  world.store = {simple(1, "GONE", 5), simple(2, "HERE", 5), simple(3, "GONE", 5), simple(4, "Gone", 5)};
  world.supplier = {{"HERE", stock(1)}};
  EXPECT_THAT(world.to_confirm(), ElementsAre("GONE", "Gone"));
}

TEST(Matcher, DoesNotAskForWhatItWouldNotWriteAnyway) {
  World world;
  world.store = {of_type(ProductType::external, simple(1, "E", 1)), simple(2, "D", 1), simple(3, "d", 1),
                 managed_by(ManageStock::parent, variation(4, 9, "V", 1))};
  EXPECT_THAT(world.to_confirm(), IsEmpty());
}

TEST(Matcher, SetsAConfirmedMissingProductToZero) {
  World world;
  world.store = {simple(1, "GONE", 5), simple(2, "GONE-TOO", 0)};
  world.answers = {{"GONE", kMissing}, {"GONE-TOO", kMissing}};
  const Plan plan = world.plan();
  ASSERT_THAT(plan.changes, ElementsAre(Sets(1, 0, Effect::to_zero)));
  EXPECT_EQ(plan.changes[0].why, Why::missing);
  EXPECT_EQ(plan.counts.missing, 2) << "also the one that is at 0 already";
  EXPECT_EQ(plan.counts.missing_to_zero, 1);
  EXPECT_EQ(plan.counts.unchanged, 1);
  ASSERT_EQ(plan.missing_unchanged.size(), 1U);
  EXPECT_EQ(plan.missing_unchanged[0].sku, "GONE-TOO");
}

TEST(Matcher, LeavesAMissingProductAloneWhenConfiguredTo) {
  World world;
  world.rules.missing = MissingRule::ignore;
  world.store = {simple(1, "GONE", 5)};
  world.answers = {{"GONE", kMissing}};
  const Plan plan = world.plan();
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(1, Left::missing_ignored)));
  EXPECT_EQ(plan.counts.missing, 1);
  EXPECT_EQ(plan.counts.skipped, 1);
}

TEST(Matcher, LeavesAProductAloneForWhichTheSupplierCouldNotBeAsked) {
  World world;
  world.store = {simple(1, "GONE", 5)};
  const Plan plan = world.plan();
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(1, Left::unconfirmed)));
  EXPECT_EQ(plan.counts.unconfirmed, 1);
  EXPECT_EQ(plan.counts.missing, 0);
}

TEST(Matcher, TakesTheStockThatTheSupplierStatesWhenAskedByName) {
  World world;
  world.store = {simple(1, "A", 5), simple(2, "B", 5), simple(3, "C", 5)};
  world.answers = {{"A", listed(stock(9))}, {"B", listed(stock(0))}, {"C", listed(StockLevel{})}};
  const Plan plan = world.plan();
  ASSERT_THAT(plan.changes, ElementsAre(Sets(2, 0, Effect::to_zero), Sets(1, 9, Effect::up)));
  EXPECT_EQ(plan.changes[0].why, Why::supplier_out_of_stock);
  EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(3, Left::unknown_stock)));
  EXPECT_EQ(plan.counts.missing, 0);
}

// Why

TEST(Matcher, SaysWhyAProductGoesToZero) {
  MatchRules rules;
  rules.stock = {.buffer = 2, .minimum = 3};
  EXPECT_EQ(plan_for(simple(1, "A", 5), stock(0), rules).changes.at(0).why, Why::supplier_out_of_stock);
  EXPECT_EQ(plan_for(simple(1, "A", 5), stock(2), rules).changes.at(0).why, Why::below_minimum);
  EXPECT_EQ(plan_for(simple(1, "A", 5), stock(4), rules).changes.at(0).why, Why::below_minimum);
  EXPECT_EQ(plan_for(simple(1, "A", 5), stock(6), rules).changes.at(0).why, Why::supplier_quantity);
}

TEST(Matcher, ReportsWhatStaysBuyableAtZero) {
  StoreProduct product = simple(1, "A", 5);
  EXPECT_FALSE(plan_for(product, stock(0)).changes.at(0).stays_buyable);
  product.backorders = true;
  EXPECT_TRUE(plan_for(product, stock(0)).changes.at(0).stays_buyable);
  EXPECT_FALSE(plan_for(product, stock(1)).changes.at(0).stays_buyable);
}

TEST(Matcher, CountsAProductSoldOnBackorderAsNotInStock) {
  StoreProduct product = simple(1, "A", -2);
  product.backorders = true;
  product.status = StockStatus::onbackorder;
  const Plan plan = plan_for(product, stock(0));
  EXPECT_EQ(plan.counts.in_stock, 0);
  EXPECT_THAT(plan.changes, ElementsAre(Sets(1, 0, Effect::up)));
}

// Products that do not manage stock

TEST(Matcher, WritesTheStatusOfAProductThatDoesNotManageStock) {
  const StoreProduct in = unmanaged(1, "A", StockStatus::instock);
  const StoreProduct out = unmanaged(1, "A", StockStatus::outofstock);
  const StoreProduct backorder = unmanaged(1, "A", StockStatus::onbackorder);
  EXPECT_THAT(plan_for(in, stock(0)).changes, ElementsAre(SetsStatus(1, StockStatus::outofstock, Effect::to_zero)));
  EXPECT_THAT(plan_for(out, stock(5)).changes, ElementsAre(SetsStatus(1, StockStatus::instock, Effect::back_in_stock)));
  EXPECT_THAT(plan_for(backorder, stock(5)).changes, ElementsAre(SetsStatus(1, StockStatus::instock, Effect::up)));
  EXPECT_THAT(plan_for(backorder, stock(0)).changes,
              ElementsAre(SetsStatus(1, StockStatus::outofstock, Effect::to_zero)));
  EXPECT_EQ(plan_for(in, stock(5)).counts.unchanged, 1);
  EXPECT_EQ(plan_for(out, stock(0)).counts.unchanged, 1);
}

TEST(Matcher, TheQuantityLeftOverInAnUnmanagedProductSaysNothing) {
  StoreProduct product = unmanaged(1, "A", StockStatus::outofstock);
  product.quantity = 5;
  const Plan plan = plan_for(product, stock(7));
  EXPECT_EQ(plan.counts.in_stock, 0);
  EXPECT_THAT(plan.changes, ElementsAre(SetsStatus(1, StockStatus::instock, Effect::back_in_stock)));
}

/// A status of a plugin's ("discontinued"), or none: what is not understood is not overwritten, and could not be put
/// back.
TEST(Matcher, LeavesAnUnmanagedProductAloneWhoseStatusIsNotOneOfWooCommerces) {
  const StoreProduct product = unmanaged(1, "A", StockStatus::other);
  for (const UnmanagedRule rule : {UnmanagedRule::status, UnmanagedRule::manage}) {
    for (const int quantity : {0, 5}) {
      const Plan plan = plan_for(product, stock(quantity), {.unmanaged = rule});
      EXPECT_THAT(plan.changes, IsEmpty());
      EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(1, Left::foreign_status)));
      EXPECT_EQ(plan.counts.skipped, 1);
    }
  }
}

TEST(Matcher, WritesTheQuantityOfAProductThatHasOneWhateverItsStatus) {
  StoreProduct product = simple(1, "A", 5);
  product.status = StockStatus::other;
  EXPECT_THAT(plan_for(product, stock(3)).changes, ElementsAre(Sets(1, 3, Effect::down)));
}

TEST(Matcher, StartsManagingStockWhenConfiguredTo) {
  const MatchRules rules{.unmanaged = UnmanagedRule::manage};
  const Plan plan = plan_for(unmanaged(1, "A", StockStatus::instock), stock(5), rules);
  ASSERT_THAT(plan.changes, ElementsAre(Sets(1, 5, Effect::down)));
  EXPECT_TRUE(plan.changes[0].change.start_managing);
  EXPECT_EQ(plan.changes[0].change.old_manage, ManageStock::no);
}

TEST(Matcher, SkipsUnmanagedProductsWhenConfiguredTo) {
  const MatchRules rules{.unmanaged = UnmanagedRule::skip};
  const Plan plan = plan_for(unmanaged(1, "A", StockStatus::instock), stock(0), rules);
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(1, Left::unmanaged_skipped)));
}

// Kinds of product

TEST(Matcher, LeavesProductsAloneThatCannotHaveStock) {
  for (const ProductType type : {ProductType::grouped, ProductType::external, ProductType::other}) {
    const Plan plan = plan_for(of_type(type, simple(1, "A", 5)), stock(0));
    EXPECT_THAT(plan.changes, IsEmpty());
    EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(1, Left::not_stockable)));
    EXPECT_EQ(plan.counts.in_stock, 0) << "what cannot have stock must not dilute the guards";
  }
}

TEST(Matcher, WritesAVariableProductOnlyWhenItManagesStockItself) {
  const StoreProduct variable = of_type(ProductType::variable, simple(1, "A", 5));
  EXPECT_THAT(plan_for(variable, stock(0)).changes, ElementsAre(Sets(1, 0, Effect::to_zero)));
  EXPECT_THAT(plan_for(managed_by(ManageStock::no, variable), stock(0)).left_alone,
              ElementsAre(Leaves(1, Left::not_stockable)));
}

TEST(Matcher, LeavesAVariationAloneWhoseStockIsItsParents) {
  const StoreProduct shared = managed_by(ManageStock::parent, variation(2, 1, "A-1", 5));
  EXPECT_THAT(plan_for(shared, stock(0)).left_alone, ElementsAre(Leaves(2, Left::parent_managed)));
}

TEST(Matcher, DetachesAVariationFromItsParentsStockWhenConfiguredTo) {
  const MatchRules rules{.parent_managed = ParentManagedRule::manage};
  const StoreProduct shared = managed_by(ManageStock::parent, variation(2, 1, "A-1", 5));
  const Plan plan = plan_for(shared, stock(5), rules);
  ASSERT_THAT(plan.changes, ElementsAre(Sets(2, 5, Effect::up)));
  EXPECT_TRUE(plan.changes[0].change.start_managing);
  EXPECT_EQ(plan.changes[0].change.parent, 1);
}

TEST(Matcher, TakesAVariationThatShowsItsParentsSkuAsOneWithoutSku) {
  World world;
  world.store = {of_type(ProductType::variable, simple(1, "A", 5)), variation(2, 1, "A", 5), variation(3, 1, "A-3", 5)};
  world.supplier = {{"A", stock(1)}, {"A-3", stock(2)}};
  const Plan plan = world.plan();
  EXPECT_THAT(plan.changes, ElementsAre(Sets(1, 1, Effect::down), Sets(3, 2, Effect::down)));
  EXPECT_THAT(plan.left_alone, IsEmpty()) << "it is not a duplicate of its parent";
  EXPECT_EQ(plan.counts.selected, 2);
}

// Duplicates

TEST(Matcher, LeavesProductsAloneThatShareASku) {
  World world;
  world.store = {simple(1, "A", 5), simple(2, "a ", 5), simple(3, "B", 5), variation(4, 9, "A", 5)};
  world.supplier = {{"A", stock(0)}, {"B", stock(0)}};
  const Plan plan = world.plan();
  EXPECT_THAT(plan.changes, ElementsAre(Sets(3, 0, Effect::to_zero)));
  EXPECT_THAT(plan.left_alone, ElementsAre(Leaves(1, Left::duplicate_in_store), Leaves(2, Left::duplicate_in_store),
                                           Leaves(4, Left::duplicate_in_store)));
  EXPECT_EQ(plan.counts.duplicates, 3);
}

TEST(Matcher, WritesAllProductsThatShareASkuWhenConfiguredTo) {
  World world;
  world.rules.duplicates = DuplicateRule::update;
  world.store = {simple(1, "A", 5), simple(2, "a", 0)};
  world.supplier = {{"A", stock(3)}};
  EXPECT_THAT(world.plan().changes, ElementsAre(Sets(1, 3, Effect::down), Sets(2, 3, Effect::back_in_stock)));
}

TEST(Matcher, AProductThatIsNeverWrittenMakesNoDuplicate) {
  World world;
  world.store = {of_type(ProductType::external, simple(1, "A", 5)), simple(2, "A", 5)};
  world.supplier = {{"A", stock(3)}};
  EXPECT_THAT(world.plan().changes, ElementsAre(Sets(2, 3, Effect::down)));
}

// The plan

TEST(Matcher, OrdersChangesByHarmThenSkuThenId) {
  World world;
  world.rules.duplicates = DuplicateRule::update;
  world.store = {simple(1, "U", 1), simple(2, "Z2", 5), simple(3, "B", 0),
                 simple(4, "D", 9), simple(5, "Z1", 5), simple(8, "Z2", 5)};
  world.supplier = {{"U", stock(2)}, {"Z1", stock(0)}, {"Z2", stock(0)}, {"B", stock(1)}, {"D", stock(1)}};
  EXPECT_THAT(world.plan().changes,
              ElementsAre(Sets(5, 0, Effect::to_zero), Sets(2, 0, Effect::to_zero), Sets(8, 0, Effect::to_zero),
                          Sets(4, 1, Effect::down), Sets(1, 2, Effect::up), Sets(3, 1, Effect::back_in_stock)));
}

TEST(Matcher, CountsAddUp) {
  World world;
  world.store = {simple(1, "A", 5), simple(2, "B", 5),      simple(3, "C", 0), simple(4, "D", 5),
                 simple(5, "E", 5), simple(6, "GONE", 5),   simple(7, "?", 5), simple(8, "UNSURE", 5),
                 simple(9, "F", 1), simple(10, "OTHER", 5), simple(11, "", 5)};
  world.supplier = {{"A", stock(6)}, {"B", stock(4)}, {"C", stock(4)}, {"D", stock(0)},
                    {"E", stock(5)}, {"?", {}},       {"F", stock(1)}, {"OTHER", stock(1)}};
  world.answers = {{"GONE", kMissing}};
  world.known = [](std::string_view sku) { return sku != "OTHER"; };
  const PlanCounts counts = world.plan().counts;
  EXPECT_EQ(counts.store_products, 11);
  EXPECT_EQ(counts.selected, 9);
  EXPECT_EQ(counts.in_stock, 8);
  EXPECT_EQ(counts.unchanged, 2);
  EXPECT_EQ(counts.up, 1);
  EXPECT_EQ(counts.down, 1);
  EXPECT_EQ(counts.to_zero, 2);
  EXPECT_EQ(counts.back_in_stock, 1);
  EXPECT_EQ(counts.missing, 1);
  EXPECT_EQ(counts.missing_to_zero, 1);
  EXPECT_EQ(counts.unconfirmed, 1);
  EXPECT_EQ(counts.unknown, 1);
}

TEST(Matcher, HasNothingToDoForAnEmptyStore) {
  const Plan plan = World{}.plan();
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_EQ(plan.counts.store_products, 0);
}

}  // namespace
}  // namespace dsz
