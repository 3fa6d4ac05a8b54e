#pragma once

#include "sandbox/wire/http_message.hpp"

#include <string>

namespace dsz::sandbox {

/// Which requests are meant. A text that is left empty matches all.
struct RequestMatch {
  std::string method{};          ///< exactly
  std::string path_contains{};   ///< "/products/batch"
  std::string query_contains{};  ///< in the query as it came: "page=3&" (not decoded)
  std::string body_contains{};

  [[nodiscard]] bool operator()(const HttpRequest& request) const {
    return (method.empty() || request.method == method) && request.path.find(path_contains) != std::string::npos &&
           request.query_text.find(query_contains) != std::string::npos &&
           request.body.find(body_contains) != std::string::npos;
  }
};

}  // namespace dsz::sandbox
