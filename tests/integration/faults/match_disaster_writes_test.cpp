// Rows for the table in match_disasters_test.cpp: what goes wrong while the store is written, or just before.
#include "edited_answers.hpp"
#include "match_disaster.hpp"

#include <fmt/format.h>

namespace dsz::test {
namespace {

using sandbox::Fault;

/// Something goes wrong with one write; in the end all is written.
MatchDisaster mended(std::string name, const Fault& fault, std::string sentence = "") {
  return {std::move(name), at_writes(fault), After::all_new, 0, std::move(sentence)};
}

/// All writes go wrong, and nothing is done.
MatchDisaster refused(std::string name, const Fault& fault, int exit_code, std::string sentence) {
  return {std::move(name), at_writes(fault.always()), After::all_old, exit_code, std::move(sentence)};
}

/// Before the first write.
MatchDisaster meanwhile(std::string name, std::function<void(Shop&)> change, After after, int exit_code,
                        std::string sentence) {
  return {std::move(name),
          [change = std::move(change)](Shop& shop) {
            shop.store.endpoint().at_nth({.method = "POST"}, 1, sandbox::Moment::before,
                                         [&shop, change](const auto&) { change(shop); });
          },
          after, exit_code, std::move(sentence)};
}

std::int64_t id_of(Shop& shop, const char* sku) { return shop.store.product(sku)->id; }

std::vector<MatchDisaster> lost_answers() {
  std::vector<MatchDisaster> rows = {
      mended("Gateway504AfterTheWrite", Fault::html(504).done(), "read again"),
      mended("Gateway502AfterTheWrite", Fault::html(502).done(), "read again"),
      mended("Http500AfterTheWrite", Fault::html(500).done(), "read again"),
      mended("Http503AfterTheWrite", Fault::html(503).done(), "read again"),
      mended("Http408AfterTheWrite", Fault::html(408).done(), "read again"),
      mended("ClosedAfterTheWrite", Fault::closed().done(), "read again"),
      mended("ResetAfterTheWrite", Fault::reset().done(), "read again"),
      mended("ResetInTheHead", Fault::reset_in_head(0.5), "read again"),
      mended("ResetInTheBody", Fault::reset_in_body(0.5), "read again"),
      mended("BodyCut", Fault::truncated(0.9), "read again"),
      mended("JsonCut", Fault::cut_json(0.9), "read again"),
      mended("NoticeBehind", Fault::edited([](const std::string& body) { return body + "\n<br /><b>Notice</b>: x"; })),
      mended("Empty", Fault::empty(), "read again"),
      mended("Html", Fault::html(200).done(), "read again"),
      mended("AnotherProtocol", Fault::no_http("QUIT\r\n").done(), "read again"),
      mended("Gateway504BeforeTheWrite", Fault::html(504), "read again"),
      mended("Http500BeforeTheWrite", Fault::html(500), "read again"),
      mended("ClosedBeforeTheWrite", Fault::closed(), "read again"),
      mended("TooLarge", Fault::html(413)),
      mended("Quota", Fault::too_many(0)),
      mended("AList", json_answer("[]").done(), "not that of a batch"),
      mended("AText", json_answer("\"ok\"").done(), "not that of a batch"),
      mended("Null", json_answer("null").done(), "not that of a batch"),
      mended("UpdateIsAnObject", json_answer(R"({"update":{}})").done(), "not that of a batch"),
      mended("UpdateIsEmpty", json_answer(R"({"update":[]})").done()),
      mended("RowsThatAreNone", json_answer(R"({"update":[null,7,"x",[]]})").done()),
      mended("NaN", with_first("\"stock_quantity\":5", "\"stock_quantity\":NaN"), "read again"),
      mended("InvalidUtf8", with_first("P00", "P\xFF"), "read again"),
      mended("NestingWithoutEnd", json_answer(nested_lists(100'000, 0)).done(), "read again"),
      mended("AGibibyte", Fault::endless(std::string(65'536, ' '), 1U << 30U).done(), "read again"),
      mended("AGzipBomb", Fault::gzip_bomb("{", 256U << 20U).done(), "read again"),
      mended("PhpNotice", Fault::php_notice()),
      mended("ByteOrderMark", Fault::bom()),
      mended("Gzipped", Fault::gzipped()),
      mended("ItemsReversed", Fault::items_reversed()),
      mended("FirstItemMissing", Fault::item_missing(0)),
      mended("LastItemMissing", Fault::item_missing(4)),
      mended("AForeignItem", with_first("{\"update\":[", R"({"update":[{"id":999999,"stock_quantity":1},)"), "ignored"),
      mended("AnItemWithoutItsQuantity", with_first("\"stock_quantity\":5,", "")),
      mended("BatchesOfTwoAtMost", Fault::batch_limit(2)),
      mended("BatchesOfOneAtMost", Fault::batch_limit(1)),
  };
  MatchDisaster hang = mended("Hang", Fault::slow(std::chrono::milliseconds(1500)), "timed out after 1 s");
  hang.settings = {{"timeout_seconds", 1}};
  rows.push_back(hang);
  MatchDisaster ten = mended("BatchesOfTenAtMost", Fault::batch_limit(10));
  ten.settings = {{"batch_size", 100}};
  rows.push_back(ten);
  return rows;
}

INSTANTIATE_TEST_SUITE_P(LostAnswer, MatchDisasters, testing::Combine(kVersions, testing::ValuesIn(lost_answers())),
                         kMatchDisasterName);

std::vector<MatchDisaster> refusals() {
  const Fault no_write = Fault::json(401, "woocommerce_rest_authentication_error",
                                     "The API key provided does not have write permissions.");
  MatchDisaster middle{"KeysRefusedInTheMiddle", at_writes(no_write.after(1).always()), After::mixed, 3,
                       "consumer key may only read"};
  std::vector<MatchDisaster> rows = {
      middle,
      refused("KeysRefused", no_write, 12, "consumer key may only read"),
      refused("Forbidden", Fault::html(403), 13, "firewall"),
      refused("Firewall", Fault::cloudflare_challenge(), 13, "Cloudflare"),
      refused("BadRequest", Fault::json(400, "rest_invalid_json", "Invalid JSON body passed."), 3, "rest_invalid_json"),
      refused("NotFound", Fault::json(404, "rest_no_route", "No route"), 3, "rest_no_route"),
      refused("MethodNotAllowed", Fault::html(405), 3, "HTTP 405"),
      refused("Broken", Fault::html(500), 13, "HTTP 500"),
      refused("AListForEver", json_answer("[]"), 13, "not that of a batch"),
      refused("HtmlForEver", Fault::html(200), 13, "not that of a batch"),
      {"StockManagementOff",
       [](Shop& shop) {
         shop.store.endpoint().at_nth({}, 1, sandbox::Moment::before,
                                      [&shop](const auto&) { shop.store.set_stock_management(false); });
       },
       After::all_old, 4, "Stock management"},
      {"ReadOnlyKeys",
       [](Shop& shop) { shop.store.endpoint().at_nth({.method = "POST"}, 1, sandbox::Moment::before, [](auto&) {}); },
       After::all_old,
       12,
       "Read/Write",
       {{"consumer_key", "ck_r"}, {"consumer_secret", "cs_r"}}},
  };
  for (const int status : {301, 302, 303, 307, 308}) {
    rows.push_back({fmt::format("RedirectedToTheList{}", status),
                    [status](Shop& shop) {
                      at_writes(Fault::redirect(shop.store.https_url() + "/wp-json/wc/v3/products", status).always())(
                          shop);
                    },
                    After::all_old, 13, "redirect"});
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Refusal, MatchDisasters, testing::Combine(kVersions, testing::ValuesIn(refusals())),
                         kMatchDisasterName);

std::vector<MatchDisaster> changes_meanwhile() {
  return {
      meanwhile(
          "ASale", [](Shop& shop) { shop.store.sell(id_of(shop, "P001")); }, After::all_new, 0,
          "14 of 14 products written"),
      meanwhile(
          "TheSameByHand", [](Shop& shop) { shop.store.set_quantity(id_of(shop, "P001"), 5); }, After::all_new, 0, ""),
      meanwhile(
          "AProductDeleted", [](Shop& shop) { shop.store.remove(id_of(shop, "P003")); }, After::mixed, 3, "P003"),
      meanwhile(
          "AVariationDeleted", [](Shop& shop) { shop.store.remove(id_of(shop, "RED")); }, After::mixed, 3, "RED"),
      meanwhile(
          "AProductTrashed", [](Shop& shop) { shop.store.set_status(id_of(shop, "P003"), "trash"); }, After::all_new, 0,
          ""),
      meanwhile(
          "StockManagementSwitchedOff", [](Shop& shop) { shop.store.set_stock_management(false); }, After::all_old, 4,
          "Stock management"),
  };
}

INSTANTIATE_TEST_SUITE_P(Meanwhile, MatchDisasters, testing::Combine(kVersions, testing::ValuesIn(changes_meanwhile())),
                         kMatchDisasterName);

}  // namespace
}  // namespace dsz::test
