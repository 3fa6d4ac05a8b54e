#pragma once

#include "dsz/base/failure.hpp"

#include <string>
#include <string_view>

namespace dsz {

enum class FindingState {
  ok,
  warning,  ///< works, but should be mended
  trouble,  ///< a run would fail, or do harm
  skipped,  ///< could not be looked at: the sentence says why
};
/// "ok", "warning", "trouble", "skipped".
std::string_view to_text(FindingState state);

/// What one check found out. Names and sentences are for the owner, without secrets.
struct Finding {
  std::string name;  ///< "store keys"
  FindingState state = FindingState::ok;
  std::string sentence;
  std::string what_to_do{};                    ///< "" when nothing is to be done, or the sentence says it
  FailureKind kind = FailureKind::unexpected;  ///< of trouble: decides the exit code
};

Finding fine(std::string name, std::string sentence);
Finding warning(std::string name, std::string sentence, std::string what_to_do);
Finding trouble(std::string name, FailureKind kind, std::string sentence, std::string what_to_do);
/// A failure says itself what to do. One by a signal is thrown again: the owner wants the program to stop.
Finding trouble(std::string name, const Failure& failure);
Finding skipped(std::string name, std::string why);

}  // namespace dsz
