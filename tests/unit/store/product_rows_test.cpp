#include "product_rows.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dsz {
namespace {

using nlohmann::json;

StoreProduct read(const json& row, std::int64_t under = 0) { return product_of(row, under); }

TEST(ProductRows, ReadsARowAsRecorded) {
  const json row = json::parse(
      R"({"id":1900579,"type":"variation","sku":"REC-VAR-RED","status":"publish","manage_stock":true,
          "stock_quantity":7,"stock_status":"instock","backorders":"notify","parent_id":1900578,"name":"Red"})");
  const StoreProduct product = read(row);
  EXPECT_EQ(product.id, 1900579);
  EXPECT_EQ(product.parent, 1900578);
  EXPECT_EQ(product.type, ProductType::variation);
  EXPECT_EQ(product.sku, "REC-VAR-RED");
  EXPECT_EQ(product.name, "Red");
  EXPECT_EQ(product.quantity, 7);
  EXPECT_EQ(product.manage, ManageStock::yes);
  EXPECT_EQ(product.status, StockStatus::instock);
  EXPECT_TRUE(product.backorders);
}

TEST(ProductRows, ReadsARowOfTheStockReport) {
  const auto report = [](const char* text) { return report_product_of(json::parse(text)); };
  const json managed = json::parse(
      R"({"id":10,"parent_id":0,"sku":"A","stock_status":"outofstock","stock_quantity":0,"manage_stock":true})");
  EXPECT_EQ(report_product_of(managed)->quantity, 0);
  EXPECT_EQ(report_product_of(managed)->manage, ManageStock::yes);
  const auto unmanaged =
      report(R"({"id":11,"parent_id":0,"sku":"B","stock_status":"instock","stock_quantity":0,"manage_stock":false})");
  EXPECT_EQ(unmanaged->quantity, std::nullopt) << "the list says null";
  const auto variation = report(
      R"({"id":12,"parent_id":10,"sku":"C","stock_status":"instock","stock_quantity":30,"manage_stock":"parent"})");
  EXPECT_EQ(variation->type, ProductType::variation);
  EXPECT_EQ(variation->parent, 10);
  EXPECT_EQ(variation->manage, ManageStock::parent);
  for (const char* const field : {"parent_id", "sku", "stock_status", "stock_quantity", "manage_stock"}) {
    json lacking = managed;
    lacking.erase(field);
    EXPECT_FALSE(report_product_of(lacking)) << field;
  }
}

TEST(ProductRows, VariationOfAnOldStoreBelongsToTheRouteItWasReadBy) {
  const json row = {{"id", 378}, {"sku", "X"}, {"manage_stock", "parent"}};
  const StoreProduct product = read(row, 377);
  EXPECT_EQ(product.type, ProductType::variation);
  EXPECT_EQ(product.parent, 377);
  EXPECT_EQ(product.manage, ManageStock::parent);
}

TEST(ProductRows, OnlyAVariationHasAParent) {
  const json row = {{"id", 5}, {"type", "simple"}, {"parent_id", 4}};
  EXPECT_EQ(read(row).parent, 0);
}

TEST(ProductRows, ReadsQuantitiesInEveryShape) {
  const auto quantity = [](json value) {
    const json row = {{"id", 1}, {"stock_quantity", std::move(value)}};
    return quantity_of(row);
  };
  EXPECT_EQ(quantity(5), 5.0);
  EXPECT_EQ(quantity(-3), -3.0);
  EXPECT_EQ(quantity(2.5), 2.5);
  EXPECT_EQ(quantity("12"), 12.0);
  EXPECT_EQ(quantity("12.50"), 12.5);
  EXPECT_EQ(quantity(nullptr), std::nullopt);
  EXPECT_EQ(quantity(""), std::nullopt);
  EXPECT_EQ(quantity("many"), std::nullopt);
  EXPECT_EQ(quantity("nan"), std::nullopt);
  EXPECT_EQ(quantity("5 pieces"), std::nullopt);
  EXPECT_EQ(quantity(true), std::nullopt);
  EXPECT_EQ(quantity_of(json::object()), std::nullopt);
}

TEST(ProductRows, ReadsStockManagementInEveryShape) {
  const auto manage = [](json value) {
    const json row = {{"manage_stock", std::move(value)}};
    return manage_of(row);
  };
  EXPECT_EQ(manage(true), ManageStock::yes);
  EXPECT_EQ(manage("yes"), ManageStock::yes);
  EXPECT_EQ(manage(false), ManageStock::no);
  EXPECT_EQ(manage("no"), ManageStock::no);
  EXPECT_EQ(manage("parent"), ManageStock::parent);
  EXPECT_EQ(manage(nullptr), ManageStock::no);
  EXPECT_EQ(manage_of(json::object()), ManageStock::no);
}

TEST(ProductRows, IdIsAWholeNumberAboveZeroAlsoAsText) {
  EXPECT_EQ(id_of({{"id", 12}}), 12);
  EXPECT_EQ(id_of({{"id", "12"}}), 12);
  for (const json& bad :
       {json(0), json(-1), json(1.5), json("12a"), json(""), json(nullptr), json(true), json(18446744073709551615U)}) {
    EXPECT_EQ(id_of({{"id", bad}}), std::nullopt) << bad;
  }
  EXPECT_EQ(id_of(json::object()), std::nullopt);
  EXPECT_EQ(id_of(json(5)), std::nullopt);
}

TEST(ProductRows, TypesOfPluginsAreOtherButVariableOnesAndTheirVariations) {
  const auto type = [](const char* name) { return read({{"id", 1}, {"type", name}}).type; };
  EXPECT_EQ(type("simple"), ProductType::simple);
  EXPECT_EQ(type("grouped"), ProductType::grouped);
  EXPECT_EQ(type("external"), ProductType::external);
  EXPECT_EQ(type("variable"), ProductType::variable);
  EXPECT_EQ(type("variable-subscription"), ProductType::variable);
  EXPECT_EQ(type("variation"), ProductType::variation);
  EXPECT_EQ(type("subscription_variation"), ProductType::variation);
  EXPECT_EQ(type("bundle"), ProductType::other);
  EXPECT_EQ(read({{"id", 1}}).type, ProductType::other);
}

TEST(ProductRows, MetaFieldsCompareAsText) {
  const json row = json::parse(
      R"({"meta_data":[{"id":1,"key":"_supplier","value":"dropshipzone"},{"id":2,"key":"n","value":7},{"key":"x"}]})");
  const auto has = [&row](const char* key, const char* value) {
    const std::vector<std::pair<std::string, std::string>> wanted = {{key, value}};
    return has_meta(row, wanted);
  };
  EXPECT_TRUE(has("_supplier", "dropshipzone"));
  EXPECT_TRUE(has("n", "7"));
  EXPECT_FALSE(has("_supplier", "Dropshipzone"));
  EXPECT_FALSE(has("x", ""));
  EXPECT_FALSE(has_meta(row, {}));
  const std::vector<std::pair<std::string, std::string>> wanted = {{"a", "b"}};
  EXPECT_FALSE(has_meta(json{{"meta_data", "nothing"}}, wanted));
}

}  // namespace
}  // namespace dsz
