#include "dsz/base/exit_code.hpp"

namespace dsz {

ExitCode exit_code_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::unexpected:
      return ExitCode::unexpected;
    case FailureKind::usage:
      return ExitCode::usage_or_configuration;
    case FailureKind::guard:
      return ExitCode::guard_stopped;
    case FailureKind::supplier:
      return ExitCode::supplier_unusable;
    case FailureKind::locked:
      return ExitCode::locked;
    case FailureKind::credentials:
      return ExitCode::credentials_refused;
    case FailureKind::store:
      return ExitCode::store_unreachable;
    case FailureKind::interrupted:
      return ExitCode::interrupted;
    case FailureKind::terminated:
      return ExitCode::terminated;
  }
  return ExitCode::unexpected;
}

}  // namespace dsz
