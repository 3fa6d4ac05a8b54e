#include "dsz/os/spdlog_log.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"
#include "dsz/os/file_system.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <initializer_list>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

namespace dsz {
namespace {

constexpr unsigned kMode = 0600;
constexpr unsigned kFolderMode = 0700;
/// Longer lines are cut: a service's whole answer must not fill the log.
constexpr std::size_t kMaxLine = 8U << 10U;

constexpr const char* kFileLine = "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v";
constexpr const char* kStderrLine = "%l: %v";
constexpr const char* kJsonLine = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%v})";

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

/// spdlog opens with the process's umask. The file is made before it, also after each rotation, so that it never has
/// other permissions than ours.
void make_private(const std::filesystem::path& path) {
  if (std::filesystem::is_symlink(path)) throw std::runtime_error("it is a symbolic link, which is not followed");
  const auto files = posix_file_system();
  if (!files->info(path)) files->create(path, kMode)->close();
  std::filesystem::permissions(path, std::filesystem::perms{kMode});
}

spdlog::sink_ptr file_sink(const LogSettings& settings) {
  if (settings.path.has_parent_path()) posix_file_system()->make_folder(settings.path.parent_path(), kFolderMode);
  spdlog::file_event_handlers handlers;
  handlers.before_open = [](const spdlog::filename_t& name) { make_private(name); };
  auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(settings.path.string(), settings.max_size,
                                                                     settings.max_backups, false, handlers);
  return sink;
}

void set_pattern(spdlog::sinks::sink& sink, const char* pattern) {
  sink.set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
}

class SpdlogLog : public Log {
 public:
  SpdlogLog(const LogSettings& settings, const SecretMasker& masker)
      : masker_(masker), json_(settings.json), stderr_("dsz-sync"), file_("dsz-sync") {
    auto terminal = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    set_pattern(*terminal, json_ ? kJsonLine : kStderrLine);
    add_sink(stderr_, std::move(terminal), settings.stderr_level);
    if (settings.path.empty()) return;
    auto file = file_sink(settings);
    set_pattern(*file, json_ ? kJsonLine : kFileLine);
    add_sink(file_, std::move(file), settings.file_level);
  }

  void write(LogLevel level, std::string_view message) override { write_to({&stderr_, &file_}, level, message); }
  void record(LogLevel level, std::string_view message) override { write_to({&file_}, level, message); }

 private:
  /// A log that cannot be written, say because the disk is full, does not end the run; it is said once.
  void tell_trouble(const std::string& what) {
    if (std::exchange(trouble_told_, true)) return;
    const std::string text = visible("lines are missing in the log: " + what, kMaxLine);
    std::cerr << (json_ ? nlohmann::json{{"level", "warning"}, {"message", text}}.dump() : "warning: " + text) << '\n';
  }

  void add_sink(spdlog::logger& logger, spdlog::sink_ptr sink, LogLevel level) {
    logger.set_level(spdlog_level(level));
    logger.flush_on(spdlog::level::debug);  // what was logged before a crash is what explains it
    logger.set_error_handler([this](const std::string& what) { tell_trouble(what); });
    logger.sinks().push_back(std::move(sink));
  }

  void write_to(std::initializer_list<spdlog::logger*> loggers, LogLevel level, std::string_view message) {
    std::string text;
    for (spdlog::logger* const logger : loggers) {
      if (logger->sinks().empty() || !logger->should_log(spdlog_level(level))) continue;
      if (text.empty()) text = shown(message);
      logger->log(spdlog_level(level), spdlog::string_view_t(text));
    }
  }

  [[nodiscard]] std::string shown(std::string_view message) const {
    std::string text = visible(masker_.mask(message), kMaxLine);
    return json_ ? nlohmann::json(text).dump() : text;
  }

  const SecretMasker& masker_;
  const bool json_;
  bool trouble_told_ = false;
  spdlog::logger stderr_;
  spdlog::logger file_;
};

}  // namespace

std::unique_ptr<Log> spdlog_log(const LogSettings& settings, const SecretMasker& masker) {
  try {
    return std::make_unique<SpdlogLog>(settings, masker);
  } catch (const std::exception& error) {
    throw Failure(FailureKind::usage,
                  fmt::format("cannot log to {} (logging.path): {}", settings.path.string(), error.what()));
  }
}

}  // namespace dsz
