#pragma once

#include "dsz/base/failure.hpp"

namespace dsz {

/// What the process tells its caller (design.md, "Command line"). A number is never reused for another meaning.
enum class ExitCode : int {
  done = 0,
  unexpected = 1,
  usage_or_configuration = 2,
  partly_done = 3,
  guard_stopped = 4,
  supplier_unusable = 10,
  locked = 11,
  credentials_refused = 12,
  store_unreachable = 13,
  changes_found = 100,  ///< only with --detailed-exitcode, only from a dry run
  interrupted = 130,
  terminated = 143,
};

/// The only place where a failure becomes an exit code.
ExitCode exit_code_of(FailureKind kind);

}  // namespace dsz
