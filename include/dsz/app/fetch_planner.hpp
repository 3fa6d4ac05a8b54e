#pragma once

#include "dsz/app/fetch_mode.hpp"
#include "dsz/base/time.hpp"
#include "dsz/inventory/inventory_file.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace dsz {

/// What a full fetch would cost.
struct FullOutlook {
  std::optional<std::int64_t> products;  ///< as the supplier stated last; nullopt: never yet
  std::int64_t page_size = 200;
  std::int64_t pages_there = 0;  ///< that a fetch had read which was cut off
};

/// What asking by name would cost.
struct TargetedOutlook {
  std::int64_t skus = 0;      ///< to ask for
  std::int64_t unlisted = 0;  ///< of these: probably not listed, so asked for twice more
  std::int64_t at_once = 100;
};

/// What the log of changes would cost.
struct DeltaOutlook {
  Millis window{0};            ///< that would be asked for
  std::int64_t uncovered = 0;  ///< SKUs that the last inventory does not speak of: to be asked for by name
  std::int64_t at_once = 100;
};

/// All that the choice depends on.
struct FetchOutlook {
  FullOutlook full;
  std::optional<TargetedOutlook> targeted;  ///< nullopt: what the store sells is not known
  std::optional<DeltaOutlook> delta;
  std::string no_delta_because;  ///< when `delta` is nullopt
  std::int64_t quota_left = 0;
};

struct FetchPlan {
  FetchMode mode = FetchMode::full;
  std::int64_t requests = 0;  ///< about so many
  std::string reasoning;      ///< one line for the log
};

/// Pure. Each mode in the outlook would give a complete answer for what the store sells; the cheapest of those that the
/// quota still allows, and of all when it allows none. Of equals the one that says more: full, then targeted.
FetchPlan plan_fetch(const FetchOutlook& outlook);

/// Why the changes since the inventory `last` (nullopt: there is none that can be read) may not be built upon; "" when
/// they may: it is this supplier's, not from the future, the last full or targeted fetch is at most `max_age` old, and
/// the window that it takes is at most 9 days.
std::string why_no_delta(const std::optional<InventoryHeader>& last, const std::string& source, WallTime now,
                         Millis max_age);

/// From where to read changes upon an inventory: a day before it, because nobody documents the time zone of the log.
WallTime delta_start(const InventoryHeader& last);
/// Where to end: a day ahead, for the same reason.
WallTime delta_end(WallTime now);

}  // namespace dsz
