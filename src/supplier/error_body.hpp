#pragma once

#include <string>

namespace dsz {

/// The supplier's {"code":…,"message":…}; empty texts when the body is something else.
struct ErrorBody {
  std::string code;
  std::string message;
  /// ", code "InternalServer", message "boom!"", made visible; "" when there is neither.
  [[nodiscard]] std::string words() const;
};

ErrorBody read_error_body(const std::string& body);

}  // namespace dsz
