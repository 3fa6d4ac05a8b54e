#pragma once

#include "dsz/app/fetch_job.hpp"
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/state/fetch_staging.hpp"

namespace dsz {

/// Writes what is staged to the inventory file, and empties the staging. `header` says what the inventory covers; the
/// rest of it, and in `result` the path and the counts, are filled in here.
void write_staged_inventory(RunContext& context, FetchStaging& staging, InventoryHeader header, FetchResult& result);

}  // namespace dsz
