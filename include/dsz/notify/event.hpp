#pragma once

#include "dsz/app/job_report.hpp"
#include "dsz/app/notify_settings.hpp"
#include "dsz/base/exit_code.hpp"
#include "dsz/state/run_history.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dsz {

/// All that a message is made of. Text in it is masked; that of a service is not yet made visible().
struct Event {
  Occasion occasion = Occasion::failure;
  std::int64_t run = 0;
  std::string command;  ///< "sync"
  std::string store;    ///< the shop's address; "" when none is configured
  WallTime now{};
  ExitCode code = ExitCode::done;
  std::string sentence;
  int runs = 1;      ///< that failed in a row; of a recovery: before it
  WallTime since{};  ///< when that began
  JobReport report;
  std::string summary_json;        ///< the report as the history keeps it
  std::vector<RunRecord> cut_off;  ///< of Occasion::cut_off: which
  std::vector<std::string> log;    ///< the last lines of this run
};

}  // namespace dsz
