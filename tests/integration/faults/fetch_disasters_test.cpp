// What the supplier can do wrong during a fetch, each in one row of a table: after it the old inventory stands byte for
// byte, or the new one is whole and right; the exit code and the sentence say which; and the next fetch is undisturbed.
#include "fetch_disaster.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>

namespace dsz::test {
namespace {

using sandbox::Fault;
using testing::HasSubstr;

TEST_P(FetchDisasters, KeepTheOldInventoryOrMakeTheRightOne) {
  const FetchDisaster& disaster = GetParam();
  shop_.supplier.faults().add(disaster.fault);
  shop_.config["dropshipzone"].update(disaster.settings);
  const auto result = fetch();
  EXPECT_EQ(result.exit_code, disaster.exit_code) << result.err;
  EXPECT_THAT(result.err, HasSubstr(disaster.sentence));
  EXPECT_GE(shop_.supplier.faults().strikes(), 1);
  if (disaster.exit_code == 0) {
    expect_new_inventory();
  } else {
    expect_old_inventory();
    expect_recovery();
  }
}

constexpr auto kFetchDisasterName = [](const auto& row) { return row.param.name; };

std::vector<FetchDisaster> statuses() {
  std::vector<FetchDisaster> rows;
  for (const int status : {408, 500, 501, 502, 503, 504, 505, 520, 599}) {
    rows.push_back(passing(fmt::format("Http{}Once", status), Fault::html(status), fmt::format("HTTP {}", status)));
  }
  for (const int status : {300, 304, 400, 402, 403, 404, 405, 406, 408, 409, 410, 413,
                           418, 422, 429, 451, 500, 501, 502, 503, 504, 505, 520, 599}) {
    rows.push_back(
        lasting(fmt::format("Http{}ForEver", status), Fault::html(status), 10, fmt::format("failed: HTTP {}", status)));
  }
  rows.push_back(lasting("Http401ForEver", Fault::json(401, "Unauthorized", ""), 12, "refused"));
  rows.push_back(lasting("Http204ForEver", Fault::answer(204, "", "text/plain"), 10, "not JSON"));
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Statuses, FetchDisasters, testing::ValuesIn(statuses()), kFetchDisasterName);

std::string http_date(std::chrono::seconds from_now) {
  const auto at = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + from_now);
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(at));
}

Fault too_many(std::string retry_after) {
  return Fault::answer(429, "", "text/plain", {{"Retry-After", std::move(retry_after)}});
}

std::vector<FetchDisaster> quota_refusals() {
  return {
      passing("SecondsToWait", too_many("1"), "the next one in 1 s"),
      passing("NoSecondsToWait", too_many("0")),
      passing("ADateToWaitFor", too_many(http_date(std::chrono::seconds(1)))),
      passing("ADateThatHasPassed", too_many("Sun, 06 Nov 1994 08:49:37 GMT")),
      // Nothing readable: as without the header, which waits for some seconds.
      passing("NothingSaid", Fault::too_many(std::nullopt), "HTTP 429"),
      lasting("NonsenseForEver", too_many("after lunch"), 10, "HTTP 429"),
      lasting("NegativeForEver", too_many("-1"), 10, "HTTP 429"),
      // Longer than anybody waits.
      fatal("ADay", too_many("86400"), 10, "HTTP 429"),
      fatal("LongerThanTimeItself", too_many("99999999999999999999"), 10, "HTTP 429"),
  };
}

INSTANTIATE_TEST_SUITE_P(TooManyRequests, FetchDisasters, testing::ValuesIn(quota_refusals()), kFetchDisasterName);

std::vector<FetchDisaster> broken_wires() {
  using std::chrono::milliseconds;
  const nlohmann::json one_second = {{"timeout_seconds", 1}};
  std::vector<FetchDisaster> rows = {
      passing("ClosedBeforeTheHead", Fault::closed()),
      passing("ResetBeforeTheHead", Fault::reset()),
      passing("ResetInTheHead", Fault::reset_in_head(0.5)),
      passing("ResetAfterTheHead", Fault::reset_in_body(0)),
      passing("ResetInTheBody", Fault::reset_in_body(0.7)),
      lasting("ClosedForEver", Fault::closed(), 10, "failed: 127.0.0.1"),
      lasting("ResetForEver", Fault::reset_in_body(0.5), 10, "failed: 127.0.0.1"),
      passing("AnotherProtocol", Fault::no_http("220 mail.example ESMTP\r\n")),
      passing("AHeadWithoutEnd", Fault::no_http("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")),
      passing("AnInterimAnswerFirst", Fault::after_interim("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")),
      passing("MoreLengthThanBody", Fault::wrong_length(10)),
      passing("LessLengthThanBody", Fault::wrong_length(-10)),
      passing("SlowDrip", Fault::dripping(milliseconds(20))),
  };
  FetchDisaster drip = passing("DripSlowerThanTheTimeout", Fault::dripping(milliseconds(80)), "timed out after 1 s");
  drip.settings = one_second;
  FetchDisaster hang = passing("Hang", Fault::slow(milliseconds(1500)), "timed out after 1 s");
  hang.settings = one_second;
  FetchDisaster for_ever = lasting("HangForEver", Fault::slow(milliseconds(1500)), 10, "timed out after 1 s");
  for_ever.settings.update(one_second);
  rows.insert(rows.end(), {drip, hang, for_ever});
  for (int tenth = 0; tenth < 10; ++tenth) {
    rows.push_back(passing(fmt::format("BodyCutAt{}Tenths", tenth), Fault::truncated(tenth / 10.0)));
    rows.push_back(passing(fmt::format("JsonEndsAt{}Tenths", tenth), Fault::cut_json(tenth / 10.0)));
  }
  rows.push_back(lasting("BodyCutForEver", Fault::truncated(0.5), 10, "failed: 127.0.0.1"));
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Wire, FetchDisasters, testing::ValuesIn(broken_wires()), kFetchDisasterName);

std::vector<FetchDisaster> bad_sign_ins() {
  const auto token = [](const char* text) { return Fault::answer(200, text, "application/json"); };
  return {
      passing_at_sign_in("Html", Fault::html(200)),
      passing_at_sign_in("Empty", Fault::empty()),
      passing_at_sign_in("Cut", Fault::truncated(0.5)),
      passing_at_sign_in("Gateway", Fault::html(504)),
      passing_at_sign_in("Closed", Fault::closed()),
      passing_at_sign_in("Quota", too_many("0")),
      passing_at_sign_in("AFaultThatIsNotTheDocumentedOne", Fault::html(500)),
      passing_at_sign_in("OddLife", Fault::edited([](std::string body) {
                           body.replace(body.find("\"exp\":"), 6, "\"exp\":\"never\",\"was\":");
                           return body;
                         })),
      lasting_at_sign_in("HtmlForEver", Fault::html(200), 10, "cannot sign in"),
      lasting_at_sign_in("GatewayForEver", Fault::html(502), 10, "HTTP 502"),
      lasting_at_sign_in("DocumentedRefusal", Fault::json(500, "InternalServer", "boom!"), 12, "dropshipzone.password"),
      lasting_at_sign_in("Refused", Fault::json(401, "Unauthorized", ""), 12, "dropshipzone.password"),
      lasting_at_sign_in("Forbidden", Fault::html(403), 12, "dropshipzone.password"),
      lasting_at_sign_in("NoToken", token(R"({"iat":1,"exp":2})"), 10, "without a token"),
      lasting_at_sign_in("AnEmptyToken", token(R"({"iat":1,"exp":2,"token":""})"), 10, "without a token"),
      lasting_at_sign_in("ATokenThatIsANumber", token(R"({"iat":1,"exp":2,"token":7})"), 10, "without a token"),
      lasting_at_sign_in("ATokenOfTwoLines", token(R"({"token":"a\r\nX-Evil: yes"})"), 10, "without a token"),
      lasting_at_sign_in("AnAnswerThatIsAList", token("[1,2,3]"), 10, "without a token"),
      lasting_at_sign_in("AnEndlessAnswer", Fault::endless(" ", 1U << 30U), 10, "larger than"),
  };
}

INSTANTIATE_TEST_SUITE_P(SignIn, FetchDisasters, testing::ValuesIn(bad_sign_ins()), kFetchDisasterName);

}  // namespace
}  // namespace dsz::test
