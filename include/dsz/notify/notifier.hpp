#pragma once

#include "dsz/base/time.hpp"
#include "dsz/notify/message.hpp"

#include <string>
#include <string_view>

namespace dsz {

/// What became of a message on one way.
struct Telling {
  std::string error;           ///< "" when all is well; else what went wrong, in plain words and without secrets
  bool taken = error.empty();  ///< with an error: some of its recipients have it all the same
};

/// One way to the owner.
class Notifier {
 public:
  virtual ~Notifier() = default;
  /// "e-mail": for logs and notify-test.
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// Ends at `until`, or when a signal comes. Throws nothing but what no code expects.
  virtual Telling tell(const Message& message, SteadyTime until) = 0;
};

}  // namespace dsz
