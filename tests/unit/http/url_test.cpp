#include "dsz/http/url.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encode("a b+c/d?e&f=g,h"), "a%20b%2Bc%2Fd%3Fe%26f%3Dg%2Ch");
  EXPECT_EQ(percent_encode("ß\n"), "%C3%9F%0A");
  EXPECT_EQ(percent_encode(std::string_view("a\0b", 3)), "a%00b");
  EXPECT_EQ(percent_encode(""), "");
}

TEST(QueryString, EncodesNamesAndValuesInTheGivenOrder) {
  EXPECT_EQ(query_string({{"skus", "A,B&C"}, {"enabled", "true"}, {"a b", ""}}), "?skus=A%2CB%26C&enabled=true&a%20b=");
  EXPECT_EQ(query_string({}), "");
}

TEST(ParseUrl, TakesAUrlApart) {
  const auto url = parse_url("https://Shop.Example.com:8443/wp/");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "shop.example.com");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/wp");
  EXPECT_EQ(url->base(), "https://shop.example.com:8443/wp");
}

TEST(ParseUrl, KnowsTheUsualPorts) {
  EXPECT_EQ(parse_url("http://example.com")->port, 80);
  EXPECT_EQ(parse_url("HTTPS://example.com/")->port, 443);
  EXPECT_EQ(parse_url("HTTPS://example.com:443///")->base(), "https://example.com");
  EXPECT_EQ(parse_url("http://example.com:443")->base(), "http://example.com:443");
}

TEST(ParseUrl, PutsAnIpv6AddressInBracketsOnlyInTheBase) {
  const auto url = parse_url("http://[::1]:8080/shop");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->base(), "http://[::1]:8080/shop");
}

TEST(ParseUrl, RefusesWhatIsNotThePlainAddressOfASite) {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {""sv, "example.com"sv, "localhost:8080"sv, "ftp://example.com"sv, "file:///etc/passwd"sv, "https://"sv,
        "https://user@example.com"sv, "https://user:secret@example.com"sv, "https://example.com/?a=b"sv,
        "https://example.com?"sv, "https://example.com/#top"sv, "https://exam ple.com"sv, "https://example.com:99999"sv,
        "https://example.com/\r\nX: y"sv, "https://example.com\0.evil.com"sv, "http://[fe80::1%25eth0]/"sv}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

TEST(Url, KnowsLoopbackAddresses) {
  for (const char* text : {"http://localhost", "http://LOCALHOST:81", "http://127.0.0.1", "http://127.1.2.3:8080/a",
                           "http://[::1]", "http://[0:0:0:0:0:0:0:1]"}) {
    EXPECT_TRUE(parse_url(text)->loopback()) << text;
  }
  for (const char* text : {"http://example.com", "http://localhost.example.com", "http://127.0.0.1.example.com",
                           "http://128.0.0.1", "http://[::2]", "http://[fe80::1]", "http://10.0.0.1"}) {
    EXPECT_FALSE(parse_url(text)->loopback()) << text;
  }
}

}  // namespace
}  // namespace dsz
