#include "dsz/http/retry.hpp"

#include "http_date.hpp"
#include "letter_case.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dsz {
namespace {

constexpr std::string_view kRetryAfter = "Retry-After";

bool is_html(const ResponseHead& head) {
  constexpr std::string_view kHtml = "text/html";
  return equal_ignoring_case(head.header("Content-Type").substr(0, kHtml.size()), kHtml);
}

bool may_pass(TransferErrorKind kind) {
  switch (kind) {
    case TransferErrorKind::resolve:
    case TransferErrorKind::connect:
    case TransferErrorKind::timeout:
    case TransferErrorKind::broken:
    case TransferErrorKind::unusable:
      return true;
    case TransferErrorKind::tls:
    case TransferErrorKind::too_large:
    case TransferErrorKind::redirect:
    case TransferErrorKind::other:
      return false;
  }
  return false;
}

std::optional<Millis> seconds_of(std::string_view text) {
  constexpr std::int64_t kLongest = 10LL * 366 * 24 * 3600;  // ten years stand for "never", and do not overflow
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument || text.front() == '-') {
    return std::nullopt;
  }
  if (error == std::errc::result_out_of_range) seconds = kLongest;
  return std::chrono::seconds(std::min(seconds, kLongest));
}

}  // namespace

std::optional<Millis> retry_after(const ResponseHead& head, WallTime now) {
  const std::string text(head.header(kRetryAfter));
  if (text.empty()) return std::nullopt;
  if (const auto seconds = seconds_of(text)) return seconds;
  const std::optional<WallTime> when = http_date(text);
  return when ? std::optional(std::max(Millis{0}, *when - now)) : std::nullopt;
}

bool RetryPolicy::worth_repeating(const Request& request, const Outcome& outcome) const {
  if (!outcome.response) {
    return may_pass(outcome.error.kind) && (request.idempotent || !outcome.error.may_have_reached_server);
  }
  const Response& response = *outcome.response;
  if (response.status == kTooManyRequests) return true;  // the only answer that surely means "not done"
  if (!request.idempotent) return false;
  if (response.status == 500) return request.retry_500;
  if (response.status == 503 && html_503_is_final && is_html(response)) return !response.header(kRetryAfter).empty();
  return response.status == 408 || response.status >= 500;
}

Millis RetryPolicy::wait(int attempt, const Outcome& outcome, double unit, WallTime now) const {
  if (outcome.response) {
    if (const auto asked = retry_after(*outcome.response, now)) return *asked;
  }
  // A quota that is used up does not come back in an instant: the wait is longer, and never near 0.
  const bool quota = outcome.response && outcome.response->status == kTooManyRequests;
  Millis longest = quota ? quota_base : base;
  for (int n = 1; n < attempt && longest < cap; ++n) longest *= 2;
  longest = std::min(longest, cap);
  return std::chrono::round<Millis>(quota ? longest * (1 + unit) / 2 : longest * unit);
}

}  // namespace dsz
