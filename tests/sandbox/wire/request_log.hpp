#pragma once

#include "sandbox/wire/request_match.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace dsz::sandbox {

struct RecordedRequest {
  std::chrono::system_clock::time_point at;  ///< by the service's clock, when the request came
  HttpRequest request;
  std::string auth;  ///< who it was: "none", "basic ck_rw", "query ck_rw", "oauth ck_rw", "jwt" (a token was sent)
  int status = 0;    ///< what was answered, faults included
};

/// Everything that one service was asked, in the order of arrival. Safe to use from several threads.
class RequestLog {
 public:
  void add(RecordedRequest record);
  [[nodiscard]] std::vector<RecordedRequest> all() const;
  [[nodiscard]] std::vector<RecordedRequest> matching(const RequestMatch& match) const;
  [[nodiscard]] std::size_t count(const RequestMatch& match = {}) const;
  /// Requests that could have changed something: all but GET and HEAD.
  [[nodiscard]] std::vector<RecordedRequest> writes() const;
  void clear();

 private:
  mutable std::mutex mutex_;
  std::vector<RecordedRequest> records_;
};

}  // namespace dsz::sandbox
