#pragma once

#include "dsz/base/time.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsz {

enum class Method { get, post };

struct Header {
  std::string name;
  std::string value;
};

/// Status line and headers. Names compare without regard to case.
struct ResponseHead {
  int status = 0;
  std::vector<Header> headers;
  /// "" when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// The only status that surely means "come back later".
inline constexpr int kTooManyRequests = 429;

/// Takes the body of a 2xx answer as it arrives. One object serves one request, also when it is repeated.
class BodySink {
 public:
  virtual ~BodySink() = default;
  /// A (new) answer starts: forget what came before.
  virtual void begin(const ResponseHead& head) = 0;
  /// False: the body is unusable; the transfer is dropped and unusable_because() is asked.
  virtual bool write(std::string_view piece) = 0;
  /// The body is whole. False: unusable.
  virtual bool finish() = 0;
  [[nodiscard]] virtual std::string unusable_because() const = 0;
};

struct Request {
  Method method = Method::get;
  std::string url;    ///< whole, with query; may hold secrets: never log it, log `label`
  std::string label;  ///< "GET /v2/products page 3": for logs and errors
  std::vector<Header> headers;
  std::string body;
  BodySink* sink = nullptr;       ///< nullptr: the body is gathered in Response::body
  bool idempotent = true;         ///< false: never repeated by the retry decorator after it may have reached the server
  bool own_connection = false;    ///< true: not on one that was kept open; set by the retry decorator after no answer
  bool retry_500 = true;          ///< false: a 500 is final (so the supplier answers wrong credentials)
  bool follow_redirects = false;  ///< only for requests without credentials (S8)
  Millis timeout{60'000};         ///< whole transfer; connecting has 15 s of it; a body that stalls (under 1 byte/s for
                                  ///< 30 s) ends it, but how long the server thinks before the body is its own affair
  std::uint64_t max_body = 64U << 20U;  ///< bytes after decompression
  /// For a write. paced() and retrying() ask it while the request waits there, and again right before it leaves; once
  /// it says no, the request ends as `withdrawn`. nullptr: it may always leave.
  std::function<bool()> may_leave;
  /// Called by the retry decorator before each further attempt, for what must not be sent twice (an OAuth signature).
  /// Such a request, like one that is not idempotent, does not go on a connection that was kept open.
  std::function<void(Request&)> renew;
};

/// Why no usable answer came. An answer with any status is not a TransferError.
enum class TransferErrorKind {
  resolve,
  connect,
  tls,  ///< certificate or handshake refused: not repeated. A handshake that was cut is `connect`
  timeout,
  broken,     ///< connection closed or reset, truncated body
  too_large,  ///< not repeated
  redirect,   ///< more redirects than allowed, or one to a protocol that is not http(s), or out of TLS: not repeated
  unusable,   ///< the BodySink refused a 2xx body (HTML, broken JSON)
  other,
};

struct TransferError {
  TransferErrorKind kind = TransferErrorKind::other;
  std::string message;  ///< for people, without secrets
  /// False only when the request surely never left: resolve, connect, tls before any redirect.
  bool may_have_reached_server = true;
};

struct Response : ResponseHead {
  std::string body;       ///< empty when a sink took it; of an answer that is not 2xx, the first 64 KiB
  std::string final_url;  ///< after redirects
  SteadyTime received{};
  Millis took{0};  ///< from the moment it was sent, by libcurl's clock
};

/// Either a response (any status: a 404 is a value) or the reason why there is none.
struct Outcome {
  std::optional<Response> response;
  TransferError error;  ///< when there is no response
  int attempts = 1;
  bool withdrawn = false;  ///< it was given up while it waited to leave: what a write asks for was surely not done

  [[nodiscard]] bool ok() const { return response && response->status >= 200 && response->status < 300; }
  /// "HTTP 503", "timed out after 60 s": for logs and sentences.
  [[nodiscard]] std::string describe() const;
};

using Completion = std::function<void(Outcome)>;

/// Several requests in flight, one thread. Decorators (retry, rate limit, log) are HttpClients around HttpClients.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  /// Begins the request, or queues it. `done` is called once, from within run_until(), never from start(). It may
  /// start() further requests, but must not call run_until() or send().
  virtual void start(Request request, Completion done) = 0;
  /// Drives transfers and waits. Returns after at least one completion of this client ran, or at `until`, or early when
  /// a signal is pending (after 0.1 s at most, so that a caller who must wait on in spite of it does not spin). With
  /// nothing in flight it waits until `until` (that is how a backoff waits). What a BodySink throws comes out of here;
  /// that request is gone then, without its `done`.
  virtual void run_until(SteadyTime until) = 0;
  /// Requests that were started and have not completed, queued ones too.
  [[nodiscard]] virtual std::size_t in_flight() const = 0;
  /// Drops every request that has not completed, without calling `done`.
  virtual void cancel_all() = 0;
  /// No request that has not left yet leaves before `time`, not even after cancel_all(). A client that queues nothing
  /// has nothing to hold.
  virtual void hold_until(SteadyTime /*time*/) {}
};

}  // namespace dsz
