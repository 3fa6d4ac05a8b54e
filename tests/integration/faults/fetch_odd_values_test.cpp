// Odd types in every field of a product that matters: a stock is what the supplier says, or unknown; never invented.
// Also where the supplier sends the token away, and tokens that end at any page.
#include "edited_answers.hpp"
#include "fetch_disaster.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <map>

namespace dsz::test {
namespace {

using sandbox::Fault;
using sandbox::SupplierProduct;
using testing::HasSubstr;

class OddFields : public FetchWorld {
 protected:
  /// One product for each odd value of this field, with a stock of 7; the stock that the inventory then holds for each.
  std::map<std::string, nlohmann::json> stocks_with(const std::string& field) {
    for (std::size_t i = 0; i < kOddValues.size(); ++i) {
      const std::string overlay = "{\"" + field + "\":" + kOddValues[i] + "}";
      shop_.supplier.put(SupplierProduct{.sku = "ODD-" + std::to_string(i), .stock = 7, .overlay = overlay});
    }
    const auto result = fetch();
    EXPECT_EQ(result.exit_code, 0) << result.err;
    std::map<std::string, nlohmann::json> stocks;
    const auto inventory = shop_.inventory();
    for (const auto& product : inventory["products"]) {
      const auto name = product["sku"].get<std::string>();
      if (name.starts_with("SKU-")) continue;
      const bool odd_one = name.starts_with("ODD-");
      stocks[odd_one ? kOddValues.at(static_cast<std::size_t>(std::stoi(name.substr(4)))) : name] = product["stock"];
    }
    return stocks;
  }
};

TEST_F(OddFields, AQuantityThatCannotBeReadIsUnknown) {
  const auto stocks = stocks_with("stock_qty");
  EXPECT_EQ(stocks.size(), kOddValues.size());
  for (const auto& [value, stock] : stocks) EXPECT_TRUE(stock.is_null()) << value << ": " << stock;
}

TEST_F(OddFields, AFlagThatCannotBeReadSaysNothing) {
  const auto stocks = stocks_with("in_stock");
  EXPECT_EQ(stocks.size(), kOddValues.size());
  for (const auto& [value, stock] : stocks) EXPECT_EQ(stock, value == "false" ? 0 : 7) << value;
}

TEST_F(OddFields, AStatusThatCannotBeReadSaysNothing) {
  for (const auto& [value, stock] : stocks_with("status")) EXPECT_EQ(stock, 7) << value;
}

TEST_F(OddFields, DiscontinuedIsOnlyWhatSaysSo) {
  for (const auto& [value, stock] : stocks_with("discontinued")) EXPECT_EQ(stock, value == "true" ? 0 : 7) << value;
}

TEST_F(OddFields, TheOtherFlagForDiscontinuedToo) {
  for (const auto& [value, stock] : stocks_with("discontinuedproduct")) {
    EXPECT_EQ(stock, value == "true" ? 0 : 7) << value;
  }
}

TEST_F(OddFields, APriceThatCannotBeReadChangesNoStock) {
  const auto stocks = stocks_with("price");
  EXPECT_EQ(stocks.size(), kOddValues.size());
  for (const auto& [value, stock] : stocks) EXPECT_EQ(stock, 7) << value;
}

TEST_F(OddFields, ARowWithoutAUsableSkuIsNobodys) {
  for (const auto& [sku_of_row, stock] : stocks_with("sku")) {
    EXPECT_EQ(stock, 7) << sku_of_row;
    EXPECT_THAT((std::vector<std::string>{"1e3", "many", "0x10", "99999999999999999999"}),
                testing::Contains(sku_of_row));
  }
}

TEST_F(OddFields, AFieldThatComesTwiceWithDifferentValuesIsUnknown) {
  for (const std::string field : {"stock_qty", "in_stock", "status", "discontinued"}) {
    SCOPED_TRACE(field);
    shop_.supplier.faults().clear();
    // In the row of SKU-1007, whose stock is 7; the last, for the first one is that of its postage.
    shop_.supplier.faults().add(Fault::edited([field](std::string body) {
                                  const auto row = body.rfind("\"sku\":\"SKU-1007\"");
                                  if (row != std::string::npos) body.insert(row, "\"" + field + "\":\"5\",");
                                  return body;
                                })
                                    .on(kSupplierPages)
                                    .always());
    const auto result = fetch();
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_TRUE(shop_.inventory()["products"][7]["stock"].is_null()) << result.err;
  }
}

class FetchRedirects : public FetchWorld {
 protected:
  FetchRedirects() { shop_.config["dropshipzone"]["retries"] = 1; }

  void expect_not_followed(const sandbox::RequestMatch& from, int status, const std::string& to) {
    SCOPED_TRACE(from.path_contains + " " + std::to_string(status) + " " + to);
    std::filesystem::remove(shop_.file("token_store.json"));
    shop_.supplier.faults().clear();
    shop_.supplier.faults().add(Fault::redirect(to, status).on(from).always());
    const auto result = fetch();
    EXPECT_EQ(result.exit_code, 10) << result.err;
    EXPECT_THAT(result.err, HasSubstr("HTTP " + std::to_string(status)));
    EXPECT_EQ(shop_.supplier.requests().count({.path_contains = "/else"}), 0);
    EXPECT_EQ(elsewhere_.requests().count(), 0);
    expect_old_inventory();
  }

  sandbox::SupplierService elsewhere_{{.ports = {.http = true, .https = true}}};
};

TEST_F(FetchRedirects, TheTokenDoesNotTravel) {
  for (const int status : {301, 302, 303, 307, 308}) {
    expect_not_followed(kSupplierPages, status, elsewhere_.url() + "/v2/products");
  }
}

TEST_F(FetchRedirects, ThePasswordDoesNotTravel) {
  for (const int status : {301, 302, 303, 307, 308}) {
    expect_not_followed(kSupplierSignIns, status, elsewhere_.url() + "/auth");
  }
}

TEST_F(FetchRedirects, ToWhateverAddress) {
  for (const std::string& to :
       {elsewhere_.https_url() + "/v2/products", elsewhere_.url().substr(5), shop_.supplier.url() + "/else",
        std::string("/else"), std::string("ftp://127.0.0.1/")}) {
    expect_not_followed(kSupplierPages, 302, to);
  }
}

class TokenEnds : public FetchWorld {};

TEST_F(TokenEnds, AtAnyPageItIsRenewedOnce) {
  for (std::size_t page = 1; page <= 6; ++page) {
    SCOPED_TRACE(page);
    shop_.supplier.requests().clear();
    shop_.supplier.endpoint().at_nth(kSupplierPages, page, sandbox::Moment::before,
                                     [&](const auto&) { shop_.supplier.revoke_tokens(); });
    const auto result = fetch();
    EXPECT_EQ(result.exit_code, 0) << result.err;
    expect_new_inventory();
    EXPECT_EQ(shop_.supplier.requests().count(kSupplierSignIns), page == 1 ? 2U : 1U);
  }
}

}  // namespace
}  // namespace dsz::test
