#pragma once

#include "dsz/http/curl_client.hpp"

#include <curl/curl.h>

#include <array>
#include <exception>

namespace dsz {

struct CurlEasyCleanup {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CurlListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlEasy = std::unique_ptr<CURL, CurlEasyCleanup>;
using CurlList = std::unique_ptr<curl_slist, CurlListFree>;

/// One request on its way through libcurl. libcurl holds pointers into it: it stays where it was made.
class CurlTransfer {
 public:
  CurlTransfer(CurlEasy easy, Request request, Completion done, const CurlSettings& settings);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  [[nodiscard]] CURL* easy() const { return easy_.get(); }
  /// What came of it, when libcurl ended with `code`. Throws what the BodySink threw.
  Outcome finish(CURLcode code, SteadyTime now);
  [[nodiscard]] const Completion& done() const { return done_; }
  /// The handle, to be used again.
  CurlEasy release() { return std::move(easy_); }

 private:
  /// Why we stopped a transfer that libcurl would have gone on with.
  enum class Stop { none, too_large, refused, read_enough };

  template <typename Value>
  void set(CURLoption option, Value value);
  void set_protocol(const CurlSettings& settings);
  void set_limits();
  void set_method();
  void set_headers();
  [[nodiscard]] ResponseHead head() const;
  void begin_body();
  bool take(std::string_view piece);
  [[nodiscard]] TransferError stopped_error() const;

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_request_leaves(void* self, char*, char*, int, int);

  Request request_;
  Completion done_;
  CurlList headers_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  bool request_left_ = false;  ///< a connection was there, and the first byte of the request may have gone
  bool head_whole_ = false;
  bool body_begun_ = false;
  int status_ = 0;
  std::uint64_t body_bytes_ = 0;
  std::string body_;
  Stop stop_ = Stop::none;
  std::exception_ptr sink_failure_;
  CurlEasy easy_;  ///< last: it goes first, while what it points to still stands
};

}  // namespace dsz
