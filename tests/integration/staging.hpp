#pragma once

#include "program.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dsz::test {

/// What the interposed library does to the real program (interpose/README.md).
struct Staging {
  std::string what{};   ///< "kill-before", "kill-after", "tear", "short", "errno:28", "errno-from:28"
  long at = 0;          ///< the n-th counted call; 0: none
  std::string kinds{};  ///< which calls count; all when empty
  long clock = 0;       ///< seconds added to the wall clock

  /// For a failed assertion: "kill-after at call 17".
  [[nodiscard]] std::string text() const;
};

/// One counted call.
struct StagedCall {
  std::string kind;
  std::string path;  ///< "network" for a send
};

/// What a run needs to be staged: files below `folder` count.
ProgramOptions staged(const Staging& staging, const std::filesystem::path& folder, const std::filesystem::path& trace);
/// Pauses of 20 ms and more take no time, where the library can be preloaded.
ProgramOptions hasty();
/// The calls of a run that was staged with this trace, and removes it.
std::vector<StagedCall> take_trace(const std::filesystem::path& trace);
/// False where the library cannot be preloaded.
bool staging_works();
/// DSZ_EVERY_MOMENT is set: every moment is tried instead of a seeded sample.
bool every_moment();

}  // namespace dsz::test
