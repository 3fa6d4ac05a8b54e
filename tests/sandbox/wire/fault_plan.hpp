#pragma once

#include "sandbox/wire/fault.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace dsz::sandbox {

/// The faults that wait for their requests. A request meets at most one: the first in order of addition that matches
/// and is due. Safe to use from several threads, also while the service runs.
class FaultPlan {
 public:
  void add(Fault fault);
  /// The fault for this request, if there is one; it is used up when its count is reached.
  std::optional<Fault> take(const HttpRequest& request);
  void clear();
  /// A fault that was taken has made its request go wrong.
  void count_strike();
  /// How many requests have gone wrong so far. An edit that found nothing to change is none.
  [[nodiscard]] std::size_t strikes() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Fault> waiting_;
  std::size_t strikes_ = 0;
};

}  // namespace dsz::sandbox
