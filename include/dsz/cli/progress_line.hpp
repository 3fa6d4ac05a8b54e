#pragma once

#include "dsz/app/progress.hpp"
#include "dsz/base/log.hpp"
#include "dsz/os/clock.hpp"

#include <iosfwd>
#include <optional>
#include <string>

namespace dsz {

enum class ProgressMode {
  line,  ///< one line on a terminal, written over
  log,   ///< a line in the log each minute
  none,
};

/// Shows how far a job is, how fast, and how long it will take: "Reading the supplier: 120 of 825 pages, 58 a minute,
/// 12 min left".
class ProgressLine : public Progress {
 public:
  ProgressLine(ProgressMode mode, std::ostream& terminal, std::size_t width, const Clock& clock, Log& log);
  void update(std::string_view activity, std::string_view unit, std::int64_t done, std::int64_t in_all) override;
  void end() override;
  /// Takes the line off the terminal before something else is written there.
  void clear();

 private:
  [[nodiscard]] std::string sentence(std::string_view unit, std::int64_t done, std::int64_t in_all) const;

  ProgressMode mode_;
  std::ostream& terminal_;
  std::size_t width_;
  const Clock& clock_;
  Log& log_;
  std::string activity_;
  SteadyTime began_{};
  std::int64_t done_at_begin_ = 0;
  SteadyTime shown_{};
  bool on_terminal_ = false;
};

/// A log that takes the progress line away before each of its own.
class LogBesideProgress : public Log {
 public:
  LogBesideProgress(Log& log, ProgressLine& progress) : log_(log), progress_(progress) {}
  void write(LogLevel level, std::string_view message) override {
    progress_.clear();
    log_.write(level, message);
  }
  void record(LogLevel level, std::string_view message) override { log_.record(level, message); }

 private:
  Log& log_;
  ProgressLine& progress_;
};

}  // namespace dsz
