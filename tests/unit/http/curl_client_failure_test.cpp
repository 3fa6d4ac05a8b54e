#include "curl_client_fixture.hpp"

namespace dsz {
namespace {

using test::CurlClient;
using test::RawConnection;
using testing::HasSubstr;
using testing::Not;

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

TEST_F(CurlClient, SendsWhatAsksForAConnectionOfItsOwnOnANewOne) {
  server_.routes().Get("/", [](const httplib::Request& asked, httplib::Response& response) {
    response.set_content(std::to_string(asked.remote_port), "text/plain");
  });
  server_.listen();
  Request page = request(server_.url("/"));
  const auto port = [&] { return send(page).response.value_or(Response{}).body; };
  const std::string first = port();
  EXPECT_NE(first, "");
  EXPECT_EQ(port(), first);
  page.own_connection = true;
  EXPECT_NE(port(), first);
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

/// On a connection that was kept open libcurl would send it again by itself, with the nonce that the store has taken.
TEST_F(CurlClient, SendsASignedRequestOnceEvenWhenTheConnectionDies) {
  std::atomic<int> arrived = 0;
  const auto& raw = raw_server([&arrived](const RawConnection& connection) {
    for (int n = 0; n < 2; ++n) {
      const std::string head = connection.read_head();
      if (head.find("nonce") != std::string::npos && ++arrived == 1) return;
      if (!head.empty()) connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
  });
  ASSERT_TRUE(send(raw.url("/")).ok());
  Request page = request(raw.url("/?nonce=1"));
  page.renew = [](Request&) {};
  EXPECT_EQ(error_of(page), TransferErrorKind::broken);
  EXPECT_EQ(arrived, 1);
}

}  // namespace
}  // namespace dsz
