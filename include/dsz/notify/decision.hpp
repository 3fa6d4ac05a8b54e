#pragma once

#include "dsz/app/notify_settings.hpp"
#include "dsz/base/exit_code.hpp"
#include "dsz/base/time.hpp"
#include "dsz/state/run_history.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dsz {

/// What one command has been suffering from since it last went well.
struct Trouble {
  int runs = 0;  ///< in a row
  WallTime since{};
  std::map<int, WallTime> told;  ///< by exit code: when it was last told
};

/// What was told before, kept in `state.db`.
struct Told {
  std::map<std::string, Trouble> troubles;  ///< by command: "sync"
  std::int64_t cut_off_run = -1;            ///< up to this run, all that were cut off have been told or need not be
  std::optional<WallTime> cut_off;          ///< when one was last told
};

/// Facts hold it as JSON. What cannot be read counts as nothing told: better told twice than never.
std::string told_text(const Told& told);
Told parse_told(std::string_view text);

struct RunResult {
  std::string command;  ///< "sync"
  ExitCode code = ExitCode::done;
};

/// What to tell, and what has been told once that has arrived.
struct Decision {
  std::optional<Occasion> occasion;  ///< nullopt: nothing
  int runs = 0;                      ///< that failed in a row, with this one; of a recovery: before it
  WallTime since{};                  ///< when that began
  Told if_told;                      ///< to be kept when a channel took the message
  Told if_not;                       ///< to be kept when nothing was told
};

/// Pure. A run ended. A failure is told at first and again after `repeat`, each exit code for itself; a recovery only
/// when a failure was told; a digest when there is nothing else. A run that SIGINT ended says nothing about the
/// service, and one that SIGTERM ended is told as cut off by the next run.
Decision decide(const RunResult& run, const Told& told, const NotifySettings& settings, WallTime now);

struct CutOffDecision {
  std::vector<RunRecord> runs;  ///< oldest first; empty: nothing to tell
  Told if_told;
  Told if_not;
};

/// Pure. A run begins: `latest` are the newest runs, newest first, `run` is the one under way. Before the first run
/// that remembers anything nothing is looked at.
CutOffDecision decide_cut_off(std::int64_t run, std::span<const RunRecord> latest, const Told& told,
                              const NotifySettings& settings, WallTime now);

}  // namespace dsz
