#include "dsz/http/send.hpp"

#include "dsz/base/failure.hpp"

#include "fake_signals.hpp"
#include "requests.hpp"
#include "scripted_http_client.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using test::answer;
using test::get;

class Send : public testing::Test {
 protected:
  FailureKind failure_of(Request request) {
    try {
      send(client_, std::move(request), signals_);
    } catch (const Failure& failure) {
      return failure.kind();
    }
    ADD_FAILURE() << "no Failure";
    return FailureKind::unexpected;
  }

  test::FakeClock clock_;
  test::FakeSignals signals_;
  test::ScriptedHttpClient client_{clock_, [](const Request& request) { return answer(200, request.label, {}, 1s); },
                                   &signals_};
};

TEST_F(Send, ReturnsTheOutcome) {
  const Outcome outcome = send(client_, get("hello"), signals_);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.response->body, "hello");
}

TEST_F(Send, LetsOtherRequestsGoOnMeanwhile) {
  client_.set_handler([](const Request& request) { return answer(200, "", {}, request.label == "slow" ? 9s : 1s); });
  bool other_done = false;
  client_.start(get("fast"), [&other_done](const Outcome&) { other_done = true; });
  send(client_, get("slow"), signals_);
  EXPECT_TRUE(other_done);
}

TEST_F(Send, StopsEverythingWhenASignalComes) {
  client_.set_handler([this](const Request&) {
    signals_.set(SIGTERM);
    return answer(200, "", {}, 1h);
  });
  client_.start(get("other"), [](const Outcome&) { FAIL() << "a dropped request completed"; });
  signals_.set(0);
  EXPECT_EQ(failure_of(get("page")), FailureKind::terminated);
  EXPECT_EQ(client_.in_flight(), 0U);
}

TEST_F(Send, SendsNothingOnceASignalIsPending) {
  signals_.set(SIGINT);
  EXPECT_EQ(failure_of(get("page")), FailureKind::interrupted);
  EXPECT_EQ(failure_of(test::write("batch")), FailureKind::interrupted);
  EXPECT_TRUE(client_.started().empty());
}

TEST_F(Send, WaitsForAWriteInSpiteOfASignal) {
  client_.set_handler([this](const Request&) {
    signals_.set(SIGINT);
    return answer(200, "done", {}, 30s);
  });
  const Outcome outcome = send(client_, test::write("batch"), signals_);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.response->body, "done");
}

TEST_F(Send, LeavesNothingBehindWhenAnotherCompletionThrows) {
  client_.set_handler([](const Request& request) { return answer(200, "", {}, request.label == "bad" ? 1s : 9s); });
  client_.start(get("bad"), [](const Outcome&) { throw Failure(FailureKind::supplier, "unusable"); });
  EXPECT_EQ(failure_of(get("page")), FailureKind::supplier);
  EXPECT_EQ(client_.in_flight(), 0U);
}

}  // namespace
}  // namespace dsz
