#pragma once

#include "dsz/base/log.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"

namespace dsz {

/// Says when the next request may leave. The one for the supplier is state/quota_ledger.hpp.
class RateLimiter {
 public:
  virtual ~RateLimiter() = default;
  /// Takes a place now and returns nullopt, or returns how long to wait before asking again (1 ms at least is waited).
  virtual std::optional<Millis> acquire() = 0;
};

/// Queues requests and starts each when the limiter gives it a place, in the order of start(), whatever is still in
/// flight. At most `max_in_flight` at a time. A wait of a minute or more is logged with the time at which it ends.
std::unique_ptr<HttpClient> rate_limited(HttpClient& inner, RateLimiter& limiter, std::size_t max_in_flight,
                                         const Clock& clock, Log& log);

}  // namespace dsz
