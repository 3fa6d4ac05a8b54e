#include "dsz/base/failure.hpp"

#include "curl_client_fixture.hpp"

#include <condition_variable>
#include <mutex>
#include <set>

namespace dsz {
namespace {

using test::CurlClient;
using test::RawConnection;

TEST_F(CurlClient, HandsOverStatusHeadersAndBody) {
  server_.routes().Get("/page", [](const httplib::Request&, httplib::Response& response) {
    response.set_header("X-WP-Total", "42");
    response.set_content("[1,2]", "application/json");
  });
  server_.listen();
  const Outcome outcome = send(server_.url("/page?a=b"));
  ASSERT_TRUE(outcome.ok()) << outcome.describe();
  EXPECT_EQ(outcome.response->status, 200);
  EXPECT_EQ(outcome.response->header("x-wp-total"), "42");
  EXPECT_EQ(outcome.response->body, "[1,2]");
  EXPECT_EQ(outcome.response->final_url, server_.url("/page?a=b"));
  EXPECT_LE(outcome.response->received, clock_->steady());
  EXPECT_EQ(outcome.attempts, 1);
}

TEST_F(CurlClient, SendsMethodHeadersAndBody) {
  httplib::Request seen;
  server_.routes().Post("/batch", [&seen](const httplib::Request& request, httplib::Response&) { seen = request; });
  server_.listen();
  Request post = request(server_.url("/batch"));
  post.method = Method::post;
  post.headers = {{"Content-Type", "application/json"}, {"Authorization", "jwt token"}};
  post.body = std::string(2U << 20U, 'x') + '\0' + "end";  // larger than what makes libcurl ask "Expect: 100-continue"
  ASSERT_TRUE(send(post).ok());
  EXPECT_EQ(seen.body, post.body);
  EXPECT_EQ(seen.get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(seen.get_header_value("Authorization"), "jwt token");
  EXPECT_EQ(seen.get_header_value("User-Agent"), "dsz-sync/test");
  EXPECT_FALSE(seen.has_header("Expect"));
}

TEST_F(CurlClient, RefusesToSendALineBreakInAHeader) {
  server_.listen();
  Request bad = request(server_.url("/"));
  bad.headers = {{"Authorization", "jwt a\r\nX-Other: b"}};
  EXPECT_THROW(client().start(bad, [](const Outcome&) {}), Failure);
  EXPECT_EQ(client().in_flight(), 0U);
}

TEST_F(CurlClient, TakesEveryStatusForAnAnswer) {
  server_.routes().Get(R"(/(\d+))", [](const httplib::Request& request, httplib::Response& response) {
    response.status = std::stoi(request.matches[1]);
    response.set_content("said " + request.matches[1].str(), "text/plain");
  });
  server_.listen();
  for (const int status : {400, 401, 404, 429, 500, 503}) {
    const Outcome outcome = send(server_.url("/" + std::to_string(status)));
    ASSERT_TRUE(outcome.response) << outcome.describe();
    EXPECT_EQ(outcome.response->status, status);
    EXPECT_EQ(outcome.response->body, "said " + std::to_string(status));
    EXPECT_FALSE(outcome.ok());
  }
}

TEST_F(CurlClient, DropsInterimAnswers) {
  const auto& raw = raw_server([](const RawConnection& connection) {
    static_cast<void>(connection.read_head());
    connection.send(
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Real: yes\r\n\r\nok");
  });
  const Outcome outcome = send(raw.url("/"));
  ASSERT_TRUE(outcome.ok()) << outcome.describe();
  EXPECT_EQ(outcome.response->body, "ok");
  EXPECT_EQ(outcome.response->header("X-Real"), "yes");
  EXPECT_EQ(outcome.response->header("Link"), "");
}

TEST_F(CurlClient, GivesTheBodyOfAGoodAnswerToTheSink) {
  const std::string body(500'000, 'x');
  server_.routes().Get("/", [&body](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, "application/json");
  });
  server_.listen();
  test::GatheringSink sink;
  Request page = request(server_.url("/"));
  page.sink = &sink;
  const Outcome outcome = send(page);
  ASSERT_TRUE(outcome.ok()) << outcome.describe();
  EXPECT_EQ(outcome.response->body, "");
  EXPECT_EQ(sink.body, body);
  EXPECT_EQ(sink.status, 200);
  EXPECT_EQ(sink.content_type, "application/json");
  EXPECT_EQ(sink.begun, 1);
  EXPECT_TRUE(sink.finished);
}

TEST_F(CurlClient, BeginsAndFinishesTheSinkOfAnEmptyBody) {
  server_.routes().Get("/", [](const httplib::Request&, httplib::Response& response) { response.status = 204; });
  server_.listen();
  test::GatheringSink sink;
  Request page = request(server_.url("/"));
  page.sink = &sink;
  EXPECT_TRUE(send(page).ok());
  EXPECT_EQ(sink.begun, 1);
  EXPECT_EQ(sink.status, 204);
  EXPECT_TRUE(sink.finished);
}

TEST_F(CurlClient, KeepsTheBodyOfABadAnswerFromTheSink) {
  server_.routes().Get("/", [](const httplib::Request&, httplib::Response& response) {
    response.status = 500;
    response.set_content("boom", "text/plain");
  });
  server_.listen();
  test::GatheringSink sink;
  Request page = request(server_.url("/"));
  page.sink = &sink;
  const Outcome outcome = send(page);
  ASSERT_TRUE(outcome.response) << outcome.describe();
  EXPECT_EQ(outcome.response->body, "boom");
  EXPECT_EQ(sink.begun, 0);
}

TEST_F(CurlClient, ReportsABodyThatTheSinkRefuses) {
  server_.routes().Get("/", [](const httplib::Request&, httplib::Response& response) {
    response.set_content("<html>" + std::string(100'000, ' '), "text/html");
  });
  server_.listen();
  for (const bool at_end : {false, true}) {
    test::GatheringSink sink;
    sink.refused = at_end ? "" : "<html>";
    sink.refused_at_end = at_end;
    Request page = request(server_.url("/"));
    page.sink = &sink;
    const Outcome outcome = send(page);
    ASSERT_FALSE(outcome.response);
    EXPECT_EQ(outcome.error.kind, TransferErrorKind::unusable);
    EXPECT_EQ(outcome.error.message, "127.0.0.1: not a product page");
    EXPECT_EQ(sink.finished, at_end);
  }
}

TEST_F(CurlClient, PassesOnWhatTheSinkThrows) {
  class FullDisk : public test::GatheringSink {
   public:
    bool write(std::string_view) override { throw Failure(FailureKind::unexpected, "No space left on device"); }
  };
  server_.routes().Get(
      "/", [](const httplib::Request&, httplib::Response& response) { response.set_content("body", "text/plain"); });
  server_.listen();
  FullDisk sink;
  Request page = request(server_.url("/"));
  page.sink = &sink;
  EXPECT_THROW(send(page), Failure);
  EXPECT_EQ(client().in_flight(), 0U);
}

TEST_F(CurlClient, HasManyRequestsInFlightAtOnce) {
  constexpr std::size_t kRequests = 6;
  std::mutex mutex;
  std::condition_variable all_here;
  std::size_t here = 0;
  server_.routes().Get("/", [&](const httplib::Request&, httplib::Response&) {
    std::unique_lock lock(mutex);
    if (++here == kRequests) all_here.notify_all();
    all_here.wait(lock, [&] { return here >= kRequests; });  // no answer to anyone before everyone has asked
  });
  server_.listen();
  std::size_t good = 0;
  for (std::size_t n = 0; n < kRequests; ++n) {
    client().start(request(server_.url("/")), [&good](const Outcome& outcome) { good += outcome.ok() ? 1U : 0U; });
  }
  EXPECT_EQ(client().in_flight(), kRequests);
  while (client().in_flight() > 0) client().run_until(SteadyTime::max());
  EXPECT_EQ(good, kRequests);
}

TEST_F(CurlClient, UsesAConnectionAgain) {
  std::set<int> ports;
  server_.routes().Get(
      "/", [&ports](const httplib::Request& request, httplib::Response&) { ports.insert(request.remote_port); });
  server_.listen();
  for (int n = 0; n < 4; ++n) ASSERT_TRUE(send(server_.url("/")).ok());
  EXPECT_EQ(ports.size(), 1U);
}

TEST_F(CurlClient, LetsACompletionStartTheNextRequest) {
  server_.routes().Get("/", [](const httplib::Request&, httplib::Response&) {});
  server_.listen();
  int good = 0;
  client().start(request(server_.url("/")), [&](const Outcome& first) {
    good += first.ok() ? 1 : 0;
    client().start(request(server_.url("/")), [&good](const Outcome& second) { good += second.ok() ? 1 : 0; });
  });
  while (client().in_flight() > 0) client().run_until(SteadyTime::max());
  EXPECT_EQ(good, 2);
}

TEST_F(CurlClient, CompletesNothingBeforeRunUntil) {
  bool done = false;
  client().start(request("not a URL"), [&done](const Outcome&) { done = true; });
  EXPECT_FALSE(done);
  client().run_until(SteadyTime::max());
  EXPECT_TRUE(done);
}

TEST_F(CurlClient, ReturnsAtTheGivenTimeWithNothingInFlight) {
  const SteadyTime until = clock_->steady() + Millis{20};
  client().run_until(until);
  EXPECT_GE(clock_->steady(), until);
}

TEST_F(CurlClient, DropsRequestsOnCancel) {
  const auto& raw = raw_server([](const RawConnection& connection) { connection.wait_until_client_hangs_up(); });
  const auto never = [](const Outcome&) { FAIL() << "a dropped request completed"; };
  client().start(request(raw.url("/a")), never);
  client().start(request(raw.url("/b")), never);
  client().run_until(clock_->steady());
  client().cancel_all();
  EXPECT_EQ(client().in_flight(), 0U);
  client().run_until(clock_->steady());

  server_.routes().Get("/", [](const httplib::Request&, httplib::Response&) {});
  server_.listen();
  EXPECT_TRUE(send(server_.url("/")).ok());
}

TEST_F(CurlClient, WakesUpWhenASignalComes) {
  const auto& raw = raw_server([this](const RawConnection& connection) {
    static_cast<void>(connection.read_head());
    signals_.raise(SIGTERM);
    connection.wait_until_client_hangs_up();
  });
  client().start(request(raw.url("/")), [](const Outcome&) { FAIL() << "there was no answer"; });
  client().run_until(SteadyTime::max());
  EXPECT_EQ(signals_.pending(), SIGTERM);
  EXPECT_EQ(client().in_flight(), 1U);
}

/// The signal comes right after the last look at pending(): only the file descriptor can tell.
class LateSignals : public Signals {
 public:
  explicit LateSignals(test::PipeSignals& signals) : signals_(signals) {}
  [[nodiscard]] int pending() const override {
    const int now = signals_.pending();
    if (++asked_ == 2) signals_.raise(SIGTERM);
    return now;
  }
  [[nodiscard]] int wake_fd() const override { return signals_.wake_fd(); }

 private:
  test::PipeSignals& signals_;
  mutable int asked_ = 0;
};

TEST_F(CurlClient, IsWokenWithNothingInFlight) {
  const LateSignals signals(signals_);
  const auto client = curl_client(settings_, *clock_, signals);
  client->run_until(SteadyTime::max());
  EXPECT_EQ(signals.pending(), SIGTERM);
}

TEST_F(CurlClient, StillCompletesARequestThatIsWaitedForInSpiteOfASignal) {
  server_.routes().Get("/", [](const httplib::Request&, httplib::Response&) {});
  server_.listen();
  signals_.raise(SIGINT);
  EXPECT_TRUE(send(server_.url("/")).ok());
}

}  // namespace
}  // namespace dsz
