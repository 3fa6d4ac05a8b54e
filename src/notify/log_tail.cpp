#include "dsz/notify/log_tail.hpp"

#include "dsz/base/text.hpp"

#include <fmt/format.h>

namespace dsz {
namespace {

constexpr std::size_t kLines = 20;
constexpr std::size_t kMaxLine = 500;

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::error:
      return "error";
    case LogLevel::warning:
      return "warning";
    default:
      return "info";
  }
}

}  // namespace

void LogTail::write(LogLevel level, std::string_view message) {
  remember(level, message);
  log_.write(level, message);
}

void LogTail::record(LogLevel level, std::string_view message) {
  remember(level, message);
  log_.record(level, message);
}

void LogTail::remember(LogLevel level, std::string_view message) {
  if (level == LogLevel::debug) return;
  lines_.push_back(
      fmt::format("{} {} {}", format_utc(clock_.wall()), name_of(level), visible(masker_.mask(message), kMaxLine)));
  if (lines_.size() > kLines) lines_.pop_front();
}

}  // namespace dsz
