#include "dsz/supplier/stock_changes.hpp"

#include "supplier_test_base.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace dsz {
namespace {

using nlohmann::json;
using test::answer;

class StockChangesTest : public SupplierTest {
 protected:
  void SetUp() override {
    on_products_ = [this](const Request& request) { return serve_changes(request); };
  }
  test::Scripted serve_changes(const Request& request) {
    const json asked = json::parse(request.body);
    const auto page = asked.at("page_no").get<std::size_t>();
    json rows = json::array();
    for (std::size_t i = (page - 1) * page_size_; i < std::min(rows_.size(), page * page_size_); ++i) {
      rows.push_back(rows_[i]);
    }
    const auto total = static_cast<std::int64_t>(rows_.size()) + (page == 1 ? 0 : more_later_) + stated_too_many_;
    return answer(200, json{{"result", rows}, {"total", total}, {"page_no", page}, {"limit", page_size_}}.dump());
  }
  void change(const std::string& sku, const std::string& at, const std::string& quantity,
              const std::string& status = "In Stock") {
    rows_.push_back({{"sku", sku}, {"created_at", at}, {"new_qty", quantity}, {"status", status}});
  }
  StockChanges read() {
    return read_stock_changes(api_, *parse_utc("2026-11-21T08:00:05Z"), *parse_utc("2026-11-23T08:00:00Z"));
  }
  StockLevel newest(const std::string& sku) { return read().newest.at(sku).stock; }

  std::vector<json> rows_;
  std::size_t page_size_ = 160;
  std::int64_t more_later_ = 0;
  std::int64_t stated_too_many_ = 0;
};

TEST_F(StockChangesTest, AsksInTheDocumentedForm) {
  EXPECT_EQ(read().doubt, "");
  const Request& request = http_.started().back().request;
  EXPECT_EQ(request.url, "https://supplier.example/stock");
  EXPECT_EQ(json::parse(request.body), json({{"start_time", "2026-11-21 08:00:05"},
                                             {"end_time", "2026-11-23 08:00:00"},
                                             {"page_no", 1},
                                             {"limit", 160}}));
  EXPECT_EQ(authorization(request), "jwt token-1");
}

TEST_F(StockChangesTest, TheNewestHoldsInWhateverOrderTheyCome) {
  change("A", "2026-11-22T05:00:00.001Z", "7.00");
  change("A", "2026-11-22T05:00:00.000Z", "3.00");
  change("B", "2026-11-22T04:00:00.000Z", "1");
  change("B", "2026-11-22T06:00:00.000Z", "0.00");
  EXPECT_EQ(newest("A"), StockLevel::of(7));
  EXPECT_EQ(newest("B"), StockLevel::of(0));
}

TEST_F(StockChangesTest, WhatCannotBeReadAsAQuantityIsUnknownAndOutOfStockIsZero) {
  change("ODD", "2026-11-22T05:00:00.000Z", "many");
  change("MINUS", "2026-11-22T05:00:00.000Z", "-1");
  change("OUT", "2026-11-22T05:00:00.000Z", "5.00", "Out Of Stock");
  change("BOTH", "2026-11-22T05:00:00.000Z", "5.00");
  change("BOTH", "2026-11-22T05:00:00.000Z", "6.00");
  EXPECT_FALSE(newest("ODD").known());
  EXPECT_FALSE(newest("MINUS").known());
  EXPECT_EQ(newest("OUT"), StockLevel::of(0));
  EXPECT_FALSE(newest("BOTH").known());
}

TEST_F(StockChangesTest, ReadsAsManyPagesAsTheTotalSays) {
  for (int i = 0; i < 401; ++i) change("S" + std::to_string(i), "2026-11-22T05:00:00.000Z", "1");
  const StockChanges changes = read();
  EXPECT_EQ(changes.pages, 3);
  EXPECT_EQ(changes.newest.size(), 401U);
  EXPECT_EQ(changes.doubt, "");
}

TEST_F(StockChangesTest, ASupplierWithSmallerPagesIsReadToTheEnd) {
  page_size_ = 40;
  for (int i = 0; i < 100; ++i) change("S" + std::to_string(i), "2026-11-22T05:00:00.000Z", "1");
  const StockChanges changes = read();
  EXPECT_EQ(changes.pages, 3);
  EXPECT_EQ(changes.newest.size(), 100U);
}

TEST_F(StockChangesTest, WhatMayNotBeAllIsDoubted) {
  change("A", "2026-11-22T05:00:00.000Z", "1");
  stated_too_many_ = 3;
  EXPECT_NE(read().doubt, "");
  stated_too_many_ = 0;
  rows_.push_back({{"sku", "A"}, {"created_at", "yesterday"}, {"new_qty", "1"}});
  EXPECT_NE(read().doubt, "");
  rows_.pop_back();
  EXPECT_EQ(read().doubt, "");
  for (const char* body :
       {R"({"result":[]})", R"({"result":[],"total":5})", R"({"result":[],"total":0,"page_no":2})"}) {
    on_products_ = [body](const Request&) { return answer(200, body); };
    EXPECT_NE(read().doubt, "") << body;
  }
}

TEST_F(StockChangesTest, ATotalThatShrinksIsDoubtedAndOneThatGrowsIsNot) {
  for (int i = 0; i < 200; ++i) change("S" + std::to_string(i), "2026-11-22T05:00:00.000Z", "1");
  more_later_ = 1;
  EXPECT_EQ(read().doubt, "");
  more_later_ = -1;
  EXPECT_NE(read().doubt, "");
}

TEST_F(StockChangesTest, NumbersThatAreNotPlainlyWholeAndFieldsThatContradictAreUnknown) {
  const std::string start = R"({"total":1,"result":[{"sku":"A","created_at":"2026-11-22T05:00:00Z",)";
  const auto stock_of = [&](const std::string& fields) {
    on_products_ = [body = start + fields + "}]}"](const Request&) { return answer(200, body); };
    return newest("A");
  };
  EXPECT_EQ(stock_of(R"("new_qty":7)"), StockLevel::of(7));
  for (const char* fields :
       {R"("new_qty":-0)", R"("new_qty":1e-400)", R"("new_qty":0.5)", R"("new_qty":false)", R"("new_qty":null)",
        R"("new_qty":[0])", R"("new_qty":1,"new_qty":2)", R"("new_qty":1,"status":"In Stock","status":"Sold")"}) {
    EXPECT_FALSE(stock_of(fields).known()) << fields;
  }
  on_products_ = [&](const Request&) { return answer(200, start + R"("sku":"B","new_qty":7}]})"); };
  EXPECT_NE(read().doubt, "") << "whose stock it is cannot be told";
}

TEST_F(StockChangesTest, MoreThanAnHourCanReadIsDoubtedAndNotAskedFor) {
  change("A", "2026-11-22T05:00:00.000Z", "1");
  stated_too_many_ = 2'000'000'000;
  EXPECT_NE(read().doubt, "");
  EXPECT_LE(http_.started().size(), 2U) << "the sign-in and one page";
}

TEST_F(StockChangesTest, AnErrorInPlaceOfChangesIsAFailure) {
  on_products_ = [](const Request&) { return answer(400, R"({"code":"ResourceNotFound"})"); };
  failure_of(FailureKind::supplier, [this] { read(); });
}

/// The log lists the newest changes first, and page 2 is served after page 3: a change that came in between moved the
/// last row of page 2 to page 3.
TEST_F(StockChangesTest, WhatMovedToAPageThatWasReadEarlierIsReadAgain) {
  for (int i = 0; i < 450; ++i) change("S" + std::to_string(i), "2026-11-22T05:00:00.000Z", std::to_string(i));
  std::vector<json> later = rows_;
  later.insert(later.begin(), {{"sku", "NEW"}, {"created_at", "2026-11-22T06:00:00.000Z"}, {"new_qty", "1"}});
  std::vector<int> asked;
  on_products_ = [&](const Request& request) {
    const int page = json::parse(request.body).at("page_no").get<int>();
    const bool again = std::ranges::find(asked, page) != asked.end();
    asked.push_back(page);
    if (page == 1 || (page == 3 && !again)) return serve_changes(request);
    std::swap(rows_, later);
    const test::Scripted answered = serve_changes(request);
    std::swap(rows_, later);
    return answered;
  };
  const StockChanges changes = read();
  EXPECT_EQ(changes.doubt, "");
  EXPECT_THAT(asked, ::testing::ElementsAre(1, 2, 3, 3));
  EXPECT_EQ(changes.newest.at("S319").stock, StockLevel::of(319)) << "the last row of page 2, before";
  EXPECT_EQ(changes.pages, 4);
}

TEST_F(StockChangesTest, PagesBehindOneThatWasReadAgainHaveNothingMissingBeforeThem) {
  for (int i = 0; i < 780; ++i) change("S" + std::to_string(i), "2026-11-22T05:00:00.000Z", "1");
  std::vector<int> asked;
  on_products_ = [&](const Request& request) {
    const int page = json::parse(request.body).at("page_no").get<int>();
    const bool again = std::ranges::find(asked, page) != asked.end();
    asked.push_back(page);
    more_later_ = page == 2 ? 1 : page == 3 ? (again ? 10 : 0) : page - 2;
    return serve_changes(request);
  };
  EXPECT_EQ(read().doubt, "");
  EXPECT_THAT(asked, ::testing::ElementsAre(1, 2, 3, 4, 5, 3));
}

TEST_F(StockChangesTest, ALogThatNeverComesToRestIsDoubted) {
  for (int i = 0; i < 450; ++i) change("S" + std::to_string(i), "2026-11-22T05:00:00.000Z", "1");
  on_products_ = [this](const Request& request) {
    more_later_ = json::parse(request.body).at("page_no").get<int>() == 2 ? 5 : 0;
    return serve_changes(request);
  };
  const StockChanges changes = read();
  EXPECT_EQ(changes.doubt, "it changes faster than its pages can be read");
  EXPECT_LT(changes.pages, 60);
}

}  // namespace
}  // namespace dsz
