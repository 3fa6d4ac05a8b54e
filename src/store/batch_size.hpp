#pragma once

#include "dsz/base/time.hpp"

#include <cstddef>

namespace dsz {

/// How many items go with one request: additive increase, multiplicative decrease, from 1 up to what is configured.
/// Pure. Some hosts fail at 100 and work at 25, and most end PHP after 30 s (woocommerce-api.md, "Writing stock").
class BatchSize {
 public:
  explicit BatchSize(std::size_t most);
  [[nodiscard]] std::size_t now() const { return now_; }
  /// Nothing of a batch was written.
  void failed(std::size_t items);
  /// The store answered a batch item by item.
  void answered(std::size_t items, Millis took);

 private:
  const std::size_t most_;
  std::size_t now_;
  int wanted_;    ///< quick answers in a row before it grows
  int good_ = 0;  ///< quick answers in a row to batches of about this size
};

}  // namespace dsz
