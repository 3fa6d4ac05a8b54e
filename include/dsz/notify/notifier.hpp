#pragma once

#include "dsz/base/time.hpp"
#include "dsz/notify/message.hpp"

#include <string>
#include <string_view>

namespace dsz {

/// One way to the owner.
class Notifier {
 public:
  virtual ~Notifier() = default;
  /// "e-mail": for logs and notify-test.
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// "" when it was taken; else what went wrong, in plain words and without secrets. Ends at `until`, or when a signal
  /// comes. Throws nothing but what no code expects.
  virtual std::string tell(const Message& message, SteadyTime until) = 0;
};

}  // namespace dsz
