#include "curl_transfer.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/http/url.hpp"

#include "curl_error.hpp"
#include "letter_case.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

constexpr std::size_t kKeptErrorBody = 64U << 10U;
constexpr Millis kLongestConnect{15'000};
constexpr long kStallSeconds = 30;
constexpr long kMostRedirects = 5;
constexpr long kLeastUploadBuffer = 16L << 10U;  // the least that libcurl takes

bool is_success(long status) { return status >= 200 && status < 300; }

}  // namespace

CurlTransfer::CurlTransfer(CurlEasy easy, Request request, Completion done, const CurlSettings& settings)
    : request_(std::move(request)), done_(std::move(done)), easy_(std::move(easy)) {
  set_protocol(settings);
  set_limits();
  set_method();
  set_headers();
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_ERRORBUFFER, error_text_.data());
  set(CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_PREREQFUNCTION, &CurlTransfer::on_request_leaves);
  set(CURLOPT_PREREQDATA, this);
}

template <typename Value>
void CurlTransfer::set(CURLoption option, Value value) {
  if (const CURLcode code = curl_easy_setopt(easy_.get(), option, value); code != CURLE_OK) {
    throw Failure(FailureKind::unexpected, fmt::format("{}: libcurl refuses option {}: {}", request_.label,
                                                       static_cast<int>(option), curl_easy_strerror(code)));
  }
}

void CurlTransfer::set_protocol(const CurlSettings& settings) {
  const bool https = equal_ignoring_case(std::string_view(request_.url).substr(0, 6), "https:");
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, https ? "https" : "http,https");
  set(CURLOPT_FOLLOWLOCATION, request_.follow_redirects ? 1L : 0L);
  set(CURLOPT_MAXREDIRS, kMostRedirects);
  set(CURLOPT_UNRESTRICTED_AUTH, 0L);
  set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings.ca_file.empty()) {
    set(CURLOPT_CAINFO, settings.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // the owner's file instead of the system's, not besides
  } else if (!settings.ca_folder.empty()) {
    set(CURLOPT_CAINFO, static_cast<const char*>(nullptr));  // it would be read whole
    set(CURLOPT_CAPATH, settings.ca_folder.c_str());
  }
  // Plain http is accepted to this machine because nothing leaves it: a proxy of the environment would get it all.
  const auto url = parse_url(request_.url.substr(0, request_.url.find_first_of("?#")));
  if (!https && url && url->loopback()) set(CURLOPT_PROXY, "");
  set(CURLOPT_USERAGENT, settings.user_agent.c_str());
  set(CURLOPT_ACCEPT_ENCODING, "");  // every compression that this libcurl can undo
  // Over TLS each request under way holds one of these, and puts no more than its headers into it: 64 KiB as a rule.
  set(CURLOPT_UPLOAD_BUFFERSIZE, kLeastUploadBuffer);
  set(CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
  set(CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer must not hold up the end
#endif
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  // On a connection that was kept open and has died meanwhile, libcurl sends the request again by itself, as it was.
  const bool may_go_twice = request_.idempotent && !request_.renew;
  set(CURLOPT_FRESH_CONNECT, may_go_twice && !request_.own_connection ? 0L : 1L);
}

void CurlTransfer::set_limits() {
  const Millis timeout = std::max(request_.timeout, Millis{1});  // to libcurl 0 is "no limit"
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(timeout, kLongestConnect).count()));
}

void CurlTransfer::set_method() {
  if (request_.method == Method::get) {
    set(CURLOPT_HTTPGET, 1L);
    return;
  }
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  set(CURLOPT_POSTFIELDS, request_.body.c_str());
}

void CurlTransfer::set_headers() {
  const auto add = [this](const std::string& line) {
    curl_slist* const longer = curl_slist_append(headers_.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(headers_.release());  // the first append makes the list, the others return the same one
    headers_.reset(longer);
  };
  add("Expect:");  // no round trip to ask whether a body of some KB is welcome
  for (const auto& [name, value] : request_.headers) {
    const std::string line = fmt::format("{}: {}", name, value);
    if (line.find_first_of("\r\n") != std::string::npos) {
      throw Failure(FailureKind::unexpected,
                    fmt::format("{}: a line break in the value of the header {}", request_.label, name));
    }
    add(line);
  }
  set(CURLOPT_HTTPHEADER, headers_.get());
}

Outcome CurlTransfer::finish(CURLcode code, SteadyTime now) {
  if (sink_failure_) std::rethrow_exception(sink_failure_);
  Outcome outcome;
  // To libcurl an answer that ends within its head is an empty one.
  if (code == CURLE_OK && !head_whole_) code = CURLE_PARTIAL_FILE;
  if (stop_ == Stop::none && code != CURLE_OK) {
    outcome.error = transfer_error({code, easy(), error_text_.data(), request_left_, request_.timeout});
    return outcome;
  }
  if (stop_ == Stop::none) {
    if (!body_begun_) begin_body();
    if (is_success(status_) && request_.sink != nullptr && !request_.sink->finish()) stop_ = Stop::refused;
  }
  if (stop_ == Stop::too_large || stop_ == Stop::refused) {
    outcome.error = stopped_error();
    return outcome;
  }
  Response response;
  static_cast<ResponseHead&>(response) = head();
  response.body = std::move(body_);
  const char* address = nullptr;
  curl_easy_getinfo(easy(), CURLINFO_EFFECTIVE_URL, &address);
  if (address != nullptr) response.final_url = address;
  response.received = now;
  curl_off_t took_us = 0;
  curl_easy_getinfo(easy(), CURLINFO_TOTAL_TIME_T, &took_us);
  response.took = std::chrono::duration_cast<Millis>(std::chrono::microseconds{took_us});
  outcome.response = std::move(response);
  return outcome;
}

ResponseHead CurlTransfer::head() const {
  ResponseHead head;
  head.status = status_;
  curl_header* header = nullptr;
  constexpr int kLastAnswer = -1;  // not a redirect's, nor an interim one's
  while ((header = curl_easy_nextheader(easy(), CURLH_HEADER, kLastAnswer, header)) != nullptr) {
    head.headers.push_back({header->name, header->value});
  }
  return head;
}

void CurlTransfer::begin_body() {
  body_begun_ = true;
  long status = 0;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  status_ = static_cast<int>(status);
  // Not before: a store may well think for longer than this about 50 products before it says a word.
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, kStallSeconds);
  if (is_success(status_) && request_.sink != nullptr) request_.sink->begin(head());
}

bool CurlTransfer::take(std::string_view piece) {
  if (!body_begun_) begin_body();
  body_bytes_ += piece.size();
  if (!is_success(status_)) {
    body_ += piece.substr(0, kKeptErrorBody - body_.size());
    if (body_bytes_ > kKeptErrorBody) stop_ = Stop::read_enough;
  } else if (body_bytes_ > request_.max_body) {
    stop_ = Stop::too_large;
  } else if (request_.sink == nullptr) {
    body_ += piece;
  } else if (!request_.sink->write(piece)) {
    stop_ = Stop::refused;
  }
  return stop_ == Stop::none;
}

TransferError CurlTransfer::stopped_error() const {
  const std::string host = host_of(easy());
  if (stop_ == Stop::refused) {
    return {TransferErrorKind::unusable, fmt::format("{}: {}", host, request_.sink->unusable_because()), true};
  }
  return {TransferErrorKind::too_large, fmt::format("{}: the answer is larger than {} bytes", host, request_.max_body),
          true};
}

std::size_t CurlTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) transfer.head_whole_ = false;
  if (line == "\r\n" || line == "\n") transfer.head_whole_ = true;
  return line.size();
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::size_t bytes = size * count;
  try {
    if (transfer.take({data, bytes})) return bytes;
  } catch (...) {
    transfer.sink_failure_ = std::current_exception();  // must not pass through libcurl's C code
  }
  return CURL_WRITEFUNC_ERROR;
}

int CurlTransfer::on_request_leaves(void* self, char* /*remote*/, char* /*local*/, int /*remote_port*/,
                                    int /*local_port*/) {
  static_cast<CurlTransfer*>(self)->request_left_ = true;
  return CURL_PREREQFUNC_OK;
}

}  // namespace dsz
