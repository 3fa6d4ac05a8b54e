#pragma once

#include "dsz/base/log.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::test {

/// Keeps every line, of every level.
class CapturingLog : public Log {
 public:
  struct Line {
    LogLevel level;
    std::string message;
  };

  void write(LogLevel level, std::string_view message) override { lines_.push_back({level, std::string(message)}); }

  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[nodiscard]] bool contains(std::string_view text) const {
    return std::any_of(lines_.begin(), lines_.end(), [text](const Line& line) { return has(line, text); });
  }
  [[nodiscard]] bool contains(LogLevel level, std::string_view text) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [=](const Line& line) { return line.level == level && has(line, text); });
  }
  void clear() { lines_.clear(); }

 private:
  static bool has(const Line& line, std::string_view text) { return line.message.find(text) != std::string::npos; }

  std::vector<Line> lines_;
};

}  // namespace dsz::test
