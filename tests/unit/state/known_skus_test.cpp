#include "dsz/state/known_skus.hpp"

#include "dsz/state/fetch_staging.hpp"

#include "state_test_base.hpp"

namespace dsz {
namespace {

class KnownSkusTest : public StateTest {
 protected:
  void fetch(const std::vector<std::string>& skus) {
    staging_.start("full", clock_.wall());
    std::vector<SupplierProduct> products;
    products.reserve(skus.size());
    for (const std::string& sku : skus) products.push_back({sku, StockLevel::of(1), ""});
    staging_.put_page(1, products);
    known_.add_staged(clock_.wall());
  }

  FetchStaging staging_{*database_};
  KnownSkus known_{*database_};
};

TEST_F(KnownSkusTest, NothingIsKnownAtFirst) {
  EXPECT_FALSE(known_.contains("AES-T001B"));
  EXPECT_EQ(known_.count(), 0);
}

TEST_F(KnownSkusTest, ASkuIsKnownInAnyLetterCaseAndWithSpaceAround) {
  fetch({"AES-T001B"});
  EXPECT_TRUE(known_.contains("AES-T001B"));
  EXPECT_TRUE(known_.contains(" aes-t001b\t"));
  EXPECT_FALSE(known_.contains("AES-T001"));
}

TEST_F(KnownSkusTest, ASkuStaysKnownWhenTheSupplierDropsIt) {
  fetch({"OLD", "STAYS"});
  fetch({"STAYS", "NEW"});
  EXPECT_TRUE(known_.contains("OLD"));
  EXPECT_TRUE(known_.contains("NEW"));
  EXPECT_EQ(known_.count(), 3);
}

TEST_F(KnownSkusTest, WhatIsMissingWasNotSeen) {
  staging_.start("targeted", clock_.wall());
  staging_.put_page(1, std::vector<SupplierProduct>{{.sku = "GONE", .stock = {}, .price = "", .missing = true}});
  known_.add_staged(clock_.wall());
  EXPECT_FALSE(known_.contains("GONE"));
  known_.add(std::vector<std::string>{"Gone"}, clock_.wall());
  EXPECT_TRUE(known_.contains("GONE"));
}

TEST_F(KnownSkusTest, TheSuppliersLatestSpellingIsRemembered) {
  EXPECT_EQ(known_.spelling("Aes-1"), "");
  fetch({"Aes-1"});
  EXPECT_EQ(known_.spelling(" AES-1 "), "Aes-1");
  known_.add(std::vector<std::string>{"aes-1"}, clock_.wall());
  EXPECT_EQ(known_.spelling("AES-1"), "aes-1");
}

TEST_F(KnownSkusTest, SkusThatDifferOnlyInCaseCountOnce) {
  fetch({"abc", "ABC"});
  EXPECT_EQ(known_.count(), 1);
}

}  // namespace
}  // namespace dsz
