// What the store can do wrong where it is normally read: at the first page of its stock report, at a later one, and at
// the lists beside it. The report is asked again, or given up for the lists: in the end all is written all the same.
// What it says wrongly and plausibly makes a product stay as it is, and nothing else.
#include "edited_answers.hpp"
#include "match_disaster.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz::test {
namespace {

using Json = nlohmann::ordered_json;
using sandbox::Fault;

TEST_P(ReportDisasters, EndInTheListsOrLeaveAProductAlone) { expect_survived(std::get<1>(GetParam())); }

/// Once: the page is asked for again.
MatchDisaster passing_on(int page, std::string_view name, const Fault& fault, std::string logged = "") {
  MatchDisaster row{fmt::format("{}OnPage{}", name, page), at(page_of_report(page), fault)};
  row.logged = std::move(logged);
  return row;
}

/// Always: the report is given up.
MatchDisaster lasting_on(int page, std::string_view name, const Fault& fault, std::string_view why = "") {
  MatchDisaster row = passing_on(page, fmt::format("{}ForEver", name), fault.always(),
                                 fmt::format("stock report is of no use: [^\n]*{}[^\n]* read from the lists", why));
  row.settings = {{"retries", 1}};
  return row;
}

std::vector<MatchDisaster> report_statuses() {
  std::vector<MatchDisaster> rows;
  for (const int page : {1, 2}) {
    for (const int status : {408, 502, 504, 520}) {
      rows.push_back(passing_on(page, fmt::format("Http{}", status), Fault::html(status), fmt::format("{}", status)));
    }
    for (const int status : {304, 400, 403, 404, 405, 410, 422, 429, 500, 501, 502, 503, 504, 520, 599}) {
      rows.push_back(lasting_on(page, fmt::format("Http{}", status), Fault::html(status),
                                fmt::format("stock page {}: HTTP {}", page, status)));
    }
    // A report that broke at one product breaks again: it is not asked for twice.
    rows.push_back(passing_on(page, "Http500", Fault::html(500), "of no use: [^\n]*HTTP 500"));
    rows.push_back(passing_on(page, "Quota", Fault::too_many(0), "429"));
    rows.push_back(lasting_on(page, "KeysRefused", Fault::json(401, "woocommerce_rest_cannot_view", "Sorry"), "401"));
    rows.push_back(lasting_on(page, "Firewall", Fault::cloudflare_challenge(), "Cloudflare"));
    rows.push_back(lasting_on(page, "NoRoute", Fault::json(404, "rest_no_route", "No route was found")));
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Status, ReportDisasters, testing::Combine(kVersions, testing::ValuesIn(report_statuses())),
                         kMatchDisasterName);

void add_wires(int page, std::vector<MatchDisaster>& rows) {
  const std::vector<std::pair<const char*, Fault>> passing = {
      {"Closed", Fault::closed()},
      {"Reset", Fault::reset()},
      {"ResetInTheHead", Fault::reset_in_head(0.5)},
      {"ResetAfterTheHead", Fault::reset_in_body(0)},
      {"ResetInTheBody", Fault::reset_in_body(0.7)},
      {"AnotherProtocol", Fault::no_http("SSH-2.0-OpenSSH_9.2\r\n")},
      {"Interim", Fault::after_interim("HTTP/1.1 103 Early Hints\r\n\r\n")},
      {"Drip", Fault::dripping(std::chrono::milliseconds(5))},
      {"ByteOrderMark", Fault::bom()},
      {"PhpNotice", Fault::php_notice()},
      {"Gzipped", Fault::gzipped()},
      {"Empty", Fault::empty()},
      {"JsonCut", Fault::cut_json(0.5)},
  };
  for (const auto& [name, fault] : passing) rows.push_back(passing_on(page, name, fault));
  for (int tenth = 0; tenth < 10; ++tenth) {
    rows.push_back(passing_on(page, fmt::format("BodyCutAt{}Tenths", tenth), Fault::truncated(tenth / 10.0)));
  }
  rows.push_back(passing_on(page, "FromACache", Fault::labelled("Age", "600"), "exempt /wp-json/ from page caching"));
  rows.push_back(lasting_on(page, "Closed", Fault::closed(), "127.0.0.1"));
  rows.push_back(lasting_on(page, "BodyCut", Fault::truncated(0.5), "127.0.0.1"));
  MatchDisaster hang = lasting_on(page, "Hang", Fault::slow(std::chrono::milliseconds(1500)), "timed out after 1 s");
  hang.settings.update({{"timeout_seconds", 1}});
  rows.push_back(hang);
}

void add_bodies(int page, std::vector<MatchDisaster>& rows) {
  const std::vector<std::tuple<const char*, Fault, const char*>> lasting = {
      {"Empty", Fault::empty(), "empty answer"},
      {"Html", Fault::html(200), "web page"},
      {"AnObject", json_answer("{}"), "not a list"},
      {"AWord", json_answer("\"later\""), "not whole JSON"},
      {"JsonCut", Fault::cut_json(0.5), "not whole JSON"},
      {"NaN", with_first("\"stock_quantity\":4", "\"stock_quantity\":NaN"), "not whole JSON"},
      {"InvalidUtf8", with_first("\"sku\":\"P0", "\"sku\":\"P\xC3"), "not whole JSON"},
      {"Nesting", json_answer(nested_lists(100'000, 100'000)), ""},
      {"NestingWithoutEnd", json_answer(nested_lists(100'000, 0)), "not whole JSON"},
      {"AGibibyte", Fault::endless(std::string(65'536, ' '), 1U << 30U), "larger than 16777216 bytes"},
      {"AGzipBomb", Fault::gzip_bomb("[", 80U << 20U), "larger than 16777216 bytes"},
      {"TotalZero", with_header("X-WP-Total", "0"), ""},
      {"NoTotal", with_header("X-WP-Total", ""), "X-WP-Total"},
      {"TotalIsAWord", with_header("X-WP-Total", "many"), "X-WP-Total"},
      {"TotalIsNegative", with_header("X-WP-Total", "-5"), "X-WP-Total"},
      {"NoNumberOfPages", with_header("X-WP-TotalPages", ""), "X-WP-TotalPages"},
      {"FarTooManyPages", with_header("X-WP-TotalPages", "2147483647"), "X-WP-TotalPages"},
      {"EmptyList", json_answer("[]"), "X-WP-Total"},
  };
  for (const auto& [name, fault, why] : lasting) rows.push_back(lasting_on(page, name, fault, why));
}

/// The two pages say different totals, so both are asked for again.
MatchDisaster untrue_total(int page, std::string_view name, const char* total) {
  return passing_on(page, name, with_header("X-WP-Total", total).always(), "what moved is read again");
}

void add_rows(int page, std::vector<MatchDisaster>& rows) {
  const auto erase_first = [](Json& list) { list.erase(0); };
  const auto repeat_first = [](Json& list) { list.push_back(list[0]); };
  const auto first_for_last = [](Json& list) { list[list.size() - 1] = list[0]; };
  const auto without_id = [](Json& list) { list[0].erase("id"); };
  const auto reverse = [](Json& list) { std::reverse(list.begin(), list.end()); };
  rows.push_back(untrue_total(page, "TotalTooHigh", "199"));
  rows.push_back(untrue_total(page, "TotalTooLow", "3"));
  rows.push_back(lasting_on(page, "ARowMissing", with_rows(erase_first), "does not hold still"));
  rows.push_back(lasting_on(page, "ARowRepeated", with_rows(repeat_first), "does not hold still"));
  rows.push_back(lasting_on(page, "ARowForAnother", with_rows(first_for_last), "does not hold still"));
  rows.push_back(lasting_on(page, "ARowWithoutId", with_rows(without_id), "no usable id"));
  rows.push_back(lasting_on(page, "ARowThatIsAText", with_rows([](Json& list) { list[0] = "P000"; }), "no usable id"));
  rows.push_back(lasting_on(page, "ARowThatIsNull", with_rows([](Json& list) { list[0] = nullptr; }), "no usable id"));
  rows.push_back(passing_on(page, "ARowMissingOnce", with_rows(erase_first)));
  rows.push_back(passing_on(page, "NoRowOnce", with_rows([](Json& list) { list.clear(); })));
  rows.push_back(passing_on(page, "RowsReversed", with_rows(reverse).always()));
  for (const std::string field : {"parent_id", "sku", "stock_quantity", "stock_status", "manage_stock"}) {
    const Fault without = with_rows([field](Json& list) { list[0].erase(field); });
    rows.push_back(lasting_on(page, "No_" + field, without, "lacks what is needed"));
  }
}

std::vector<MatchDisaster> report_bodies() {
  std::vector<MatchDisaster> rows;
  for (const int page : {1, 2}) {
    add_wires(page, rows);
    add_bodies(page, rows);
    add_rows(page, rows);
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Body, ReportDisasters, testing::Combine(kVersions, testing::ValuesIn(report_bodies())),
                         kMatchDisasterName);

}  // namespace
}  // namespace dsz::test
