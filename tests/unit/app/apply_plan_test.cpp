#include "dsz/app/apply_plan.hpp"

#include "saved_plan_sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace dsz {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ApplyPlanTest : public ::testing::Test {
 protected:
  /// The products of the sample, as they were when it was made.
  std::vector<StoreProduct> products() const {
    std::vector<StoreProduct> all;
    for (const SavedChange& saved : saved_.changes) {
      const StockChange& change = saved.planned.change;
      StoreProduct product;
      product.id = change.product;
      product.parent = change.parent;
      product.sku = change.sku;
      product.type = saved.type;
      product.quantity = change.old_quantity;
      product.manage = change.old_manage;
      product.status = change.old_status;
      all.push_back(product);
    }
    return all;
  }
  ApplyPlan plan_for(const std::vector<StoreProduct>& now, const SelectionRules& rules = {}) const {
    StoreCatalogue catalogue;
    for (const StoreProduct& product : now) catalogue.add(product);
    catalogue.finish();
    return plan_apply(saved_, catalogue, Selection(rules, [](std::string_view) { return true; }));
  }
  /// After something happened to the product at `position`: why it is skipped. The others are written.
  std::string skipped_when(std::size_t position, const std::function<void(StoreProduct&)>& happened) const {
    std::vector<StoreProduct> now = products();
    happened(now.at(position));
    const ApplyPlan plan = plan_for(now);
    EXPECT_EQ(plan.changes.size(), 2U);
    EXPECT_EQ(plan.done, 0);
    if (plan.skipped.size() != 1) return "";
    EXPECT_EQ(plan.skipped[0].product, saved_.changes[position].planned.change.product);
    return plan.skipped[0].why;
  }

  SavedPlan saved_ = test::sample_plan_file();
};

TEST_F(ApplyPlanTest, WritesWhatIsAsItWas) {
  const ApplyPlan plan = plan_for(products());
  ASSERT_EQ(plan.changes.size(), 3U);
  EXPECT_THAT(plan.skipped, IsEmpty());
  EXPECT_EQ(plan.changes[0].change.quantity, 5U);
  EXPECT_EQ(plan.changes[1].change.parent, 3);
  EXPECT_EQ(plan.changes[2].change.status, StockStatus::outofstock);
}

TEST_F(ApplyPlanTest, SkipsAStockThatChanged) {
  EXPECT_EQ(skipped_when(0, [](StoreProduct& now) { now.quantity = 8; }),
            "stock_quantity is 8 now, it was 9 when the plan was made");
  EXPECT_EQ(skipped_when(0, [](StoreProduct& now) { now.manage = ManageStock::no; }),
            "manage_stock is false now, it was true when the plan was made");
  EXPECT_EQ(skipped_when(1, [](StoreProduct& now) { now.quantity = 2; }),
            "stock_quantity is 2 now, it was 2.5 when the plan was made");
  EXPECT_EQ(skipped_when(2, [](StoreProduct& now) { now.status = StockStatus::onbackorder; }),
            "stock_status is \"onbackorder\" now, it was \"instock\" when the plan was made");
  EXPECT_THAT(skipped_when(2, [](StoreProduct& now) { now.manage = ManageStock::yes; }), HasSubstr("manage_stock"));
}

TEST_F(ApplyPlanTest, SkipsAProductThatIsAnother) {
  EXPECT_EQ(skipped_when(0, [](StoreProduct& now) { now.id = 70; }), "it is not in the store any more");
  EXPECT_EQ(skipped_when(0, [](StoreProduct& now) { now.type = ProductType::external; }),
            "its type is external now, it was simple");
  EXPECT_EQ(skipped_when(1, [](StoreProduct& now) { now.parent = 4; }),
            "it belongs to product 4 now, it belonged to 3");
  EXPECT_EQ(skipped_when(0, [](StoreProduct& now) { now.sku = "sku-7"; }), "its SKU is sku-7 now");
  EXPECT_EQ(skipped_when(0, [](StoreProduct& now) { now.sku = ""; }), "it has no SKU any more");
}

TEST_F(ApplyPlanTest, ANewValueThatStandsIsDoneButNotOnAnotherProduct) {
  std::vector<StoreProduct> now = products();
  now[0].quantity = 5;
  now[1].quantity = 5;
  now[1].manage = ManageStock::yes;
  now[2].status = StockStatus::outofstock;
  const ApplyPlan plan = plan_for(now);
  EXPECT_EQ(plan.done, 3);
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_THAT(plan.skipped, IsEmpty());
  now[0].sku = "ANOTHER";
  EXPECT_EQ(plan_for(now).done, 2);
  EXPECT_EQ(plan_for(now).skipped.size(), 1U);
}

TEST_F(ApplyPlanTest, SkipsWhatIsNotSelectedAnyMore) {
  SelectionRules rules;
  rules.sku_prefixes = {"SKU-7"};
  const ApplyPlan plan = plan_for(products(), rules);
  ASSERT_EQ(plan.changes.size(), 1U);
  EXPECT_EQ(plan.changes[0].change.product, 7);
  EXPECT_EQ(plan.skipped.size(), 2U);
}

}  // namespace
}  // namespace dsz
