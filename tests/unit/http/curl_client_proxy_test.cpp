#include "curl_client_fixture.hpp"

namespace dsz {
namespace {

using test::RawConnection;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The variables that an owner sets where the way out leads through a proxy.
class CurlClientProxy : public test::CurlClient {
 protected:
  CurlClientProxy() { ::unsetenv("no_proxy"); }
  ~CurlClientProxy() override {
    ::unsetenv("http_proxy");
    ::unsetenv("https_proxy");
  }
};

TEST_F(CurlClientProxy, OfTheEnvironmentIsUsed) {
  std::string head;
  const auto& proxy = raw_server([&head](const RawConnection& connection) {
    head = connection.read_head();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
  });
  ::setenv("http_proxy", proxy.url("").c_str(), 1);
  const Outcome outcome = send("http://supplier.invalid/v2/products");
  ASSERT_TRUE(outcome.ok()) << outcome.describe();
  EXPECT_EQ(outcome.response->body, "ok");
  EXPECT_THAT(head, StartsWith("GET http://supplier.invalid/v2/products HTTP/1.1"));
}

TEST_F(CurlClientProxy, GetsNothingThatIsForThisMachineInPlainHttp) {
  const auto& here = raw_server([](const RawConnection& connection) {
    connection.read_head();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
  });
  ::setenv("http_proxy", ("http://127.0.0.1:" + std::to_string(test::unused_port())).c_str(), 1);
  const Outcome outcome = send(here.url("/auth?key=secret"));
  ASSERT_TRUE(outcome.ok()) << outcome.describe();
}

TEST_F(CurlClientProxy, SeesNothingButTheHostOfAnHttpsAddress) {
  std::string head;
  const auto& proxy = raw_server([&head](const RawConnection& connection) {
    head = connection.read_head();
    connection.send("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  ::setenv("https_proxy", proxy.url("").c_str(), 1);
  Request secret = request("https://supplier.invalid/v2/products?key=secret");
  secret.headers.emplace_back("Authorization", "jwt secret");
  EXPECT_FALSE(send(std::move(secret)).response);
  EXPECT_THAT(head, StartsWith("CONNECT supplier.invalid:443 HTTP/1.1"));
  EXPECT_THAT(head, Not(HasSubstr("secret")));
}

TEST_F(CurlClientProxy, ItsPasswordIsNotInTheErrorOfOneThatIsNotThere) {
  ::setenv("http_proxy", ("http://user:pass-9731@127.0.0.1:" + std::to_string(test::unused_port())).c_str(), 1);
  const Outcome outcome = send("http://supplier.invalid/");
  ASSERT_FALSE(outcome.response);
  EXPECT_THAT(outcome.error.message, Not(HasSubstr("pass-9731")));
}

}  // namespace
}  // namespace dsz
