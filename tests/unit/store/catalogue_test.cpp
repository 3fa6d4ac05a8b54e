#include "dsz/store/catalogue.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

StoreProduct product(std::int64_t id, std::string_view sku, std::int64_t parent = 0) {
  StoreProduct made;
  made.id = id;
  made.sku = sku;
  made.parent = parent;
  return made;
}

TEST(StoreCatalogue, GivesBackWhatWasAdded) {
  StoreCatalogue catalogue;
  StoreProduct full = product(7, "A-1", 3);
  full.name = "Chair";
  full.quantity = -2.5;
  full.type = ProductType::variation;
  full.manage = ManageStock::parent;
  full.status = StockStatus::onbackorder;
  full.backorders = true;
  full.marked = true;
  catalogue.add(full);
  catalogue.add(product(8, ""));
  catalogue.finish();

  const StoreProduct back = catalogue.find(7).value();
  EXPECT_EQ(back.parent, 3);
  EXPECT_EQ(back.sku, "A-1");
  EXPECT_EQ(back.name, "Chair");
  EXPECT_EQ(back.quantity, -2.5);
  EXPECT_EQ(back.type, ProductType::variation);
  EXPECT_EQ(back.manage, ManageStock::parent);
  EXPECT_EQ(back.status, StockStatus::onbackorder);
  EXPECT_TRUE(back.backorders);
  EXPECT_TRUE(back.marked);
  EXPECT_EQ(catalogue.find(8)->quantity, std::nullopt);
  EXPECT_EQ(catalogue.find(8)->sku, "");
}

TEST(StoreCatalogue, IsOrderedByIdAndTheLastOfSeveralHolds) {
  StoreCatalogue catalogue;
  catalogue.add(product(9, "nine"));
  catalogue.add(product(2, "old"));
  catalogue.add(product(5, "five"));
  catalogue.add(product(2, "new"));
  catalogue.finish();
  ASSERT_EQ(catalogue.size(), 3U);
  EXPECT_EQ(catalogue.at(0).id, 2);
  EXPECT_EQ(catalogue.at(0).sku, "new");
  EXPECT_EQ(catalogue.at(1).id, 5);
  EXPECT_EQ(catalogue.at(2).id, 9);
}

TEST(StoreCatalogue, FindsOnlyWhatWasRead) {
  StoreCatalogue catalogue;
  EXPECT_FALSE(catalogue.find(1));
  catalogue.add(product(2, "x"));
  catalogue.finish();
  EXPECT_FALSE(catalogue.find(1));
  EXPECT_FALSE(catalogue.find(3));
  EXPECT_TRUE(catalogue.find(2));
}

TEST(StoreCatalogue, VariationsInheritTheMarkOfTheirParent) {
  StoreCatalogue catalogue;
  StoreProduct parent = product(1, "P");
  parent.marked = true;
  catalogue.add(parent);
  catalogue.add(product(2, "other"));
  catalogue.finish();
  catalogue.add(product(3, "V", 1));
  catalogue.add(product(4, "W", 2));
  catalogue.finish();
  EXPECT_TRUE(catalogue.find(3)->marked);
  EXPECT_FALSE(catalogue.find(4)->marked);
}

}  // namespace
}  // namespace dsz
