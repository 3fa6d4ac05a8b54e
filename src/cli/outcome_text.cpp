#include "outcome_text.hpp"

namespace dsz {

std::string_view to_text(WriteOutcome outcome) {
  switch (outcome) {
    case WriteOutcome::pending:
      return "pending";
    case WriteOutcome::written:
      return "written";
    case WriteOutcome::ignored:
      return "ignored";
    case WriteOutcome::failed:
      return "failed";
    case WriteOutcome::not_sent:
      return "not_sent";
  }
  return "";
}

}  // namespace dsz
