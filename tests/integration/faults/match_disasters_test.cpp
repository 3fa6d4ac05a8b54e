// What the store can do wrong during a match, each in one row of a table and on both recorded versions: after it every
// product has its old value or the right new one, the journal agrees with the store, the exit code and the sentence are
// right, and the next run ends where an undisturbed one ends.
#include "edited_answers.hpp"
#include "match_disaster.hpp"

#include <fmt/format.h>

namespace dsz::test {
namespace {

using sandbox::Fault;

TEST_P(MatchDisasters, WriteOnlyWhatIsRight) { expect_survived(std::get<1>(GetParam())); }

Fault comment_behind() {
  return Fault::edited([](const std::string& body) { return body + "\n<!-- Page cached by LiteSpeed Cache 6.1 -->"; });
}

MatchDisaster reading(std::string name, const Fault& fault, std::string sentence = "") {
  return {std::move(name), at_lists(fault), After::all_new, 0, std::move(sentence)};
}

MatchDisaster unreadable(std::string name, const Fault& fault, std::string sentence, int exit_code = 13) {
  return {std::move(name), at_lists(fault.always()), After::all_old, exit_code, std::move(sentence), {{"retries", 1}}};
}

std::vector<MatchDisaster> read_statuses() {
  std::vector<MatchDisaster> rows;
  for (const int status : {408, 500, 502, 504, 520}) {
    rows.push_back(reading(fmt::format("Http{}Once", status), Fault::html(status), fmt::format("HTTP {}", status)));
  }
  for (const int status : {304, 400, 404, 405, 406, 410, 422, 429, 500, 501, 502, 503, 504, 520, 599}) {
    rows.push_back(
        unreadable(fmt::format("Http{}ForEver", status), Fault::html(status), fmt::format("HTTP {}", status)));
  }
  rows.push_back(reading("QuotaOnce", Fault::too_many(0), "HTTP 429"));
  rows.push_back(reading("BusyOnce", Fault::answer(503, "", "text/html", {{"Retry-After", "0"}}), "HTTP 503"));
  rows.push_back(unreadable("KeysRefused", Fault::json(401, "woocommerce_rest_cannot_view", "Sorry"), "consumer", 12));
  rows.push_back(unreadable("Firewall", Fault::cloudflare_challenge(), "Cloudflare"));
  rows.push_back(unreadable("Maintenance",
                            Fault::answer(503, "<h1>Briefly unavailable for scheduled maintenance</h1>", "text/html"),
                            "maintenance mode"));
  return rows;
}

INSTANTIATE_TEST_SUITE_P(ReadStatus, MatchDisasters, testing::Combine(kVersions, testing::ValuesIn(read_statuses())),
                         kMatchDisasterName);

std::vector<MatchDisaster> read_bodies() {
  std::vector<MatchDisaster> rows = {
      reading("Closed", Fault::closed()),
      reading("ResetBeforeTheHead", Fault::reset()),
      reading("ResetInTheHead", Fault::reset_in_head(0.5)),
      reading("ResetAfterTheHead", Fault::reset_in_body(0)),
      reading("AnotherProtocol", Fault::no_http("SSH-2.0-OpenSSH_9.2\r\n")),
      reading("Interim", Fault::after_interim("HTTP/1.1 103 Early Hints\r\n\r\n")),
      reading("Drip", Fault::dripping(std::chrono::milliseconds(15))),
      reading("ByteOrderMark", Fault::bom()),
      reading("PhpNotice", Fault::php_notice()),
      {"CommentsBehindForEver", at_lists(comment_behind().always()), After::all_new},
      reading("Gzipped", Fault::gzipped()),
      reading("CachedList", Fault::labelled("Age", "600"), "exempt /wp-json/ from page caching"),
      reading("EmptyOnce", Fault::empty()),
      unreadable("ClosedForEver", Fault::closed(), "127.0.0.1"),
      unreadable("EmptyForEver", Fault::empty(), "empty answer"),
      unreadable("Html", Fault::html(200), "web page"),
      unreadable("AnObject", json_answer("{}"), "not a list"),
      unreadable("AWord", json_answer("\"later\""), "not whole JSON"),
      unreadable("CutForEver", Fault::cut_json(0.5), "not whole JSON"),
      unreadable("NaN", with_first("\"stock_quantity\":4", "\"stock_quantity\":NaN"), "not whole JSON"),
      unreadable("InvalidUtf8",
                 with_first("P003",
                            "P\xC3"
                            "003"),
                 "not whole JSON"),
      unreadable("Nesting", json_answer(nested_lists(100'000, 100'000)), "GET wc/v3/products page 1"),
      unreadable("NestingWithoutEnd", json_answer(nested_lists(100'000, 0)), "not whole JSON"),
      unreadable("AGibibyte", Fault::endless(std::string(65'536, ' '), 1U << 30U), "larger than 16777216 bytes"),
      unreadable("AGzipBomb", Fault::gzip_bomb("[", 256U << 20U), "larger than 16777216 bytes"),
      unreadable("ARowTwice", with_first("[{", "[{\"id\":1,\"sku\":\"P000\"},{"), "does not hold still"),
      unreadable("ARowWithoutId", with_first("\"id\":", "\"no\":"), "no usable id"),
      unreadable("ARowThatIsAText", with_first("[{", "[\"P000\",{"), "no usable id"),
      unreadable("TotalTooHigh", with_header("X-WP-Total", "99"), "does not hold still"),
      unreadable("TotalTooLow", with_header("X-WP-Total", "3"), "does not hold still"),
      unreadable("TotalZero", with_header("X-WP-Total", "0"), "does not hold still"),
      unreadable("NoTotal", with_header("X-WP-Total", ""), "X-WP-Total"),
      unreadable("TotalIsAWord", with_header("X-WP-Total", "many"), "X-WP-Total"),
      unreadable("TotalIsNegative", with_header("X-WP-Total", "-5"), "X-WP-Total"),
      unreadable("NoNumberOfPages", with_header("X-WP-TotalPages", ""), "X-WP-TotalPages"),
      unreadable("FarTooManyPages", with_header("X-WP-TotalPages", "2147483647"), "X-WP-TotalPages"),
      unreadable("EmptyList", json_answer("[]"), "X-WP-Total"),
  };
  MatchDisaster hang = unreadable("Hang", Fault::slow(std::chrono::milliseconds(1500)), "timed out after 1 s");
  hang.settings.update({{"timeout_seconds", 1}});
  rows.push_back(hang);
  for (int tenth = 0; tenth < 10; ++tenth) {
    rows.push_back(reading(fmt::format("BodyCutAt{}Tenths", tenth), Fault::truncated(tenth / 10.0)));
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(ReadBody, MatchDisasters, testing::Combine(kVersions, testing::ValuesIn(read_bodies())),
                         kMatchDisasterName);

}  // namespace
}  // namespace dsz::test
