#pragma once

#include "dsz/app/run_context.hpp"
#include "dsz/supplier/sku_lookup.hpp"

#include <string>
#include <vector>

namespace dsz {

/// How many SKUs the supplier takes at once, as far as it was found out; kManySkusAtOnce is tried first.
std::size_t skus_at_once(RunContext& context);

/// Asks the supplier for products by name, as many at once as it was found to take; remembers what this lookup found.
LookupReport look_up(RunContext& context, const std::vector<std::string>& skus, int max_requests);

}  // namespace dsz
