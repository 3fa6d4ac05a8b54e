#include "curl_client_fixture.hpp"
#include "temporary_folder.hpp"
#include "test_certificate.hpp"

#include <openssl/ssl.h>

#include <fstream>

namespace dsz {
namespace {

using test::CertificateWish;
using test::LoopbackServer;
using test::RawConnection;
using test::TestCertificate;
using testing::HasSubstr;

class CurlClientTls : public test::CurlClient {
 public:
  ~CurlClientTls() override { client_.reset(); }  // before the server, which waits for the client's connections

 protected:
  CurlClientTls() { settings_.ca_file = file("ca.pem", authority_.certificate()); }

  std::filesystem::path file(const std::string& name, const std::string& content) {
    std::filesystem::path path = folder_.path() / name;
    std::ofstream(path) << content;
    return path;
  }

  /// A server with this certificate that speaks up to this version of TLS.
  LoopbackServer& serve(const TestCertificate& certificate, int max_version = TLS1_3_VERSION) {
    const std::string certificate_file = file("server.pem", certificate.certificate);
    const std::string key_file = file("server.key", certificate.key);
    tls_server_ = std::make_unique<LoopbackServer>(std::make_unique<httplib::SSLServer>([&](SSL_CTX& context) {
      SSL_CTX_set_security_level(&context, 0);  // else OpenSSL 3 itself would refuse TLS 1.1
      SSL_CTX_set_min_proto_version(&context, TLS1_VERSION);
      SSL_CTX_set_max_proto_version(&context, max_version);
      return SSL_CTX_use_certificate_file(&context, certificate_file.c_str(), SSL_FILETYPE_PEM) == 1 &&
             SSL_CTX_use_PrivateKey_file(&context, key_file.c_str(), SSL_FILETYPE_PEM) == 1;
    }));
    tls_server_->routes().Get("/", [this](const httplib::Request&, httplib::Response& response) {
      ++requests_;
      response.set_content("private", "text/plain");
    });
    tls_server_->listen();
    return *tls_server_;
  }

  /// The client refuses this server before it sends anything.
  void expect_refused(const std::string& url, const std::string& because) {
    const Outcome outcome = send(url + "?consumer_secret=cs_1");
    ASSERT_FALSE(outcome.response);
    EXPECT_EQ(outcome.error.kind, TransferErrorKind::tls) << outcome.describe();
    EXPECT_FALSE(outcome.error.may_have_reached_server);
    EXPECT_THAT(outcome.error.message, HasSubstr(because));
    EXPECT_THAT(outcome.error.message, testing::Not(HasSubstr("cs_1")));
    EXPECT_EQ(requests_, 0);
  }

  const test::TemporaryFolder folder_;
  const test::TestAuthority authority_;
  std::atomic<int> requests_ = 0;
  std::unique_ptr<LoopbackServer> tls_server_;
};

TEST_F(CurlClientTls, TrustsTheGivenAuthority) {
  const auto& server = serve(authority_.issue());
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const Outcome outcome = send(server.url("/", "https", host));
    ASSERT_TRUE(outcome.ok()) << outcome.describe();
    EXPECT_EQ(outcome.response->body, "private");
  }
}

TEST_F(CurlClientTls, RefusesAnUnknownAuthority) {
  settings_.ca_file.clear();
  expect_refused(serve(authority_.issue()).url("/", "https"), "certificate");
}

TEST_F(CurlClientTls, TrustsNoOtherAuthorityThanTheGivenOne) {
  const test::TestAuthority other;
  expect_refused(serve(other.issue()).url("/", "https"), "certificate");
}

TEST_F(CurlClientTls, FindsAnAuthorityInTheFolderOfHashes) {
  settings_.ca_folder = folder_.path();
  settings_.ca_file.clear();
  const auto& server = serve(authority_.issue());
  expect_refused(server.url("/", "https"), "certificate");
  client_.reset();
  file(authority_.hash() + ".0", authority_.certificate());
  EXPECT_TRUE(send(server.url("/", "https")).ok());
}

TEST_F(CurlClientTls, TrustsTheGivenFileInsteadOfTheFolder) {
  const test::TestAuthority other;
  settings_.ca_folder = folder_.path();
  file(other.hash() + ".0", other.certificate());
  expect_refused(serve(other.issue()).url("/", "https"), "certificate");
}

TEST_F(CurlClientTls, RefusesAnExpiredCertificate) {
  CertificateWish wish;
  wish.expired = true;
  expect_refused(serve(authority_.issue(wish)).url("/", "https"), "expired");
}

TEST_F(CurlClientTls, RefusesACertificateForAnotherHost) {
  CertificateWish wish;
  wish.hosts = {"shop.example.com"};
  expect_refused(serve(authority_.issue(wish)).url("/", "https"), "127.0.0.1");
}

TEST_F(CurlClientTls, SpeaksTls12ButNotTls11) {
  const TestCertificate certificate = authority_.issue();
  EXPECT_TRUE(send(serve(certificate, TLS1_2_VERSION).url("/", "https")).ok());
  client_.reset();
  requests_ = 0;
  expect_refused(serve(certificate, TLS1_1_VERSION).url("/", "https"), "");
}

TEST_F(CurlClientTls, NamesACaFileThatCannotBeRead) {
  settings_.ca_file = folder_.path() / "missing.pem";
  expect_refused(serve(authority_.issue()).url("/", "https"), "missing.pem");
}

TEST_F(CurlClientTls, CallsAServerThatHangsUpDuringTheHandshakeAPassingTrouble) {
  for (const bool with_reset : {false, true}) {
    const auto& raw = raw_server([with_reset](const RawConnection& connection) {
      if (with_reset) connection.reset_at_end();
      connection.read_some();
    });
    const Outcome outcome = send(raw.url("/", "https"));
    ASSERT_FALSE(outcome.response);
    EXPECT_EQ(outcome.error.kind, TransferErrorKind::connect) << outcome.describe();
    EXPECT_FALSE(outcome.error.may_have_reached_server);
  }
}

TEST_F(CurlClientTls, FollowsNoRedirectOutOfTls) {
  const auto& plain = raw_server([](const RawConnection&) {});
  auto& server = serve(authority_.issue());
  server.routes().Get("/from", [&plain](const httplib::Request&, httplib::Response& response) {
    response.set_redirect(plain.url("/"));
  });
  Request page = request(server.url("/from", "https"));
  page.follow_redirects = true;
  EXPECT_EQ(error_of(page), TransferErrorKind::redirect);
  EXPECT_EQ(plain.connections(), 0);
}

}  // namespace
}  // namespace dsz
