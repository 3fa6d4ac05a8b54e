#pragma once

#include "dsz/base/log.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"

namespace dsz {

struct RequestCounts {
  std::uint64_t requests = 0;
  std::uint64_t failed = 0;     ///< no response, or not 2xx
  Millis busy{0};               ///< time in which at least one request was in flight
  std::uint64_t throttled = 0;  ///< of `failed`: HTTP 429
};

/// Counts requests of one side and logs each at debug level by its label: never URL, headers or body.
class CountingClient : public HttpClient {
 public:
  [[nodiscard]] virtual const RequestCounts& counts() const = 0;
};
std::unique_ptr<CountingClient> counting(HttpClient& inner, const Clock& clock, Log& log);

}  // namespace dsz
