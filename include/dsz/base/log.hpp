#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace dsz {

enum class LogLevel { debug, info, warning, error };

/// Where every room reports what it does. The spdlog adapter (os/spdlog_log.hpp) writes it, with secrets masked.
class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view message) = 0;
  /// Into the log file alone, where there are several sinks: stderr says the same in its own way.
  virtual void record(LogLevel level, std::string_view message) { write(level, message); }

  template <typename... Args>
  void debug(fmt::format_string<Args...> format, Args&&... args) {
    write(LogLevel::debug, fmt::format(format, std::forward<Args>(args)...));
  }
  template <typename... Args>
  void info(fmt::format_string<Args...> format, Args&&... args) {
    write(LogLevel::info, fmt::format(format, std::forward<Args>(args)...));
  }
  template <typename... Args>
  void warning(fmt::format_string<Args...> format, Args&&... args) {
    write(LogLevel::warning, fmt::format(format, std::forward<Args>(args)...));
  }
  template <typename... Args>
  void error(fmt::format_string<Args...> format, Args&&... args) {
    write(LogLevel::error, fmt::format(format, std::forward<Args>(args)...));
  }
};

}  // namespace dsz
