#include "curl_client_fixture.hpp"

#include <zlib.h>

namespace dsz {
namespace {

using test::CurlClient;

std::string gzip(const std::string& text) {
  z_stream stream{};
  constexpr int kGzipFormat = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipFormat, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

class CompressedAnswer : public CurlClient {
 protected:
  void serve(const std::string& body) {
    server_.routes().Get("/", [this, body](const httplib::Request& request, httplib::Response& response) {
      accepted_ = request.get_header_value("Accept-Encoding");
      response.set_content(body, "application/json");
      response.set_header("Content-Encoding", "gzip");
    });
    server_.listen();
  }

  std::string accepted_;
};

TEST_F(CompressedAnswer, IsAskedForAndDecoded) {
  serve(gzip("{\"result\":[]}"));
  const Outcome outcome = send(server_.url("/"));
  ASSERT_TRUE(outcome.ok()) << outcome.describe();
  EXPECT_THAT(accepted_, testing::HasSubstr("gzip"));
  EXPECT_EQ(outcome.response->body, "{\"result\":[]}");
}

TEST_F(CompressedAnswer, IsLimitedByItsDecodedSizeAndStoppedEarly) {
  serve(gzip(std::string(20U << 20U, ' ')));
  test::GatheringSink sink;
  Request page = request(server_.url("/"));
  page.sink = &sink;
  page.max_body = 1U << 20U;
  EXPECT_EQ(error_of(page), TransferErrorKind::too_large);
  EXPECT_LE(sink.body.size(), page.max_body);
}

TEST_F(CompressedAnswer, IsBrokenWhenItIsNotWhatItSays) {
  serve("{\"result\":[]}");
  EXPECT_EQ(error_of(server_.url("/")), TransferErrorKind::broken);
}

}  // namespace
}  // namespace dsz
