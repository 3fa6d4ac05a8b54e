#pragma once

#include "dsz/app/fetch_job.hpp"
#include "dsz/app/store_targets.hpp"
#include "dsz/supplier/sku_lookup.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dsz {

/// What the store sells, without what the supplier never had and was asked for not long ago.
StoreTargets read_targets(RunContext& context, StoreReading& store);

/// The lines that the answers give: what is listed, and what is missing. A SKU that the supplier is not known ever to
/// have had is missing only where the configuration declares it the supplier's. What has no usable answer has no line.
std::vector<SupplierProduct> lines_of(RunContext& context, const LookupReport& report);

/// Asks by name, and remembers what is good for later runs: SKUs that the supplier has or had, and when it was asked
/// for the others. nullopt, and `doubt` why, when it ignores the names or most of what it answers cannot be read.
/// Failure(supplier) when it fails.
std::optional<LookupReport> ask_by_name(RunContext& context, const std::vector<std::string>& skus, std::string& doubt);

void count_answers(const LookupReport& report, FetchResult& result);

/// Asks for what the store sells; `doubt` as for ask_by_name().
std::optional<FetchResult> fetch_targeted(RunContext& context, StoreReading& store, std::string& doubt);

}  // namespace dsz
