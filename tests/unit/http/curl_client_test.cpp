#include "dsz/base/failure.hpp"

#include "curl_client_fixture.hpp"

#include <condition_variable>
#include <mutex>
#include <set>

namespace dsz {
namespace {

using test::CurlClient;
using test::RawConnection;
using testing::HasSubstr;
using testing::Not;

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
  post.body = std::string(3000, 'x') + '\0' + "end";  // larger than what makes libcurl ask "Expect: 100-continue"
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

TEST_F(CurlClient, StopsABodyThatIsTooLarge) {
  server_.routes().Get("/", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(std::string(1000, 'x'), "text/plain");
  });
  server_.listen();
  Request page = request(server_.url("/"));
  page.max_body = 1000;
  EXPECT_TRUE(send(page).ok());
  page.max_body = 999;
  EXPECT_EQ(error_of(page), TransferErrorKind::too_large);
}

TEST_F(CurlClient, KeepsTheFirst64KiBOfABadAnswerWithoutAnEnd) {
  const auto& raw = raw_server([](const RawConnection& connection) {
    static_cast<void>(connection.read_head());
    connection.send("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 999999999\r\n\r\n" + std::string(200'000, 'x'));
    connection.wait_until_client_hangs_up();
  });
  const Outcome outcome = send(raw.url("/"));
  ASSERT_TRUE(outcome.response) << outcome.describe();
  EXPECT_EQ(outcome.response->status, 502);
  EXPECT_EQ(outcome.response->body, std::string(64U << 10U, 'x'));
}

TEST_F(CurlClient, CallsATruncatedBodyBroken) {
  for (const char* answer : {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
                             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                             "HTTP/1.1 200 OK\r\nContent-Le", "not HTTP at all\r\n\r\n", ""}) {
    const auto& raw = raw_server([answer](const RawConnection& connection) {
      static_cast<void>(connection.read_head());
      connection.send(answer);
    });
    test::GatheringSink sink;
    Request page = request(raw.url("/"));
    page.sink = &sink;
    const Outcome outcome = send(page);
    EXPECT_FALSE(outcome.response) << answer;
    EXPECT_EQ(outcome.error.kind, TransferErrorKind::broken) << answer << ": " << outcome.describe();
    EXPECT_TRUE(outcome.error.may_have_reached_server);
    EXPECT_FALSE(sink.finished);
  }
}

TEST_F(CurlClient, CallsAResetConnectionBroken) {
  const auto& raw = raw_server([](const RawConnection& connection) {
    static_cast<void>(connection.read_head());
    connection.reset_at_end();
  });
  EXPECT_EQ(error_of(raw.url("/")), TransferErrorKind::broken);
}

TEST_F(CurlClient, TellsThatARequestNeverLeft) {
  const Outcome refused = send("http://127.0.0.1:" + std::to_string(test::unused_port()) + "/?key=secret");
  ASSERT_FALSE(refused.response);
  EXPECT_EQ(refused.error.kind, TransferErrorKind::connect);
  EXPECT_EQ(refused.error.message, "127.0.0.1: could not connect: Connection refused");
  EXPECT_FALSE(refused.error.may_have_reached_server);

  const Outcome unknown = send("http://no-such-host.invalid/?key=secret");
  ASSERT_FALSE(unknown.response);
  EXPECT_EQ(unknown.error.kind, TransferErrorKind::resolve);
  EXPECT_THAT(unknown.error.message, HasSubstr("no-such-host.invalid"));
  EXPECT_THAT(unknown.error.message, Not(HasSubstr("secret")));
  EXPECT_FALSE(unknown.error.may_have_reached_server);
}

TEST_F(CurlClient, GivesUpOnASilentServer) {
  const auto& raw = raw_server([](const RawConnection& connection) { connection.wait_until_client_hangs_up(); });
  Request page = request(raw.url("/?key=secret"));
  page.timeout = Millis{100};
  const Outcome outcome = send(page);
  ASSERT_FALSE(outcome.response);
  EXPECT_EQ(outcome.error.kind, TransferErrorKind::timeout);
  EXPECT_EQ(outcome.error.message, "127.0.0.1: timed out after " + format_span(Millis{100}));
  EXPECT_TRUE(outcome.error.may_have_reached_server);
}

TEST_F(CurlClient, FollowsNoRedirectUnlessAllowed) {
  std::atomic<int> visits = 0;
  server_.routes().Get("/from", [](const httplib::Request&, httplib::Response& response) {
    response.set_redirect("/to");
    response.set_content("moved", "text/plain");
    response.set_header("X-Moved", "yes");
  });
  server_.routes().Get("/to", [&visits](const httplib::Request&, httplib::Response& response) {
    ++visits;
    response.set_content("here", "text/plain");
  });
  server_.listen();
  Request page = request(server_.url("/from"));
  const Outcome refused = send(page);
  ASSERT_TRUE(refused.response) << refused.describe();
  EXPECT_EQ(refused.response->status, 302);
  EXPECT_EQ(refused.response->header("Location"), "/to");
  EXPECT_EQ(visits, 0);

  page.follow_redirects = true;
  const Outcome followed = send(page);
  ASSERT_TRUE(followed.ok()) << followed.describe();
  EXPECT_EQ(followed.response->body, "here");
  EXPECT_EQ(followed.response->header("X-Moved"), "");
  EXPECT_EQ(followed.response->final_url, server_.url("/to"));
}

TEST_F(CurlClient, FollowsFiveRedirectsButNotSix) {
  server_.routes().Get(R"(/(\d+))", [](const httplib::Request& request, httplib::Response& response) {
    const int left = std::stoi(request.matches[1]);
    if (left > 0) response.set_redirect("/" + std::to_string(left - 1));
  });
  server_.listen();
  Request page = request(server_.url("/5"));
  page.follow_redirects = true;
  EXPECT_TRUE(send(page).ok());
  page.url = server_.url("/6");
  EXPECT_EQ(error_of(page), TransferErrorKind::redirect);
}

TEST_F(CurlClient, FollowsNoRedirectToAnotherProtocol) {
  const auto& target = raw_server([](const RawConnection&) {});
  for (const std::string& to : {target.url("/file", "ftp"), std::string("file:///etc/passwd")}) {
    const auto& raw = raw_server([to](const RawConnection& connection) {
      static_cast<void>(connection.read_head());
      connection.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + "\r\n\r\n");
    });
    Request page = request(raw.url("/"));
    page.follow_redirects = true;
    EXPECT_EQ(error_of(page), TransferErrorKind::redirect) << to;
  }
  EXPECT_EQ(target.connections(), 0);
}

TEST_F(CurlClient, KnowsNoProtocolButHttp) {
  const auto& raw = raw_server([](const RawConnection&) {});
  for (const std::string& url : {raw.url("/", "ftp"), std::string("file:///etc/passwd")}) {
    const Outcome outcome = send(url);
    EXPECT_FALSE(outcome.response) << url;
    EXPECT_FALSE(outcome.error.may_have_reached_server) << url;
  }
  EXPECT_EQ(raw.connections(), 0);
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

/// Answers the first request of a connection, and hangs up on the second.
void hang_up_on_the_second(const RawConnection& connection, std::atomic<int>& writes) {
  for (int n = 0; n < 2; ++n) {
    const std::string head = connection.read_head();
    if (head.starts_with("POST")) ++writes;
    if (n == 0 && !head.starts_with("POST")) connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    if (head.starts_with("POST")) return;
  }
}

TEST_F(CurlClient, SendsAWriteOnceEvenWhenTheConnectionDies) {
  std::atomic<int> writes = 0;
  const auto& raw =
      raw_server([&writes](const RawConnection& connection) { hang_up_on_the_second(connection, writes); });
  ASSERT_TRUE(send(raw.url("/")).ok());
  Request batch = request(raw.url("/batch"));
  batch.method = Method::post;
  batch.idempotent = false;
  batch.timeout = Millis{5'000};
  EXPECT_EQ(error_of(batch), TransferErrorKind::broken);
  EXPECT_EQ(writes, 1);
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
