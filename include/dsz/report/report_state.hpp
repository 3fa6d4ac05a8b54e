#pragma once

#include "dsz/report/run_figures.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// Products that need a look, with what to do about them.
struct Attention {
  std::string_view kind;  ///< "failed", "missing", "unknown", "duplicate", "skipped"
  std::string_view title;
  std::string_view todo;
  bool calm = false;  ///< the run did what is to be done: nothing waits for the owner
  std::int64_t total = 0;
};

/// Each kind, in this order, with a total of 0.
std::vector<Attention> attention_kinds();

enum class StateLevel { none, good, attention, trouble };
std::string_view to_text(StateLevel level);

struct ReportState {
  StateLevel level = StateLevel::none;
  std::string sentence;  ///< what stands now, for the owner
  std::string todo;      ///< what to do; "" when there is nothing to do
};

struct StateFacts {
  std::span<const RunFigures> runs;  ///< newest first
  std::span<const Attention> attention;
  bool under_way = false;  ///< a run holds the lock
  WallTime now{};
};

/// Pure. Dry runs do not count: they change nothing.
ReportState state_now(const StateFacts& facts);

/// The newest real run that compared the store with the inventory; nullptr when there is none.
const RunFigures* last_comparison(std::span<const RunFigures> runs);
/// The newest real run; nullptr when there is none.
const RunFigures* last_real_run(std::span<const RunFigures> runs);

}  // namespace dsz
