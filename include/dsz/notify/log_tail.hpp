#pragma once

#include "dsz/base/log.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/os/clock.hpp"

#include <deque>
#include <string>
#include <vector>

namespace dsz {

/// A log that remembers its last lines, masked, beside writing all of them on.
class LogTail : public Log {
 public:
  LogTail(Log& log, const SecretMasker& masker, const Clock& clock) : log_(log), masker_(masker), clock_(clock) {}
  void write(LogLevel level, std::string_view message) override;
  void record(LogLevel level, std::string_view message) override;
  /// The last 20 that are no debug lines, oldest first: "2026-11-22T08:00:00Z warning the supplier …".
  [[nodiscard]] std::vector<std::string> lines() const { return {lines_.begin(), lines_.end()}; }

 private:
  void remember(LogLevel level, std::string_view message);

  Log& log_;
  const SecretMasker& masker_;
  const Clock& clock_;
  std::deque<std::string> lines_;
};

}  // namespace dsz
