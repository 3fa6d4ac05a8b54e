#pragma once

#include "dsz/app/check_job.hpp"
#include "dsz/app/job_report.hpp"
#include "dsz/base/exit_code.hpp"
#include "dsz/base/failure.hpp"

#include <optional>
#include <string>

namespace dsz {

/// How a command ended.
struct RunEnd {
  std::optional<FailureKind> failure{};  ///< what ended it before its end
  bool partly = false;                   ///< some writes failed or were ignored by the store
  bool changes_found = false;            ///< a dry run would change something
  std::string sentence;                  ///< what happened, for people
};

RunEnd end_of(const Failure& failure);
/// Of a job that came to its end without a Failure.
RunEnd end_of(const JobReport& report);
/// Of a check: the gravest trouble decides. What must be mended on this machine comes before refused credentials, these
/// before the supplier, and the supplier before the store.
RunEnd end_of(const CheckReport& report);

/// The only place where an exit code is chosen. `detailed`: --detailed-exitcode.
ExitCode exit_code_of(const RunEnd& end, bool detailed);

}  // namespace dsz
