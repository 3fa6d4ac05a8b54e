#include "open_log.hpp"

namespace dsz {
namespace {

/// A person at a terminal sees the progress and the summary; in a file or a journal the log is all there is.
LogLevel stderr_level(const Invocation& call) {
  if (call.options.quiet) return LogLevel::error;
  if (call.options.verbose) return LogLevel::debug;
  return call.console.err_surface.is_terminal ? LogLevel::warning : LogLevel::info;
}

}  // namespace

std::unique_ptr<Log> open_log(const Invocation& call, LogSettings settings) {
  settings.stderr_level = stderr_level(call);
  settings.json = call.options.log_json.value_or(settings.json);
  return spdlog_log(settings, call.masker);
}

}  // namespace dsz
