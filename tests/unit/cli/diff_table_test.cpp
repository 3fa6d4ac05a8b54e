#include "dsz/cli/diff_table.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace dsz {
namespace {

PlannedChange change(Effect effect, Why why, std::string sku, std::int64_t id, std::string name, double old_quantity,
                     std::uint32_t quantity) {
  PlannedChange planned;
  planned.effect = effect;
  planned.why = why;
  planned.name = std::move(name);
  planned.change.product = id;
  planned.change.sku = std::move(sku);
  planned.change.quantity = quantity;
  planned.change.old_quantity = old_quantity;
  planned.change.old_manage = ManageStock::yes;
  planned.change.old_status = old_quantity > 0 ? StockStatus::instock : StockStatus::outofstock;
  return planned;
}

Plan sample_plan() {
  Plan plan;
  plan.changes.push_back(change(Effect::to_zero, Why::missing, "AES-T001B", 101, "Blue armchair with cushion", 12, 0));
  plan.changes.push_back(change(Effect::down, Why::supplier_quantity, "AES-T002", 7, "椅子", 200, 50));
  plan.changes.push_back(change(Effect::up, Why::supplier_quantity, "B-1", 1024, "Table", 1, 2));
  plan.changes.push_back(change(Effect::back_in_stock, Why::supplier_quantity, "B-2", 9, "Lamp", 0, 3));
  return plan;
}

TEST(DiffTable, IsPlainAndWholeOnAPipe) {
  EXPECT_EQ(diff_table(sample_plan().changes, Surface{}),
            "SKU          ID  NAME                        STOCK     WHY\n"
            "AES-T001B   101  Blue armchair with cushion  12 → 0    missing at the supplier\n"
            "AES-T002      7  椅子                        200 → 50  supplier's quantity\n"
            "B-1        1024  Table                       1 → 2     supplier's quantity\n"
            "B-2           9  Lamp                        0 → 3     supplier's quantity\n");
}

TEST(DiffTable, IsCutToATerminalOf60Columns) {
  EXPECT_EQ(diff_table(sample_plan().changes, Surface{true, 60, false}),
            "SKU          ID  NAME             STOCK     WHY\n"
            "AES-T001B   101  Blue armchair …  12 → 0    missing at the …\n"
            "AES-T002      7  椅子             200 → 50  supplier's quan…\n"
            "B-1        1024  Table            1 → 2     supplier's quan…\n"
            "B-2           9  Lamp             0 → 3     supplier's quan…\n");
}

TEST(DiffTable, NeverExceedsATerminalHoweverNarrow) {
  EXPECT_EQ(diff_table(sample_plan().changes, Surface{true, 20, false}),
            "SKU          ID  NA…\n"
            "AES-T001B   101  Bl…\n"
            "AES-T002      7  椅…\n"
            "B-1        1024  Ta…\n"
            "B-2           9  La…\n");
}

TEST(DiffTable, ShowsHarmInColour) {
  Plan plan = sample_plan();
  plan.changes.erase(plan.changes.begin() + 1, plan.changes.begin() + 3);
  EXPECT_EQ(diff_table(plan.changes, Surface{true, 100, true}),
            "SKU         ID  NAME                        STOCK   WHY\n"
            "\x1b[31mAES-T001B  101  Blue armchair with cushion  12 → 0  missing at the supplier\x1b[0m\n"
            "\x1b[32mB-2          9  Lamp                        0 → 3   supplier's quantity\x1b[0m\n");
}

TEST(DiffTable, ShowsAStatusForAProductWithoutAQuantity) {
  PlannedChange planned = change(Effect::to_zero, Why::supplier_out_of_stock, "U-1", 3, "Unmanaged", 0, 0);
  planned.change.quantity.reset();
  planned.change.status = StockStatus::outofstock;
  planned.change.old_manage = ManageStock::no;
  planned.change.old_quantity.reset();
  planned.change.old_status = StockStatus::instock;
  EXPECT_EQ(old_stock_text(planned.change), "in stock");
  EXPECT_EQ(new_stock_text(planned.change), "out of stock");
}

TEST(DiffTable, SaysWhenAProductAtZeroStaysBuyable) {
  Plan plan = sample_plan();
  plan.changes.resize(1);
  plan.changes.front().stays_buyable = true;
  EXPECT_NE(
      diff_table(plan.changes, Surface{}).find("missing at the supplier, stays buyable: backorders are allowed\n"),
      std::string::npos);
}

TEST(DiffTable, OfNoChangesIsEmpty) { EXPECT_EQ(diff_table(std::vector<PlannedChange>{}, Surface{}), ""); }

}  // namespace
}  // namespace dsz
