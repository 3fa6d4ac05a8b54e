#include "dsz/http/pace.hpp"

#include "capturing_log.hpp"
#include "requests.hpp"
#include "scripted_http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using test::answer;
using test::get;
using test::no_answer;
using testing::ElementsAre;

/// Requests one after the other, each started as soon as it may.
class PaceAlone : public testing::Test {
 protected:
  void answer_after(Pace& pace, Millis took, const char* kind = "list") {
    const SteadyTime start = std::max(now, pace.next_start(now));
    pace.started(start);
    now = start + took;
    pace.answered(kind, start, now);
  }
  void answers_after(Pace& pace, int count, Millis took) {
    for (int i = 0; i < count; ++i) answer_after(pace, took);
  }
  SteadyTime now = SteadyTime{} + 1h;
};

TEST_F(PaceAlone, BeginsWithTheMostAndNeverGoesBeyondIt) {
  Pace pace({.most = 4, .max_load = 1});
  EXPECT_EQ(pace.at_a_time(), 4U);
  answers_after(pace, 100, 300ms);
  EXPECT_EQ(pace.at_a_time(), 4U);
}

TEST_F(PaceAlone, OverloadHalvesAndGoodAnswersAddOne) {
  Pace pace({.most = 8, .max_load = 1});
  pace.started(now);
  pace.overloaded(now, now + 1s);
  EXPECT_EQ(pace.at_a_time(), 4U);
  now += 2s;
  answers_after(pace, 15, 300ms);
  EXPECT_EQ(pace.at_a_time(), 4U);
  answer_after(pace, 300ms);
  EXPECT_EQ(pace.at_a_time(), 5U);
  answers_after(pace, 20, 300ms);
  EXPECT_EQ(pace.at_a_time(), 6U);
}

TEST_F(PaceAlone, OneOverloadCountsOnceHoweverManyMetIt) {
  Pace pace({.most = 8, .max_load = 1});
  for (int i = 0; i < 3; ++i) pace.started(now);
  for (int i = 0; i < 3; ++i) pace.overloaded(now, now + 1s);
  EXPECT_EQ(pace.at_a_time(), 4U);
  pace.started(now + 1s);
  pace.overloaded(now + 1s, now + 2s);
  EXPECT_EQ(pace.at_a_time(), 2U);
}

TEST_F(PaceAlone, NeverLessThanOne) {
  Pace pace({.most = 2, .max_load = 1});
  for (int i = 0; i < 5; ++i) {
    pace.started(now);
    pace.overloaded(now, now + 1s);
    now += 2s;
  }
  EXPECT_EQ(pace.at_a_time(), 1U);
  EXPECT_EQ(pace.next_start(now), now);
}

TEST_F(PaceAlone, SlowIsOverTwiceWhatIsUsualForTheKind) {
  Pace pace({.most = 2, .max_load = 1});
  answer_after(pace, 300ms);
  answer_after(pace, 2s, "write");
  answer_after(pace, 740ms);
  EXPECT_EQ(pace.at_a_time(), 2U);
  answer_after(pace, 2s, "write");
  EXPECT_EQ(pace.at_a_time(), 2U);
  answer_after(pace, 2s);
  EXPECT_EQ(pace.at_a_time(), 1U);
}

TEST_F(PaceAlone, AStoreThatStaysSlowIsUsualInTheEnd) {
  Pace pace({.most = 2, .max_load = 1});
  answer_after(pace, 300ms);
  answers_after(pace, 3, 1s);
  EXPECT_EQ(pace.at_a_time(), 1U);
  answers_after(pace, 40, 1s);
  EXPECT_EQ(pace.at_a_time(), 2U);
}

TEST_F(PaceAlone, HalfTheLoadPausesAsLongAsItWasBusy) {
  Pace pace({.most = 1, .max_load = 0.5});
  EXPECT_EQ(pace.next_start(now), now);
  answer_after(pace, 300ms);
  EXPECT_EQ(pace.next_start(now), now + 300ms);
  answer_after(pace, 100ms);
  EXPECT_EQ(pace.next_start(now), now + 100ms);
  EXPECT_EQ(pace.next_start(now + 5s), now + 5s);
}

/// In the time of a FakeClock: what leaves when.
class Paced : public testing::Test {
 protected:
  void start_all(int count, PaceSettings settings) {
    client_ = paced(inner, settings, clock, log);
    for (int i = 0; i < count; ++i) {
      client_->start(get("page " + std::to_string(i)), [this](const Outcome&) { ++completed; });
    }
    while (client_->in_flight() > 0) client_->run_until(SteadyTime::max());
  }

  test::FakeClock clock;
  test::CapturingLog log;
  test::ScriptedHttpClient inner{clock, [](const Request&) { return answer(200, "[]", {}, 300ms); }};
  int completed = 0;

 private:
  std::unique_ptr<HttpClient> client_;
};

TEST_F(Paced, TwoAtATimeWithoutAPause) {
  start_all(5, {.most = 2, .max_load = 1});
  EXPECT_THAT(inner.start_times(), ElementsAre(0ms, 0ms, 300ms, 300ms, 600ms));
  EXPECT_EQ(inner.most_in_flight(), 2U);
  EXPECT_EQ(completed, 5);
}

TEST_F(Paced, AQuarterOfTheTimeIsARoundAndThreeRoundsOfPause) {
  start_all(6, {.most = 2, .max_load = 0.25});
  EXPECT_THAT(inner.start_times(), ElementsAre(0ms, 0ms, 1200ms, 1200ms, 2400ms, 2400ms));
}

TEST_F(Paced, AfterAnErrorOneAtATimeUntilItIsWellAgain) {
  int asked = 0;
  inner.set_handler([&asked](const Request&) { return answer(++asked == 1 ? 503 : 200, "[]", {}, 300ms); });
  start_all(8, {.most = 2, .max_load = 1});
  // The second, which was under way with the first, and three more are good: then two at a time.
  EXPECT_THAT(inner.start_times(), ElementsAre(0ms, 0ms, 300ms, 600ms, 900ms, 1200ms, 1200ms, 1500ms));
}

TEST_F(Paced, ANumberOfNotFoundSaysNothingOfLoad) {
  inner.set_handler([](const Request&) { return answer(404, "{}", {}, 300ms); });
  start_all(4, {.most = 2, .max_load = 1});
  EXPECT_THAT(inner.start_times(), ElementsAre(0ms, 0ms, 300ms, 300ms));
}

TEST_F(Paced, WhatMayNoLongerLeaveEndsAtOnceAndTheOthersGoOn) {
  const auto client = paced(inner, {.most = 1, .max_load = 0.1}, clock, log);
  bool wanted = true;
  std::vector<std::string> ended;
  const auto start = [&](const std::string& label, bool asks) {
    Request request = test::write(label);
    if (asks) request.may_leave = [&wanted] { return wanted; };
    client->start(request, [&ended, label](const Outcome& outcome) {
      ended.push_back(label + (outcome.withdrawn ? " withdrawn" : " " + outcome.describe()));
    });
  };
  start("a", true);
  start("b", true);
  start("c", false);
  client->run_until(SteadyTime::max());
  wanted = false;
  const SteadyTime before = clock.steady();
  client->run_until(SteadyTime::max());
  EXPECT_THAT(ended, ElementsAre("a HTTP 200", "b withdrawn"));
  EXPECT_EQ(clock.steady(), before) << "it did not wait for the end of the pause";
  client->run_until(SteadyTime::max());
  EXPECT_EQ(ended.back(), "c HTTP 200");
  EXPECT_THAT(inner.start_times(), ElementsAre(0ms, 3000ms));
}

TEST_F(Paced, WhatIsDroppedMakesRoom) {
  const auto client = paced(inner, {.most = 1, .max_load = 1}, clock, log);
  client->start(get("a"), [](const Outcome&) { FAIL(); });
  client->start(get("b"), [](const Outcome&) { FAIL(); });
  client->cancel_all();
  EXPECT_EQ(client->in_flight(), 0U);
  bool done = false;
  client->start(get("c"), [&done](const Outcome&) { done = true; });
  client->run_until(SteadyTime::max());
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace dsz
