#include "open_log.hpp"

#include <algorithm>

namespace dsz {
namespace {

/// A person at a terminal sees the progress and the summary; in a file or a journal the log is all there is.
LogLevel stderr_level(const Invocation& call, LogLevel configured) {
  if (call.options.quiet) return LogLevel::error;
  if (call.options.verbose) return LogLevel::debug;
  return call.console.err_surface.is_terminal ? std::max(configured, LogLevel::warning) : configured;
}

}  // namespace

std::unique_ptr<Log> open_log(const Invocation& call, LogSettings settings) {
  settings.stderr_level = stderr_level(call, settings.stderr_level);
  settings.json = call.options.log_json.value_or(settings.json);
  return spdlog_log(settings, call.masker);
}

}  // namespace dsz
