#pragma once

#include "dsz/app/fetch_job.hpp"
#include "dsz/inventory/inventory_file.hpp"

#include <optional>
#include <string>

namespace dsz {

/// The header of the present inventory file; nullopt when there is none that can be read whole.
std::optional<InventoryInfo> last_inventory(RunContext& context);

/// Applies the log of changes to the last inventory. What the log cannot say for sure of a product that the store sells
/// (it came back from 0, because it may be discontinued all the same; it was unknown or missing; its change cannot be
/// read; the inventory has another stock and was read later than the change) is asked for by name; of a product that
/// the store does not sell it becomes unknown. nullopt, and `doubt` why, when the changes may not be built upon:
/// nothing is written then.
std::optional<FetchResult> fetch_delta(RunContext& context, StoreReading& store, std::string& doubt);

}  // namespace dsz
