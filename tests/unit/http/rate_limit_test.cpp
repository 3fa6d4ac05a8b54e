#include "dsz/http/rate_limit.hpp"

#include "capturing_log.hpp"
#include "fake_signals.hpp"
#include "requests.hpp"
#include "scripted_http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using test::answer;
using test::get;
using testing::ElementsAre;

/// One place every `spacing`.
class SpacingLimiter : public RateLimiter {
 public:
  SpacingLimiter(const Clock& clock, Millis spacing) : clock_(clock), spacing_(spacing) {}

  std::optional<Millis> acquire() override {
    ++asked;
    const SteadyTime now = clock_.steady();
    if (now < next_) return next_ - now;
    next_ = now + spacing_;
    return std::nullopt;
  }

  int asked = 0;

 private:
  const Clock& clock_;
  Millis spacing_;
  SteadyTime next_{};
};

class RateLimited : public testing::Test {
 protected:
  void start(const std::string& label) {
    client_->start(get(label), [this, label](const Outcome& outcome) {
      EXPECT_TRUE(outcome.ok());
      completed_.push_back(label);
    });
  }

  void limit(Millis spacing, std::size_t max_in_flight) {
    limiter_ = std::make_unique<SpacingLimiter>(clock_, spacing);
    client_ = rate_limited(inner_, *limiter_, max_in_flight, clock_, log_);
  }

  void run() {
    while (client_->in_flight() > 0) client_->run_until(SteadyTime::max());
  }

  test::FakeClock clock_;
  const SteadyTime began_ = clock_.steady();
  test::FakeSignals signals_;
  test::CapturingLog log_;
  Millis latency_{0};
  test::ScriptedHttpClient inner_{clock_, [this](const Request&) { return answer(200, "", {}, latency_); }, &signals_};
  std::unique_ptr<SpacingLimiter> limiter_;
  std::unique_ptr<HttpClient> client_;
  std::vector<std::string> completed_;
};

TEST_F(RateLimited, StartsEachRequestWhenItHasAPlaceInTheOrderOfStart) {
  limit(1s, 10);
  for (const char* label : {"a", "b", "c", "d"}) start(label);
  EXPECT_EQ(client_->in_flight(), 4U);
  run();
  EXPECT_THAT(inner_.start_times(), ElementsAre(0s, 1s, 2s, 3s));
  EXPECT_THAT(completed_, ElementsAre("a", "b", "c", "d"));
}

TEST_F(RateLimited, DoesNotWaitForAnAnswerBeforeTheNextRequest) {
  limit(1s, 10);
  latency_ = 10s;
  for (const char* label : {"a", "b", "c"}) start(label);
  run();
  EXPECT_THAT(inner_.start_times(), ElementsAre(0s, 1s, 2s));
  EXPECT_EQ(inner_.most_in_flight(), 3U);
}

TEST_F(RateLimited, KeepsAtMostTheAllowedNumberInFlight) {
  limit(1s, 2);
  latency_ = 10s;
  for (const char* label : {"a", "b", "c", "d"}) start(label);
  run();
  EXPECT_THAT(inner_.start_times(), ElementsAre(0s, 1s, 10s, 11s));
  EXPECT_EQ(inner_.most_in_flight(), 2U);
}

TEST_F(RateLimited, TakesNoPlaceForARequestThatCannotStartYet) {
  limit(0s, 1);
  latency_ = 10s;
  start("a");
  start("b");
  client_->run_until(began_ + 5s);
  EXPECT_EQ(limiter_->asked, 1);
}

TEST_F(RateLimited, LogsALongWaitOnceWithTheTimeAtWhichItEnds) {
  limit(2h, 10);
  start("first");
  start("GET page 2");
  client_->run_until(began_ + 10min);
  client_->run_until(began_ + 20min);
  ASSERT_EQ(log_.lines().size(), 1U);
  EXPECT_EQ(log_.lines()[0].level, LogLevel::warning);  // shown on a terminal too
  EXPECT_TRUE(log_.contains("GET page 2"));
  EXPECT_TRUE(log_.contains("2026-11-22T10:00:00Z"));
}

TEST_F(RateLimited, KeepsQuietAboutShortWaits) {
  limit(59s, 10);
  start("a");
  start("b");
  run();
  EXPECT_TRUE(log_.lines().empty());
}

TEST_F(RateLimited, WaitsUntilTheGivenTimeWhenNoPlaceComesFree) {
  limit(10s, 10);
  start("a");
  client_->run_until(SteadyTime::max());
  start("b");
  client_->run_until(began_ + 9s);
  EXPECT_EQ(clock_.steady(), began_ + 9s);
  EXPECT_THAT(completed_, ElementsAre("a"));
}

TEST_F(RateLimited, ComesBackDuringAWaitWhenASignalIsPending) {
  limit(1h, 10);
  start("a");
  client_->run_until(SteadyTime::max());
  start("b");
  signals_.set(SIGINT);
  client_->run_until(SteadyTime::max());
  EXPECT_LT(clock_.steady(), began_ + 1s);
  EXPECT_EQ(client_->in_flight(), 1U);
}

TEST_F(RateLimited, LetsACompletionStartTheNextRequest) {
  limit(1s, 1);
  client_->start(get("a"), [this](const Outcome&) { start("b"); });
  run();
  EXPECT_THAT(inner_.start_times(), ElementsAre(0s, 1s));
}

TEST_F(RateLimited, StartsNothingThatIsQueuedDuringAHold) {
  limit(1s, 10);
  start("a");
  start("b");
  client_->hold_until(began_ + 30s);
  client_->hold_until(began_ + 20s);  // a shorter one takes nothing back
  run();
  EXPECT_THAT(inner_.start_times(), ElementsAre(0s, 30s));
}

TEST_F(RateLimited, ForgetsQueuedAndRunningRequestsOnCancel) {
  limit(1s, 1);
  latency_ = 10s;
  start("a");
  start("b");
  client_->cancel_all();
  EXPECT_EQ(client_->in_flight(), 0U);
  EXPECT_EQ(inner_.in_flight(), 0U);
  start("c");
  run();
  EXPECT_THAT(completed_, ElementsAre("c"));
}

}  // namespace
}  // namespace dsz
