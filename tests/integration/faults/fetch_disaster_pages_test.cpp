// Rows for the table in fetch_disasters_test.cpp: readable pages that do not make a feed, or make it in an odd way.
#include "fetch_disaster.hpp"

#include <fmt/format.h>

#include <atomic>
#include <functional>
#include <memory>

namespace dsz::test {
namespace {

using sandbox::Fault;
using sandbox::HttpAnswer;
using sandbox::HttpRequest;

constexpr auto kPageDisasterName = [](const auto& row) { return row.param.name; };

/// What stands on one page of ten: of which products, and what it says of itself, as JSON.
struct Page {
  int first = 0;
  int rows = 10;
  std::string total = "60";
  std::string pages = "6";
  std::string current{};
  bool backwards = false;
};

Page asked(int page) { return {.first = 10 * (page - 1), .rows = page > 6 ? 0 : 10, .current = std::to_string(page)}; }

std::string text_of(const Page& page) {
  std::string rows;
  for (int i = 0; i < page.rows; ++i) {
    const int number = page.first + (page.backwards ? page.rows - 1 - i : i);
    rows += fmt::format(R"({}{{"sku":"SKU-{}","stock_qty":{},"price":"10.00"}})", i == 0 ? "" : ",", 1000 + number,
                        number % 50);
  }
  const auto member = [](const char* name, const std::string& value) {
    return value.empty() ? "" : fmt::format(R"(,"{}":{})", name, value);
  };
  return fmt::format(R"({{"result":[{}]{}{}{}}})", rows, member("total", page.total), member("total_pages", page.pages),
                     member("current_page", page.current));
}

Fault answering(std::function<Page(int)> page) {
  Fault fault;
  fault.change = [page = std::move(page)](const HttpRequest& request, HttpAnswer& answer) {
    answer.body = text_of(page(std::stoi(request.query.get("page_no"))));
  };
  return fault;
}

/// Every page is as it should be, but for what `change` makes of it.
Fault changing(std::function<void(Page&, int)> change) {
  return answering([change = std::move(change)](int number) {
    Page page = asked(number);
    change(page, number);
    return page;
  });
}

FetchDisaster once_on(const char* page, std::string name, const Fault& fault, std::string sentence = "") {
  return {std::move(name), fault.on({.path_contains = "/v2/products", .query_contains = page}), 0, std::move(sentence)};
}

FetchDisaster harmless(std::string name, const Fault& fault) {
  return {std::move(name), fault.on(kSupplierPages).always()};
}

std::vector<FetchDisaster> misplaced_pages() {
  const auto rows = [](int count) { return [count](Page& page, int) { page.rows = count; }; };
  const auto always_on = [](int number, const std::function<void(Page&, int)>& change) {
    return changing([=](Page& page, int asked_for) {
      if (asked_for == number) change(page, asked_for);
    });
  };
  const auto as_page = [](int other) { return [other](Page& page, int) { page.first = 10 * (other - 1); }; };
  return {
      harmless("OnlyTheFieldsThatMatter", changing([](Page&, int) {})),
      harmless("PagesSwapped", changing([](Page& page, int number) {
                 if (number == 2 || number == 3) page.first = 10 * (4 - number);
               })),
      harmless("PagesBackwards", changing([](Page& page, int number) { page.first = 10 * (6 - number); })),
      harmless("RowsBackwards", changing([](Page& page, int) { page.backwards = true; })),
      once_on("page_no=4", "APageEmptyOnce", changing(rows(0)), "read again"),
      once_on("page_no=1&", "TheFirstPageEmptyOnce", changing(rows(0))),
      once_on("page_no=6", "TheLastPageEmptyOnce", changing(rows(0)), "read again"),
      once_on("page_no=4", "APageShortOnce", changing(rows(9)), "read again"),
      once_on("page_no=1&", "TheFirstPageShortOnce", changing(rows(7))),
      once_on("page_no=3", "APageRepeatedOnce", changing(as_page(2)), "read again"),
      once_on("page_no=2", "AnotherPageOnce", changing([](Page& page, int) { page = asked(5); }),
              "answered with page 5"),
      once_on("page_no=5", "MoreRowsOnce", changing(rows(10))),
      lasting("APageEmptyForEver", always_on(4, rows(0)), 10, "states 60 products, but its pages hold only 50"),
      lasting("TheFirstPageEmptyForEver", always_on(1, rows(0)), 10, "page 1 came without products"),
      lasting("TheLastPageEmptyForEver", always_on(6, rows(0)), 10, "hold only 50"),
      lasting("AllPagesEmpty", changing(rows(0)), 10, "page 1 came without products"),
      lasting("APageShortForEver", always_on(4, rows(9)), 10, "hold only 59"),
      lasting("APageRepeatedForEver", always_on(3, as_page(2)), 10, "hold only 50"),
      lasting("TheFirstPageForAll", changing(as_page(1)), 10, "unusable"),
      lasting("AnotherPageForEver", always_on(2, [](Page& page, int) { page = asked(5); }), 10,
              "asked for page 2, the supplier answered with page 5, 3 times"),
  };
}

INSTANTIATE_TEST_SUITE_P(Pages, FetchDisasters, testing::ValuesIn(misplaced_pages()), kPageDisasterName);

std::vector<FetchDisaster> totals() {
  const auto total = [](std::string value) {
    return changing([value = std::move(value)](Page& page, int) { page.total = value; });
  };
  const auto pages = [](std::string value) {
    return changing([value = std::move(value)](Page& page, int) { page.pages = value; });
  };
  const auto counter = std::make_shared<std::atomic<int>>(60);
  std::vector<FetchDisaster> rows = {
      harmless("ATotalInQuotes", total("\"60\"")),
      harmless("ATotalWithAFractionOfZero", total("60.0")),
      once_on("page_no=4", "TooHighOnce", total("66")),
      once_on("page_no=4", "TooLowOnce", total("40")),
      once_on("page_no=4", "NoneOnce", total("")),
      lasting("TooHigh", total("66"), 10, "states 66 products, but its pages hold only 60"),
      lasting("TooLow", total("50"), 10, "50 products"),
      lasting("FarTooHigh", total("2147483647"), 10, "2147483647"),
      lasting("Zero", total("0"), 10, "lists no products"),
      lasting("ADifferentOneEachTime",
              changing([counter](Page& page, int) { page.total = std::to_string(counter->fetch_add(1)); }), 10,
              "unusable"),
  };
  const std::vector<std::pair<const char*, const char*>> unreadable = {{"Absent", ""},
                                                                       {"Null", "null"},
                                                                       {"True", "true"},
                                                                       {"AWord", "\"sixty\""},
                                                                       {"Negative", "-60"},
                                                                       {"AFraction", "60.5"},
                                                                       {"AnExponent", "6e400"},
                                                                       {"AList", "[60]"},
                                                                       {"AnObject", "{\"a\":60}"},
                                                                       {"Huge", "99999999999999999999"}};
  for (const auto& [name, value] : unreadable) {
    rows.push_back(lasting(std::string(name) + "Total", total(value), 10, "states no total"));
    rows.push_back(harmless(std::string(name) + "NumberOfPages", pages(value)));
    rows.push_back(harmless(std::string(name) + "CurrentPage",
                            changing([value = std::string(value)](Page& page, int) { page.current = value; })));
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Totals, FetchDisasters, testing::ValuesIn(totals()), kPageDisasterName);

}  // namespace
}  // namespace dsz::test
