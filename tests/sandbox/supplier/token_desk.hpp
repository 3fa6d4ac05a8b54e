#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace dsz::sandbox {

/// Issues tokens that look like a JWT and knows which of them still hold. Not locked: the service does that.
class TokenDesk {
 public:
  using Time = std::chrono::system_clock::time_point;

  std::string issue(Time now, std::chrono::seconds life);
  [[nodiscard]] bool accepts(const std::string& token, Time now) const;
  void revoke_all() { expiry_.clear(); }
  [[nodiscard]] std::size_t issued() const { return issued_; }

 private:
  std::map<std::string, Time> expiry_;
  std::size_t issued_ = 0;
};

}  // namespace dsz::sandbox
