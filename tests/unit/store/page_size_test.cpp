// Hosts that bear fewer rows at a time than are asked for first.
#include "dsz/store/catalogue_reader.hpp"

#include "stock_writer_test_base.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace dsz::test {
namespace {

using ::testing::HasSubstr;

class PageSizeTest : public StockWriterTestBase {
 protected:
  PageSizeTest() {
    for (std::int64_t id = 1; id <= 120; ++id) add_simple(id);
    add_variable(200, {201, 202});
  }

  /// Lists of more rows fail with this status.
  void bear(int rows, int status) {
    shop.intercept = [rows, status](const Call& call) -> std::optional<Scripted> {
      const std::string per_page = call.get("per_page");
      if (call.method == Method::post || per_page.empty() || std::stoi(per_page) <= rows) return std::nullopt;
      return error_answer(status, "internal_server_error", "There has been a critical error on this website.");
    };
  }
  StoreCatalogue read() { return CatalogueReader(connected(), log).read({}, {}); }
  /// How often page 1 of this list was asked for with more rows than `rows`.
  [[nodiscard]] std::size_t asked_for_more(int rows, const std::string& path) const {
    return static_cast<std::size_t>(std::ranges::count_if(shop.calls(), [&](const Call& call) {
      return call.path == path && call.get("page") == "1" && std::stoi(call.get("per_page")) > rows;
    }));
  }
};

TEST_F(PageSizeTest, ListsAreReadInSmallerPagesWhereTheHostFailsAtHundredRows) {
  for (const int status : {400, 413, 500, 504}) {
    for (const int rows : {25, 50}) {
      SCOPED_TRACE(std::to_string(rows) + " rows, else HTTP " + std::to_string(status));
      bear(rows, status);
      forget_api();
      EXPECT_EQ(read().size(), 123U);
      EXPECT_TRUE(log.contains(LogLevel::info, std::to_string(rows) + " rows at a time"));
    }
  }
}

TEST_F(PageSizeTest, WhatTheHostBearsIsFoundOutOnceARun) {
  bear(50, 504);
  StoreCatalogue catalogue = read();
  EXPECT_EQ(asked_for_more(50, "wc/v3/products"), 1U);
  EXPECT_EQ(asked_for_more(50, "wc/v3/variations"), 0U);
  std::vector<std::int64_t> ids;
  for (std::int64_t id = 1; id <= 120; ++id) ids.push_back(id);
  for (const std::int64_t id : ids) (*shop.find(id))["stock_quantity"] = 8;
  CatalogueReader(api(), log).read_again(catalogue, ids);
  EXPECT_EQ(catalogue.find(120)->quantity, 8);
  EXPECT_EQ(asked_for_more(50, "wc/v3/products"), 1U);
}

TEST_F(PageSizeTest, WhatIsReadAgainFindsItOutToo) {
  StoreCatalogue catalogue = read();
  bear(50, 500);
  std::vector<std::int64_t> ids;
  for (std::int64_t id = 1; id <= 120; ++id) ids.push_back(id);
  for (const std::int64_t id : ids) (*shop.find(id))["stock_quantity"] = 8;
  CatalogueReader(api(), log).read_again(catalogue, ids);
  for (const std::int64_t id : ids) EXPECT_EQ(catalogue.find(id)->quantity, 8) << id;
}

TEST_F(PageSizeTest, VariationsOfOneProductAreReadInSmallerPagesToo) {
  shop.bulk_variations = false;
  bear(50, 500);
  const auto limited = shop.intercept;
  shop.intercept = [&limited](const Call& call) {
    return call.path == "wc/v3/products/200/variations" ? limited(call) : std::nullopt;
  };
  EXPECT_EQ(read().size(), 123U);
}

TEST_F(PageSizeTest, AListThatFailsHoweverSmallItsPagesFailsAsItDidAtHundred) {
  bear(10, 500);
  const Failure failure = failure_of([this] { read(); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("GET wc/v3/products page 1: HTTP 500"));
  bear(100, 500);
  EXPECT_EQ(read().size(), 123U);
  EXPECT_FALSE(log.contains("rows at a time")) << "the size was not the cause";
}

TEST_F(PageSizeTest, ABatchIsNoLargerThanWhatCanBeReadAgainAtOnce) {
  bear(25, 504);
  read();
  settings.batch_size = 100;
  for (std::int64_t id = 1; id <= 60; ++id) plan.push_back(to_quantity(id, 9));
  bool struck = false;
  const auto limited = shop.intercept;
  shop.intercept = [&](const Call& call) -> std::optional<Scripted> {
    if (call.method == Method::get) return limited(call);
    if (std::exchange(struck, true)) return std::nullopt;
    return no_answer(TransferErrorKind::timeout, "timed out after 120 s");
  };
  write();
  EXPECT_EQ(report.written, 60);
}

}  // namespace
}  // namespace dsz::test
