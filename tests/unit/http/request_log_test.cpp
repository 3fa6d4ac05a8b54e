#include "dsz/http/request_log.hpp"

#include "capturing_log.hpp"
#include "requests.hpp"
#include "scripted_http_client.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using test::answer;
using test::get;

class Counting : public testing::Test {
 protected:
  void start(const std::string& label, const test::Scripted& scripted) {
    inner_.set_handler([scripted](const Request&) { return scripted; });
    Request request = get(label);
    request.url += "?consumer_secret=cs_secret";
    request.headers = {{"Authorization", "jwt secret-token"}};
    client_->start(std::move(request), [](const Outcome&) {});
  }

  test::FakeClock clock_;
  test::CapturingLog log_;
  test::ScriptedHttpClient inner_{clock_, nullptr};
  std::unique_ptr<CountingClient> client_ = counting(inner_, clock_, log_);
};

TEST_F(Counting, CountsRequestsAndFailures) {
  start("a", answer(200));
  start("b", answer(404));
  start("c", test::no_answer(TransferErrorKind::timeout));
  while (client_->in_flight() > 0) client_->run_until(SteadyTime::max());
  EXPECT_EQ(client_->counts().requests, 3U);
  EXPECT_EQ(client_->counts().failed, 2U);
}

TEST_F(Counting, CountsOverlappingRequestsOnceAndPausesNotAtAll) {
  start("a", answer(200, "", {}, 4s));
  clock_.advance(1s);
  start("b", answer(200, "", {}, 5s));
  while (client_->in_flight() > 0) client_->run_until(SteadyTime::max());
  clock_.advance(1min);
  start("c", answer(200, "", {}, 2s));
  while (client_->in_flight() > 0) client_->run_until(SteadyTime::max());
  EXPECT_EQ(client_->counts().busy, 8s);
}

TEST_F(Counting, CountsTheTimeUpToACancel) {
  start("a", answer(200, "", {}, 10s));
  client_->run_until(clock_.steady() + 3s);
  client_->cancel_all();
  clock_.advance(1min);
  EXPECT_EQ(client_->counts().busy, 3s);
  EXPECT_EQ(client_->in_flight(), 0U);
}

TEST_F(Counting, LogsTheLabelAndTheOutcomeButNothingSecret) {
  start("GET products page 3", answer(503, "the body", {{"Set-Cookie", "a"}}, 250ms));
  client_->run_until(SteadyTime::max());
  ASSERT_EQ(log_.lines().size(), 1U);
  EXPECT_EQ(log_.lines()[0].level, LogLevel::debug);
  EXPECT_EQ(log_.lines()[0].message, "GET products page 3: HTTP 503 (250 ms)");
}

}  // namespace
}  // namespace dsz
