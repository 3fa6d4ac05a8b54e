// Rows for the table in match_disaster_report_test.cpp: readable answers that are not true or make no sense, of the
// stock report, of the lists beside it, and when what is about to be written is read again.
#include "edited_answers.hpp"
#include "match_disaster.hpp"

#include <fmt/format.h>

namespace dsz::test {
namespace {

using Json = nlohmann::ordered_json;
using sandbox::Fault;

constexpr const char* kGivenUp = "stock report is of no use";

/// In the row with this SKU, if the list has it.
Fault with_field(std::string sku, std::string field, std::string value) {
  return with_rows([=](Json& rows) {
    for (Json& row : rows) {
      if (row.is_object() && row.value("sku", Json()) == sku) row[field] = Json::parse(value);
    }
  });
}

/// Each odd value in another row of the second page.
Fault with_odd(std::string field, const std::string& but_of = "") {
  return with_rows([=](Json& rows) {
    std::size_t next = 0;
    for (Json& row : rows) {
      const auto sku = row.value("sku", "");
      if (sku.starts_with("OTHER") || sku == but_of) continue;
      row[field] = Json::parse(kOddValues.at(next++ % kOddValues.size()));
    }
  });
}

MatchDisaster report_says(std::string name, const Fault& fault, std::set<std::string> left_alone = {}) {
  MatchDisaster row{std::move(name), at(page_of_report(2), fault.always())};
  row.left_alone = std::move(left_alone);
  return row;
}

MatchDisaster given_up(std::string name, std::function<void(Shop&)> stage, std::string logged = kGivenUp) {
  MatchDisaster row{std::move(name), std::move(stage)};
  row.logged = std::move(logged);
  return row;
}

std::vector<MatchDisaster> untrue_reports() {
  const auto exchange = [](Json& rows) {
    for (Json& row : rows) {
      const auto sku = row.value("sku", "");
      if (sku == "P007") row["sku"] = "FOREIGN";
      if (sku == "FOREIGN") row["sku"] = "P007";
    }
  };
  const auto under_the_hat = [](Json& rows) {
    std::int64_t hat = 0;
    for (Json& row : rows) {
      if (row.value("sku", "") == "HAT") hat = row.at("id").get<std::int64_t>();
    }
    for (Json& row : rows) {
      if (row.value("sku", "") == "RED") row["parent_id"] = hat;
    }
  };
  // 7.9 says beside it which variations a product has, so that this one is read under its own.
  MatchDisaster stranger = report_says("AVariationOfAStranger", with_field("RED", "parent_id", "999999"));
  stranger.after = After::mixed;
  return {
      report_says("SkusExchanged", with_rows(exchange), {"P007"}),
      report_says("AForeignProductWithASkuOfOurs", with_field("FOREIGN", "sku", "\"P007\""), {"P007"}),
      report_says("OursWithAForeignSku", with_field("P007", "sku", "\"FOREIGN\""), {"P007"}),
      report_says("AForeignId", with_field("P007", "id", "999999"), {"P007"}),
      report_says("TheRightQuantityByMistake", with_field("P007", "stock_quantity", "5"), {"P007"}),
      report_says("TheUnknownOneWithoutStock", with_field("UNKNOWN", "stock_quantity", "0")),
      report_says("StockNotManaged", with_field("P007", "manage_stock", "false"), {"P007"}),
      report_says("StockManagedByAParent", with_field("P007", "manage_stock", "\"parent\""), {"P007"}),
      given_up("AVariationAsAProduct", at(page_of_report(2), with_field("RED", "parent_id", "0").always())),
      given_up("AProductAsAVariation", at(page_of_report(2), with_field("P007", "parent_id", "1").always())),
      report_says("AVariationOfAnotherProduct", with_rows(under_the_hat)),
      stranger,
      report_says("OddQuantities", with_odd("stock_quantity")),
      report_says("OddStatuses", with_odd("stock_status")),
      report_says("OddSkus", with_odd("sku", "P010"), {"P006", "P007", "P008", "P009", "RED", "BLUE", "ZERO"}),
  };
}

INSTANTIATE_TEST_SUITE_P(Untrue, ReportDisasters, testing::Combine(kVersions, testing::ValuesIn(untrue_reports())),
                         kMatchDisasterName);

/// Values for which the report as a whole is given up, one a row.
std::vector<MatchDisaster> unusable_fields() {
  std::vector<MatchDisaster> rows;
  for (std::size_t i = 0; i < kOddValues.size(); ++i) {
    const std::string& value = kOddValues[i];
    const auto add = [&](const char* sku, const char* field) {
      rows.push_back(given_up(fmt::format("OddValue{}As_{}", i, field),
                              at(page_of_report(2), with_field(sku, field, value).always())));
    };
    add("P007", "id");
    add("RED", "parent_id");
    if (value != "true" && value != "false") add("P007", "manage_stock");
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Odd, ReportDisasters, testing::Combine(kVersions, testing::ValuesIn(unusable_fields())),
                         kMatchDisasterName);

std::vector<MatchDisaster> lists_beside() {
  const sandbox::RequestMatch types{.path_contains = "/wc/v3/products", .query_contains = "type=variable"};
  const sandbox::RequestMatch simple{.path_contains = "/wc/v3/products", .query_contains = "type=simple&per_page=1&"};
  const sandbox::RequestMatch count{.path_contains = "/wc/v3/products", .query_contains = "status=any&per_page=1&"};
  const Fault none = Fault::answer(200, "[]", "application/json", {{"X-WP-Total", "0"}, {"X-WP-TotalPages", "0"}});
  std::vector<MatchDisaster> rows = {
      given_up("NoVariableProducts", at(types, none.always())),
      given_up("AVariableProductMissing", at(types, with_rows([](Json& list) { list.erase(0); }).always())),
      given_up("TypesAreHtml", at(types, Fault::html(200).always())),
      given_up("TypesBroken", at(types, Fault::html(500).always())),
      given_up("TypesForbidden", at(types, Fault::html(403).always())),
      given_up("TypesWithoutATotal", at(types, with_header("X-WP-Total", "").always())),
  };
  for (const char* total : {"", "many", "-1", "0", "3", "119"}) {
    const std::string name = fmt::format("Total_{}", *total == '-' ? "negative" : *total == 0 ? "none" : total);
    rows.push_back(given_up(name + "OfProducts", at(count, with_header("X-WP-Total", total).always())));
    rows.push_back(given_up(name + "OfSimpleOnes", at(simple, with_header("X-WP-Total", total).always())));
  }
  for (MatchDisaster& row : rows) row.settings = {{"retries", 1}};
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Beside, ReportDisasters, testing::Combine(kVersions, testing::ValuesIn(lists_beside())),
                         kMatchDisasterName);

const sandbox::RequestMatch kReadAgain{.method = "GET", .path_contains = "/products", .query_contains = "include="};

MatchDisaster read_again(std::string name, const Fault& fault, std::set<std::string> left_alone = {}) {
  MatchDisaster row{std::move(name), at(kReadAgain, fault.always())};
  row.left_alone = std::move(left_alone);
  return row;
}

/// What is about to be written cannot be read again: nothing is.
MatchDisaster not_read_again(std::string name, const Fault& fault, std::string sentence, int exit_code = 13) {
  return {std::move(name), at(kReadAgain, fault.always()), After::all_old, exit_code, std::move(sentence),
          {{"retries", 1}}};
}

std::vector<MatchDisaster> second_readings() {
  std::vector<MatchDisaster> rows = {
      {"BrokenOnce", at(kReadAgain, Fault::html(500))},
      {"CutOnce", at(kReadAgain, Fault::cut_json(0.5))},
      not_read_again("Broken", Fault::html(500), "HTTP 500"),
      not_read_again("Closed", Fault::closed(), "127.0.0.1"),
      not_read_again("Html", Fault::html(200), "web page"),
      not_read_again("Empty", Fault::empty(), "empty answer"),
      not_read_again("Cut", Fault::cut_json(0.5), "not whole JSON"),
      not_read_again("NaN", with_first("\"stock_quantity\":", "\"stock_quantity\":NaN,\"was\":"), "not whole JSON"),
      not_read_again("AnObject", json_answer("{}"), "not a list"),
      not_read_again("KeysRefused", Fault::json(401, "woocommerce_rest_cannot_view", "Sorry"), "consumer key", 12),
      not_read_again("NoTotal", with_header("X-WP-Total", ""), "X-WP-Total"),
      not_read_again("ARowMissing", with_rows([](Json& list) { list.erase(0); }), "does not hold still"),
      read_again("AnotherSku", with_field("P007", "sku", "\"FOREIGN\""), {"P007"}),
      read_again("AnotherType", with_field("P007", "type", "\"external\""), {"P007"}),
      read_again("StockNotManaged", with_field("P007", "manage_stock", "null"), {"P007"}),
      read_again("TheRightQuantity", with_field("P007", "stock_quantity", "5"), {"P007"}),
  };
  for (const std::string& value : kOddValues) {
    rows.push_back(not_read_again(fmt::format("OddId{}", rows.size()), with_field("P007", "id", value), "usable id"));
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Again, ReportDisasters, testing::Combine(kVersions, testing::ValuesIn(second_readings())),
                         kMatchDisasterName);

}  // namespace
}  // namespace dsz::test
