#pragma once

#include "dsz/app/apply_job.hpp"
#include "dsz/app/fetch_job.hpp"
#include "dsz/app/match_job.hpp"
#include "dsz/app/undo_job.hpp"

#include <cstdint>
#include <optional>

namespace dsz {

/// What one run found and did, as far as it came: also when it failed. Shown as text and as JSON, kept in the history.
struct JobReport {
  std::int64_t run = 0;
  Millis took{0};
  std::optional<FetchResult> fetch;
  std::optional<MatchReport> match;
  std::optional<ApplyReport> apply;
  std::optional<UndoReport> undo;
  std::optional<RequestCounts> supplier;  ///< nullopt: not needed
  std::optional<RequestCounts> store;
  std::optional<int> quota_left;  ///< requests to the supplier within the hour, when the run ended; nullopt: not needed
};

}  // namespace dsz
