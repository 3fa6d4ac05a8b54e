#include "dsz/http/url.hpp"

#include "letter_case.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>

namespace dsz {
namespace {

struct CurlFree {
  void operator()(char* text) const { curl_free(text); }
};
struct CurlUrlCleanup {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlText = std::unique_ptr<char, CurlFree>;
using CurlUrl = std::unique_ptr<CURLU, CurlUrlCleanup>;

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return "";
  return CurlText(text).get();
}

/// IPv6 addresses stand in brackets in a URL only.
std::string without_brackets(std::string host) {
  if (host.size() > 1 && host.front() == '[') host = host.substr(1, host.size() - 2);
  return host;
}

}  // namespace

std::string percent_encode(std::string_view text) {
  if (text.empty()) return "";  // a length of 0 would make libcurl count for itself
  return CurlText(curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()))).get();
}

std::string query_string(const Query& query) {
  std::string text;
  for (const auto& [name, value] : query) {
    text += text.empty() ? '?' : '&';
    text += percent_encode(name) + '=' + percent_encode(value);
  }
  return text;
}

bool Url::loopback() const {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == IN_LOOPBACKNET;
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return host == "localhost";
}

std::string Url::base() const {
  const bool usual_port = port == (scheme == "https" ? 443 : 80);
  return fmt::format("{}://{}{}{}", scheme, host.find(':') == std::string::npos ? host : '[' + host + ']',
                     usual_port ? "" : fmt::format(":{}", port), path);
}

std::optional<Url> parse_url(std::string_view text) {
  // libcurl would stop at the first NUL, and takes an empty query or fragment for none.
  if (text.find_first_of(std::string_view("?#\0", 3)) != std::string_view::npos) return std::nullopt;
  const CurlUrl parsed(curl_url());
  const std::string whole(text);
  if (curl_url_set(parsed.get(), CURLUPART_URL, whole.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) return std::nullopt;

  Url url;
  url.scheme = part(parsed.get(), CURLUPART_SCHEME);
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  if (!part(parsed.get(), CURLUPART_ZONEID).empty()) return std::nullopt;
  url.host = without_brackets(part(parsed.get(), CURLUPART_HOST));
  std::transform(url.host.begin(), url.host.end(), url.host.begin(), lower_case);
  const std::string port = part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  std::from_chars(port.data(), port.data() + port.size(), url.port);
  url.path = part(parsed.get(), CURLUPART_PATH);
  url.path.erase(url.path.find_last_not_of('/') + 1);
  return url;
}

}  // namespace dsz
