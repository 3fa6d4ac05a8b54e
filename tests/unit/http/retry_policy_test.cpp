#include "dsz/http/retry.hpp"

#include "requests.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using test::failed;
using test::get;
using test::http;
using test::write;

constexpr WallTime kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 8h};

TEST(RetryPolicy, RepeatsWhatMayPass) {
  const RetryPolicy policy;
  for (const int status : {408, 429, 500, 502, 503, 504, 520}) {
    EXPECT_TRUE(policy.worth_repeating(get("page"), http(status))) << status;
  }
  for (const auto kind : {TransferErrorKind::resolve, TransferErrorKind::connect, TransferErrorKind::timeout,
                          TransferErrorKind::broken, TransferErrorKind::unusable}) {
    EXPECT_TRUE(policy.worth_repeating(get("page"), failed(kind))) << static_cast<int>(kind);
  }
}

TEST(RetryPolicy, DoesNotRepeatWhatWouldFailAgain) {
  const RetryPolicy policy;
  for (const int status : {301, 400, 401, 403, 404, 406, 413}) {
    EXPECT_FALSE(policy.worth_repeating(get("page"), http(status))) << status;
  }
  for (const auto kind :
       {TransferErrorKind::tls, TransferErrorKind::too_large, TransferErrorKind::redirect, TransferErrorKind::other}) {
    EXPECT_FALSE(policy.worth_repeating(get("page"), failed(kind))) << static_cast<int>(kind);
  }
}

TEST(RetryPolicy, RepeatsAWriteOnlyWhenItSurelyWasNotDone) {
  const RetryPolicy policy;
  EXPECT_TRUE(policy.worth_repeating(write("batch"), failed(TransferErrorKind::connect, false)));
  EXPECT_TRUE(policy.worth_repeating(write("batch"), failed(TransferErrorKind::resolve, false)));
  EXPECT_TRUE(policy.worth_repeating(write("batch"), http(429)));

  EXPECT_FALSE(policy.worth_repeating(write("batch"), failed(TransferErrorKind::connect, true)));
  EXPECT_FALSE(policy.worth_repeating(write("batch"), failed(TransferErrorKind::timeout)));
  EXPECT_FALSE(policy.worth_repeating(write("batch"), failed(TransferErrorKind::broken)));
  EXPECT_FALSE(policy.worth_repeating(write("batch"), failed(TransferErrorKind::unusable)));
  EXPECT_FALSE(policy.worth_repeating(write("batch"), failed(TransferErrorKind::tls, false)));
  EXPECT_FALSE(policy.worth_repeating(write("batch"), http(503, {{"Retry-After", "5"}})));
  for (const int status : {408, 500, 502, 503, 504}) {
    EXPECT_FALSE(policy.worth_repeating(write("batch"), http(status))) << status;
  }
}

TEST(RetryPolicy, TakesA500ForFinalWhenTheRequestSaysSo) {
  Request sign_in = get("POST /auth");
  sign_in.retry_500 = false;
  const RetryPolicy policy;
  EXPECT_FALSE(policy.worth_repeating(sign_in, http(500)));
  EXPECT_TRUE(policy.worth_repeating(sign_in, http(502)));
}

TEST(RetryPolicy, TakesA503InHtmlForABotGuardOnlyWhenToldTo) {
  const Outcome challenge = http(503, {{"Content-Type", "Text/HTML; charset=utf-8"}});
  const Outcome maintenance = http(503, {{"Content-Type", "text/html"}, {"Retry-After", "600"}});
  const Outcome overloaded = http(503, {{"Content-Type", "application/json"}});
  RetryPolicy policy;
  EXPECT_TRUE(policy.worth_repeating(get("page"), challenge));
  policy.html_503_is_final = true;
  EXPECT_FALSE(policy.worth_repeating(get("page"), challenge));
  EXPECT_TRUE(policy.worth_repeating(get("page"), maintenance));
  EXPECT_TRUE(policy.worth_repeating(get("page"), overloaded));
  EXPECT_TRUE(policy.worth_repeating(get("page"), http(502, {{"Content-Type", "text/html"}})));
}

TEST(RetryPolicy, DoublesTheLongestWaitUpToTheCap) {
  RetryPolicy policy;
  policy.base = 1s;
  policy.cap = 60s;
  const Millis longest[] = {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s};
  int attempt = 0;
  for (const Millis expected : longest) {
    ++attempt;
    EXPECT_EQ(policy.wait(attempt, http(500), 1.0, kNow), expected) << attempt;
    EXPECT_EQ(policy.wait(attempt, http(500), 0.25, kNow), expected / 4) << attempt;
    EXPECT_EQ(policy.wait(attempt, http(500), 0.0, kNow), 0s) << attempt;
  }
  EXPECT_EQ(policy.wait(1000, http(500), 1.0, kNow), 60s);
}

TEST(RetryPolicy, CapsTheFirstWaitToo) {
  RetryPolicy policy;
  policy.base = 10s;
  policy.cap = 3s;
  EXPECT_EQ(policy.wait(1, failed(TransferErrorKind::broken), 1.0, kNow), 3s);
}

TEST(RetryPolicy, LetsRetryAfterRule) {
  const RetryPolicy policy;
  EXPECT_EQ(policy.wait(3, http(429, {{"retry-after", "90"}}), 0.5, kNow), 90s);
  EXPECT_EQ(policy.wait(3, http(503, {{"Retry-After", "0"}}), 0.5, kNow), 0s);
  EXPECT_EQ(policy.wait(3, http(500, {{"Retry-After", "soon"}}), 0.5, kNow), 2s);
}

TEST(RetryPolicy, WaitsLongerForAQuotaThatSaysNothing) {
  const RetryPolicy policy;
  EXPECT_EQ(policy.wait(1, http(429), 0.0, kNow), 2500ms);
  EXPECT_EQ(policy.wait(1, http(429), 1.0, kNow), 5s);
  EXPECT_EQ(policy.wait(3, http(429, {{"Retry-After", "soon"}}), 0.5, kNow), 15s);
  EXPECT_EQ(policy.wait(1000, http(429), 1.0, kNow), 60s);
}

std::optional<Millis> read(const char* value) {
  return retry_after(*http(429, {{"Retry-After", value}}).response, kNow);
}

TEST(RetryAfter, ReadsSecondsAndHttpDates) {
  EXPECT_EQ(read("0"), 0s);
  EXPECT_EQ(read("120"), 120s);
  EXPECT_EQ(read("Sun, 22 Nov 2026 08:02:00 GMT"), 120s);
  EXPECT_EQ(read("Sunday, 22-Nov-26 08:00:07 GMT"), 7s);
  EXPECT_EQ(read("Sun, 22 Nov 2026 07:59:00 GMT"), 0s) << "a date gone by is no wait, not a negative one";
}

TEST(RetryAfter, TakesANumberBeyondReckoningForAVeryLongTime) {
  EXPECT_GT(read("99999999999"), Millis{24h});
  EXPECT_GT(read("99999999999999999999999999"), Millis{24h});
}

TEST(RetryAfter, IsNothingWhenAbsentOrUnreadable) {
  EXPECT_EQ(retry_after(ResponseHead(), kNow), std::nullopt);
  for (const char* value : {"", "-5", "+5", "5.5", "1e3", "5 s", "soon", "-99999999999999999999999999"}) {
    EXPECT_EQ(read(value), std::nullopt) << value;
  }
}

}  // namespace
}  // namespace dsz
