#pragma once

#include "dsz/app/run_end.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// A run that has ended, as monitoring tells of it.
struct EndedRun {
  std::int64_t run = 0;
  std::string command{};  ///< "sync"
  WallTime ended{};       ///< whole seconds: what is kept has no more
  Millis took{0};
  int exit_code = 0;
  std::string sentence{};  ///< without secrets
};

/// What the last match or sync that came as far as a plan found and wrote.
struct ProductFigures {
  std::int64_t run = 0;
  WallTime ended{};
  std::int64_t selected = 0;
  std::int64_t unchanged = 0;
  std::int64_t updated = 0;
  std::int64_t failed = 0;   ///< refused by the store, unclear, or not sent
  std::int64_t ignored = 0;  ///< the store kept its old value
  std::int64_t missing = 0;
  std::int64_t unknown = 0;  ///< left alone, because the supplier's stock could not be read or confirmed
};

/// Everything that can stop a match or sync with exit code 4: the guards of check_guards(), an inventory that is too
/// old or incomplete, and a store that manages no stock.
inline constexpr std::array<std::string_view, 6> kGuardNames{"missing",       "zeroed",    "feed_drop",
                                                             "allow_missing", "inventory", "stock_management"};

struct GuardState {
  std::string name{};
  bool tripped = false;
  std::string sentence{};  ///< its figures; "" when it was not asked
};

/// The guards in the last match or sync that asked them, each of kGuardNames; at first none has tripped.
struct GuardStates {
  std::optional<std::int64_t> run;
  std::optional<WallTime> ended;
  std::vector<GuardState> guards;

  GuardStates();
};

/// Since the state folder was made.
struct RequestTotals {
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;  ///< no answer, or not 2xx, but for those below
  std::uint64_t throttled = 0;
};

/// What outlives a run: a failed run leaves the last success, one that did not read the store leaves the figures.
struct Standing {
  std::optional<EndedRun> last_run;
  std::optional<EndedRun> last_success;  ///< sync, match or apply with exit code 0
  std::optional<EndedRun> last_failure;
  std::optional<ProductFigures> products;
  GuardStates guards;
  RequestTotals supplier;
  RequestTotals store;
};

/// A run that has just ended.
struct RunFacts {
  EndedRun run;
  bool dry_run = false;
  const RunEnd& end;
  const JobReport& report;
};

/// Pure. Of a dry run only the requests count: it is no success of the real job, nor a failure.
Standing stand_after(Standing standing, const RunFacts& facts);

}  // namespace dsz
