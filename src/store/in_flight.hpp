#pragma once

#include "dsz/store/store_api.hpp"

#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

namespace dsz {

/// Several requests of one store under way, each with a tag that says what it is; their outcomes come back one by one,
/// in the order of completion, outside of the completions.
template <typename Tag>
class InFlight {
 public:
  explicit InFlight(StoreApi& api) : api_(api) {}
  /// What is still under way is dropped: its completion would write into this object.
  ~InFlight() {
    if (under_way_ > 0) api_.cancel_all();
  }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

  void start(Request&& request, Tag tag) {
    api_.start(std::move(request), [this, tag = std::move(tag)](Outcome outcome) {
      --under_way_;
      arrived_.emplace_back(tag, std::move(outcome));
    });
    ++under_way_;  // not when start() throws
  }

  /// Under way, or arrived and not taken.
  [[nodiscard]] std::size_t size() const { return under_way_ + arrived_.size(); }

  /// Waits for one; there is one. What StoreApi::drive() throws leaves nothing under way.
  std::pair<Tag, Outcome> next() {
    while (arrived_.empty()) drive();
    std::pair<Tag, Outcome> first = std::move(arrived_.front());
    arrived_.pop_front();
    return first;
  }

 private:
  void drive() {
    try {
      api_.drive();
    } catch (...) {
      api_.cancel_all();
      under_way_ = 0;
      throw;
    }
  }

  StoreApi& api_;
  std::size_t under_way_ = 0;
  std::deque<std::pair<Tag, Outcome>> arrived_;
};

/// What each of `requests` was answered, in their order.
inline std::vector<Outcome> fetch_all(StoreApi& api, std::vector<Request> requests) {
  std::vector<Outcome> outcomes(requests.size());
  InFlight<std::size_t> in_flight(api);
  std::size_t next = 0;
  while (next < requests.size() || in_flight.size() > 0) {
    while (next < requests.size() && in_flight.size() < api.concurrency()) {
      in_flight.start(std::move(requests[next]), next);
      ++next;
    }
    auto [place, outcome] = in_flight.next();
    outcomes[place] = std::move(outcome);
  }
  return outcomes;
}

}  // namespace dsz
