#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace dsz::sandbox {

/// At most so many requests in any span of this length.
struct QuotaWindow {
  std::size_t requests = 60;
  std::chrono::milliseconds span{60000};
};

/// What the supplier's documentation says: 60 a minute and 600 an hour.
std::vector<QuotaWindow> real_quota();

/// Counts requests against sliding windows; a refused request does not count. Not locked: the service does that.
class SlidingQuota {
 public:
  using Time = std::chrono::system_clock::time_point;

  explicit SlidingQuota(std::vector<QuotaWindow> windows) : windows_(std::move(windows)) {}
  /// Nothing when the request is within the quota (and now counted), else how long until one is.
  std::optional<std::chrono::milliseconds> refuse(Time now);
  [[nodiscard]] std::size_t violations() const { return violations_; }

 private:
  std::vector<QuotaWindow> windows_;
  std::deque<Time> accepted_;
  std::size_t violations_ = 0;
};

}  // namespace dsz::sandbox
