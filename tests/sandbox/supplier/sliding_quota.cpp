#include "sandbox/supplier/sliding_quota.hpp"

#include <algorithm>

namespace dsz::sandbox {

std::vector<QuotaWindow> real_quota() { return {{60, std::chrono::minutes(1)}, {600, std::chrono::hours(1)}}; }

std::optional<std::chrono::milliseconds> SlidingQuota::refuse(Time now) {
  for (const QuotaWindow& window : windows_) {
    if (accepted_.size() < window.requests) continue;
    const Time oldest_that_counts = *(accepted_.end() - static_cast<std::ptrdiff_t>(window.requests));
    if (now - oldest_that_counts >= window.span) continue;
    ++violations_;
    return std::chrono::ceil<std::chrono::milliseconds>(oldest_that_counts + window.span - now);
  }
  if (windows_.empty()) return std::nullopt;
  accepted_.push_back(now);
  const auto most = std::max_element(windows_.begin(), windows_.end(),
                                     [](const auto& a, const auto& b) { return a.requests < b.requests; });
  if (accepted_.size() > most->requests) accepted_.pop_front();
  return std::nullopt;
}

}  // namespace dsz::sandbox
