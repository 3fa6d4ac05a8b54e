#pragma once

#include "dsz/base/log.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"

#include <random>

namespace dsz {

/// Which outcomes are worth another attempt, and how long to wait before it. Pure.
struct RetryPolicy {
  int attempts = 5;          ///< in all
  Millis base{1'000};        ///< exponential: up to base * 2^(n-1) before attempt n+1, with full jitter
  Millis quota_base{5'000};  ///< the same after a 429 without Retry-After, from half of it up to the whole
  Millis cap{60'000};
  Millis retry_after_cap{3'600'000};  ///< a Retry-After beyond it is not waited for: the outcome is final
  bool html_503_is_final =
      false;  ///< for the store: a 503 in HTML without Retry-After is a bot guard's, not the store's

  /// Connection errors, time-outs, truncated or unusable bodies, 408, 429, 5xx. Never tls, too_large, redirect; never
  /// 403/406 (a firewall or bot guard, woocommerce-api.md "Reaching a store"); no 500 where Request::retry_500 says so;
  /// never a request that is not idempotent once it may have reached the server, unless the answer is a 429: a cache in
  /// front of a store says 503 with Retry-After while the store is still at work.
  [[nodiscard]] bool worth_repeating(const Request& request, const Outcome& outcome) const;
  /// Before attempt `attempt` + 1. `unit` is drawn from [0, 1]. Retry-After rules when the answer has one.
  [[nodiscard]] Millis wait(int attempt, const Outcome& outcome, double unit, WallTime now) const;
};

/// Seconds or an HTTP date; nullopt when absent or unreadable; never negative.
std::optional<Millis> retry_after(const ResponseHead& head, WallTime now);

/// Repeats what fails for a passing cause; logs each attempt with its cause. When a 429 comes, nothing else of this
/// client leaves until that wait is over, neither from here nor from the queue of the client inside, and not even after
/// cancel_all(): it is the account that has to wait. It belongs around rate_limited(), so that each attempt counts
/// against the quota. With a signal pending nothing more is sent: a request that is not idempotent and waits for its
/// next attempt ends with the outcome of its last one, as does one that may no longer leave (Request::may_leave); the
/// others wait on, for their caller cancels them.
std::unique_ptr<HttpClient> retrying(HttpClient& inner, RetryPolicy policy, const Clock& clock, const Signals& signals,
                                     std::mt19937_64& random, Log& log);

}  // namespace dsz
