#include "curl_error.hpp"

#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <system_error>

namespace dsz {
namespace {

template <typename Value>
Value info(CURL* easy, CURLINFO what) {
  Value value{};
  curl_easy_getinfo(easy, what, &value);
  return value;
}

/// A peer that hangs up during the handshake is a passing trouble of the connection. libcurl has one code for it and
/// for a handshake that is refused for good; only the detail tells them apart.
bool cut_during_handshake(const CurlEnd& end) {
  constexpr std::array<std::string_view, 3> kWords{"Connection reset", "SSL_ERROR_SYSCALL", "unexpected eof"};
  return end.code == CURLE_SSL_CONNECT_ERROR &&
         std::any_of(kWords.begin(), kWords.end(),
                     [&end](std::string_view words) { return end.detail.find(words) != std::string_view::npos; });
}

TransferErrorKind kind_by_code(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return TransferErrorKind::resolve;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return TransferErrorKind::connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
      return TransferErrorKind::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return TransferErrorKind::timeout;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // an answer that is not HTTP; our own URLs are http(s)
      return TransferErrorKind::broken;
    case CURLE_TOO_MANY_REDIRECTS:
      return TransferErrorKind::redirect;
    default:
      return TransferErrorKind::other;
  }
}

bool bad_redirect(const CurlEnd& end) {
  const bool url_refused =
      end.code == CURLE_UNSUPPORTED_PROTOCOL || end.code == CURLE_URL_MALFORMAT || end.code == CURLE_LOGIN_DENIED;
  return url_refused && info<long>(end.easy, CURLINFO_REDIRECT_COUNT) > 0;
}

TransferErrorKind kind_of(const CurlEnd& end) {
  if (bad_redirect(end)) return TransferErrorKind::redirect;
  if (cut_during_handshake(end)) return TransferErrorKind::connect;
  const TransferErrorKind kind = kind_by_code(end.code);
  const bool lost = kind == TransferErrorKind::timeout || kind == TransferErrorKind::broken;
  if (lost && !end.request_left && end.code != CURLE_UNSUPPORTED_PROTOCOL) return TransferErrorKind::connect;
  return kind;
}

std::string after_timeout(const CurlEnd& end) {
  const std::chrono::microseconds taken{info<curl_off_t>(end.easy, CURLINFO_TOTAL_TIME_T)};
  if (!end.request_left) return fmt::format("no connection within {}", format_span(std::chrono::round<Millis>(taken)));
  // libcurl has one code for both; only the detail tells them apart.
  if (end.detail.starts_with("Operation too slow")) return "the answer stalled: under 1 byte/s for 30 s";
  // It ends a little before or after the limit, or long before it, with no connection to where a redirect led.
  const Millis span = std::chrono::round<Millis>(taken);
  const bool at_the_limit = std::chrono::abs(span - end.timeout) < std::chrono::seconds{1};
  return fmt::format("timed out after {}", format_span(at_the_limit ? end.timeout : span));
}

std::string refused_connection(const CurlEnd& end) {
  const long number = info<long>(end.easy, CURLINFO_OS_ERRNO);
  if (number == 0) return "could not connect";
  return "could not connect: " + std::generic_category().message(static_cast<int>(number));
}

std::string in_words(const CurlEnd& end, TransferErrorKind kind) {
  if (end.code == CURLE_OPERATION_TIMEDOUT) return after_timeout(end);
  // libcurl's detail on these two may quote a proxy's URL, with its password.
  if (end.code == CURLE_COULDNT_CONNECT) return refused_connection(end);
  if (end.code == CURLE_COULDNT_RESOLVE_PROXY) return "the proxy's name cannot be resolved";
  if (end.code == CURLE_TOO_MANY_REDIRECTS) return "more than 5 redirects";
  if (kind == TransferErrorKind::redirect) return "redirected to an address that is not http(s), or from https to http";
  const std::string_view detail = end.detail.empty() ? curl_easy_strerror(end.code) : end.detail;
  return visible(detail);
}

}  // namespace

TransferError transfer_error(const CurlEnd& end) {
  const TransferErrorKind kind = kind_of(end);
  return {kind, fmt::format("{}: {}", host_of(end.easy), in_words(end, kind)), end.request_left};
}

std::string host_of(CURL* easy) {
  const char* const address = info<const char*>(easy, CURLINFO_EFFECTIVE_URL);
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  char* host = nullptr;
  if (address == nullptr || curl_url_set(url.get(), CURLUPART_URL, address, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
      curl_url_get(url.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) {
    return "unknown host";
  }
  const std::unique_ptr<char, decltype(&curl_free)> owner(host, &curl_free);
  return visible(host);
}

}  // namespace dsz
