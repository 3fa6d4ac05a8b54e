#pragma once

#include "dsz/app/run_context.hpp"
#include "dsz/supplier/sku_lookup.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dsz {

/// How many SKUs the supplier takes at once, as far as it was found out; kManySkusAtOnce is tried first.
std::size_t skus_at_once(RunContext& context);

/// Asks the supplier for products by name, as many at once as it was found to read; remembers what this lookup found.
/// Where it lists nothing of them, a few products that `inventory` lists show whether it answers by name at all.
LookupReport look_up(RunContext& context, const std::vector<std::string>& skus, int max_requests,
                     const std::filesystem::path& inventory);

}  // namespace dsz
