#pragma once

#include "dsz/app/fetch_mode.hpp"
#include "dsz/app/init_job.hpp"
#include "dsz/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace dsz {

enum class CommandName { fetch, match, sync, apply, undo, history, status, report, check, init, notify_test };

/// What the caller asked for.
struct Options {
  CommandName command = CommandName::status;
  std::string config;
  bool quiet = false;
  bool verbose = false;
  bool json = false;
  std::optional<bool> log_json;  ///< nullopt: as configured
  Millis lock_wait{0};
  Millis jitter{0};
  std::optional<FetchMode> mode;  ///< nullopt: the command's own
  bool dry_run = false;
  std::string inventory;
  std::optional<std::int64_t> allow_missing;
  std::string plan;  ///< match and sync: where to save it; apply: what to write
  bool detailed_exitcode = false;
  std::optional<std::int64_t> run;
  bool yes = false;
  std::string html;  ///< report: where the page goes; "": text on stdout
  InitialSettings init{};
};

std::string_view to_text(CommandName command);

/// Either options, or what to say and the exit code to leave with (--help, --version, wrong usage).
struct CommandLine {
  std::optional<Options> options;
  int exit_code = 0;
  std::string out;
  std::string error;  ///< one sentence; "" for --help and --version
};

CommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace dsz
