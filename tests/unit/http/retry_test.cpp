#include "dsz/http/retry.hpp"

#include "dsz/http/rate_limit.hpp"

#include "capturing_log.hpp"
#include "fake_signals.hpp"
#include "requests.hpp"
#include "scripted_http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <deque>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using test::answer;
using test::get;
using test::no_answer;
using test::write;
using testing::ElementsAre;

class Retrying : public testing::Test {
 protected:
  /// The answers to the requests with this label, in their order; the last one stays.
  void script(const std::string& label, std::deque<test::Scripted> answers) { answers_[label] = std::move(answers); }

  void start(Request request) {
    const std::string label = request.label;
    client().start(std::move(request), [this, label](const Outcome& outcome) {
      completed_.push_back(label + " " + outcome.describe() + " at " + std::to_string(elapsed().count()));
      attempts_.push_back(outcome.attempts);
    });
  }

  void run() {
    while (client().in_flight() > 0) client().run_until(SteadyTime::max());
  }

  /// Made late, so that a test can set the policy first.
  HttpClient& client() {
    if (!client_) client_ = retrying(inner_, policy_, clock_, signals_, random_, log_);
    return *client_;
  }

  [[nodiscard]] Millis elapsed() const { return clock_.steady() - began_; }

  /// What the decorator will draw: the same generator from the same seed.
  double next_unit() { return std::uniform_real_distribution<>()(same_random_); }

  [[nodiscard]] std::vector<std::string> starts() const {
    std::vector<std::string> starts;
    for (const auto& [time, request] : inner_.started()) {
      starts.push_back(request.label + " at " + std::to_string((time - began_).count()));
    }
    return starts;
  }

  test::FakeClock clock_;
  const SteadyTime began_ = clock_.steady();
  test::FakeSignals signals_;
  test::CapturingLog log_;
  std::mt19937_64 random_{7};
  std::mt19937_64 same_random_{7};
  RetryPolicy policy_;
  std::map<std::string, std::deque<test::Scripted>> answers_;
  test::ScriptedHttpClient inner_{clock_,
                                  [this](const Request& request) {
                                    auto& answers = answers_.at(request.label);
                                    test::Scripted next = answers.front();
                                    if (answers.size() > 1) answers.pop_front();
                                    return next;
                                  },
                                  &signals_};
  std::vector<std::string> completed_;
  std::vector<int> attempts_;
  std::unique_ptr<HttpClient> client_;
};

TEST_F(Retrying, HandsAGoodAnswerOnAtOnce) {
  script("a", {answer(200, "body")});
  start(get("a"));
  run();
  EXPECT_THAT(completed_, ElementsAre("a HTTP 200 at 0"));
  EXPECT_THAT(attempts_, ElementsAre(1));
  EXPECT_TRUE(log_.lines().empty());
}

TEST_F(Retrying, WaitsARandomShareOfADoublingSpanBeforeEachAttempt) {
  script("a", {answer(500), no_answer(TransferErrorKind::broken), answer(502), answer(200)});
  start(get("a"));
  run();
  const auto span = [this](Millis longest) { return std::chrono::round<Millis>(longest * next_unit()); };
  const Millis first = span(1s);
  const Millis second = first + span(2s);
  const Millis third = second + span(4s);
  EXPECT_THAT(inner_.start_times(), ElementsAre(0ms, first, second, third));
  EXPECT_THAT(attempts_, ElementsAre(4));
}

TEST_F(Retrying, GivesUpAfterTheLastAttemptWithTheLastOutcome) {
  policy_.attempts = 3;
  script("a", {answer(500), answer(500), answer(503)});
  start(get("a"));
  run();
  EXPECT_EQ(inner_.started().size(), 3U);
  ASSERT_EQ(completed_.size(), 1U);
  EXPECT_THAT(completed_[0], testing::StartsWith("a HTTP 503 at "));
  EXPECT_THAT(attempts_, ElementsAre(3));
}

TEST_F(Retrying, LogsEachRepetitionWithItsCauseAndWait) {
  script("GET page 3", {answer(503, "", {{"Retry-After", "90"}}), answer(404)});
  start(get("GET page 3"));
  run();
  ASSERT_EQ(log_.lines().size(), 1U) << "the final outcome is the caller's to report";
  EXPECT_EQ(log_.lines()[0].level, LogLevel::warning);
  EXPECT_EQ(log_.lines()[0].message,
            "GET page 3: HTTP 503; attempt 1 of 5, the next one in " + format_span(Millis{90s}));
}

TEST_F(Retrying, WaitsExactlyAsLongAsTheServerAsks) {
  script("a", {answer(503, "", {{"Retry-After", "90"}}),
               answer(500, "", {{"Retry-After", "Sun, 22 Nov 2026 08:05:00 GMT"}}), answer(200)});
  start(get("a"));
  run();
  EXPECT_THAT(inner_.start_times(), ElementsAre(0s, 90s, 300s));
}

TEST_F(Retrying, DoesNotWaitForARetryAfterBeyondTheCap) {
  policy_.retry_after_cap = 1h;
  script("a", {answer(429, "", {{"Retry-After", "3601"}})});
  script("b", {answer(429, "", {{"Retry-After", "3600"}}), answer(200)});
  start(get("a"));
  run();
  EXPECT_THAT(completed_, ElementsAre("a HTTP 429 at 0"));
  start(get("b"));
  run();
  EXPECT_THAT(completed_, ElementsAre("a HTTP 429 at 0", "b HTTP 200 at 3600000"));
}

TEST_F(Retrying, StartsNothingElseWhileA429IsWaitedFor) {
  script("limited", {answer(429, "", {{"Retry-After", "30"}}), answer(200)});
  script("running", {answer(500, "", {{"Retry-After", "0"}}, 10s), answer(200)});
  script("late", {answer(200)});
  start(get("limited"));
  start(get("running"));
  client().run_until(clock_.steady() + 1s);
  start(get("late"));
  EXPECT_EQ(client().in_flight(), 3U);
  run();
  EXPECT_THAT(starts(),
              ElementsAre("limited at 0", "running at 0", "running at 30000", "limited at 30000", "late at 30000"));
}

TEST_F(Retrying, HoldsWhatTheRateLimitHasQueuedToo) {
  struct OnePlaceASecond : RateLimiter {
    explicit OnePlaceASecond(const Clock& clock) : clock_(clock) {}
    std::optional<Millis> acquire() override {
      if (clock_.steady() < next_) return next_ - clock_.steady();
      next_ = clock_.steady() + 1s;
      return std::nullopt;
    }
    const Clock& clock_;
    SteadyTime next_{};
  };
  OnePlaceASecond limiter(clock_);
  const auto limited = rate_limited(inner_, limiter, 4, clock_, log_);
  client_ = retrying(*limited, policy_, clock_, signals_, random_, log_);
  script("limited", {answer(429, "", {{"Retry-After", "30"}}), answer(200)});
  script("queued", {answer(200)});
  script("last", {answer(200)});
  for (const char* label : {"limited", "queued", "last"}) start(get(label));
  run();
  EXPECT_THAT(starts(), ElementsAre("limited at 0", "queued at 30000", "last at 31000", "limited at 32000"));
  client_.reset();  // before what it stands on
}

TEST_F(Retrying, ProlongsTheHoldWhenASecond429AsksForLonger) {
  script("a", {answer(429, "", {{"Retry-After", "30"}}), answer(200)});
  script("b", {answer(429, "", {{"Retry-After", "60"}}, 5s), answer(200)});
  start(get("a"));
  start(get("b"));
  run();
  EXPECT_THAT(starts(), ElementsAre("a at 0", "b at 0", "a at 65000", "b at 65000"));
}

TEST_F(Retrying, LetsOthersGoOnWhileA503IsWaitedFor) {
  script("busy", {answer(503, "", {{"Retry-After", "30"}}), answer(200)});
  script("other", {answer(200)});
  start(get("busy"));
  client().run_until(clock_.steady() + 1s);
  start(get("other"));
  run();
  EXPECT_THAT(starts(), ElementsAre("busy at 0", "other at 1000", "busy at 30000"));
}

TEST_F(Retrying, NeverRepeatsAWriteThatMayHaveArrived) {
  script("timeout", {no_answer(TransferErrorKind::timeout)});
  script("500", {answer(500)});
  start(write("timeout"));
  start(write("500"));
  run();
  EXPECT_EQ(inner_.started().size(), 2U);
  EXPECT_THAT(attempts_, ElementsAre(1, 1));
}

TEST_F(Retrying, RepeatsAWriteThatNeverLeft) {
  script("batch", {no_answer(TransferErrorKind::connect), answer(200)});
  start(write("batch"));
  run();
  EXPECT_THAT(attempts_, ElementsAre(2));
}

TEST_F(Retrying, RenewsARequestBeforeEachFurtherAttempt) {
  script("signed", {answer(500), answer(500), answer(200)});
  Request request = get("signed");
  request.url = "signature";
  request.renew = [](Request& again) { again.url += "'"; };
  start(std::move(request));
  run();
  std::vector<std::string> urls;
  for (const auto& started : inner_.started()) urls.push_back(started.request.url);
  EXPECT_THAT(urls, ElementsAre("signature", "signature'", "signature''"));
}

TEST_F(Retrying, GivesTheSinkAFreshBeginningOnEachAttempt) {
  test::Scripted truncated = no_answer(TransferErrorKind::broken);
  truncated.body_before_error = R"({"result":[{"sku":)";
  script("page", {truncated, answer(200, R"({"result":[]})")});
  test::GatheringSink sink;
  Request request = get("page");
  request.sink = &sink;
  start(std::move(request));
  run();
  EXPECT_EQ(sink.begun, 2);
  EXPECT_EQ(sink.body, R"({"result":[]})");
  EXPECT_TRUE(sink.finished);
}

TEST_F(Retrying, AsksOnAConnectionOfItsOwnAfterNoUsableAnswer) {
  script("a", {answer(503), no_answer(TransferErrorKind::broken), answer(503), answer(200)});
  start(get("a"));
  run();
  std::vector<bool> own;
  for (const auto& started : inner_.started()) own.push_back(started.request.own_connection);
  EXPECT_THAT(own, ElementsAre(false, false, true, false));
}

TEST_F(Retrying, RepeatsABodyThatTheSinkRefuses) {
  script("page", {answer(200, "<html>"), answer(200, "[]")});
  test::GatheringSink sink;
  sink.refused = "<";
  Request request = get("page");
  request.sink = &sink;
  start(std::move(request));
  run();
  EXPECT_THAT(attempts_, ElementsAre(2));
  EXPECT_TRUE(log_.contains(LogLevel::warning, "page: not a product page"));
}

TEST_F(Retrying, ReturnsAfterTheFirstCompletion) {
  script("fast", {answer(200, "", {}, 1s)});
  script("slow", {answer(200, "", {}, 9s)});
  start(get("slow"));
  start(get("fast"));
  client().run_until(SteadyTime::max());
  EXPECT_THAT(completed_, ElementsAre("fast HTTP 200 at 1000"));
}

TEST_F(Retrying, WaitsUntilTheGivenTimeWhenNothingCompletes) {
  script("a", {answer(503, "", {{"Retry-After", "30"}}), answer(200)});
  start(get("a"));
  client().run_until(began_ + 29s);
  EXPECT_EQ(elapsed(), 29s);
  EXPECT_TRUE(completed_.empty());
  client().run_until(began_ + 40s);
  EXPECT_EQ(elapsed(), 30s);
  EXPECT_EQ(completed_.size(), 1U);
}

TEST_F(Retrying, LetsACompletionStartTheNextRequest) {
  script("a", {answer(200)});
  script("b", {answer(200)});
  client().start(get("a"), [this](const Outcome&) { start(get("b")); });
  run();
  EXPECT_THAT(completed_, ElementsAre("b HTTP 200 at 0"));
}

TEST_F(Retrying, ComesBackDuringABackoffWhenASignalIsPending) {
  script("a", {answer(503, "", {{"Retry-After", "3000"}})});
  start(get("a"));
  client().run_until(began_ + 1s);
  signals_.set(SIGTERM);
  client().run_until(SteadyTime::max());
  EXPECT_LT(elapsed(), 2s);
  EXPECT_EQ(client().in_flight(), 1U);
}

TEST_F(Retrying, ForgetsEverythingOnCancel) {
  script("a", {answer(429, "", {{"Retry-After", "30"}})});
  script("b", {answer(200, "", {}, 60s)});
  script("c", {answer(200)});
  start(get("a"));
  start(get("b"));
  client().run_until(began_ + 1s);
  client().cancel_all();
  EXPECT_EQ(client().in_flight(), 0U);
  EXPECT_EQ(inner_.in_flight(), 0U);
  start(get("c"));
  run();
  EXPECT_THAT(starts(), ElementsAre("a at 0", "b at 0", "c at 30000")) << "the account still has to wait";
  client().run_until(began_ + 100s);
  EXPECT_THAT(completed_, ElementsAre("c HTTP 200 at 30000"));
}

TEST_F(Retrying, ASignalEndsAWriteThatWaitsForItsNextAttempt) {
  script("POST 1", {answer(429, "", {{"Retry-After", "90"}})});
  script("POST 2", {no_answer(TransferErrorKind::connect, "connection refused")});
  start(write("POST 1"));
  client().run_until(clock_.steady() + 10ms);
  start(write("POST 2"));  // held back by the 429
  start(get("GET 3"));
  EXPECT_EQ(client().in_flight(), 3U);
  signals_.set(SIGTERM);
  client().run_until(SteadyTime::max());
  EXPECT_THAT(completed_, ElementsAre("POST 1 HTTP 429 at 10", "POST 2 not sent at 10"));
  EXPECT_LE(elapsed(), 1s);
  client().run_until(SteadyTime::max());
  EXPECT_EQ(inner_.started().size(), 1U) << "nothing more is sent";
  client().cancel_all();
}

TEST_F(Retrying, AWriteThatMayNoLongerLeaveIsGivenUpInItsWait) {
  script("POST", {answer(429, "", {{"Retry-After", "90"}})});
  bool wanted = true;
  bool withdrawn = false;
  Request request = write("POST");
  request.may_leave = [&wanted] { return wanted; };
  client().start(request, [&withdrawn](const Outcome& outcome) { withdrawn = outcome.withdrawn; });
  client().run_until(clock_.steady() + 10ms);
  EXPECT_EQ(client().in_flight(), 1U);
  wanted = false;
  client().run_until(SteadyTime::max());
  EXPECT_TRUE(withdrawn);
  EXPECT_EQ(client().in_flight(), 0U);
  EXPECT_EQ(elapsed(), 10ms);
  EXPECT_EQ(inner_.started().size(), 1U);
}

TEST_F(Retrying, AWriteThatFailsAfterASignalIsNotTriedAgain) {
  script("POST", {no_answer(TransferErrorKind::connect, "connection refused", 50ms)});
  start(write("POST"));
  signals_.set(SIGINT);
  run();
  EXPECT_THAT(completed_, ElementsAre("POST connection refused at 50"));
  EXPECT_EQ(inner_.started().size(), 1U);
}

}  // namespace
}  // namespace dsz
