#pragma once

#include "dsz/app/run_context.hpp"
#include "dsz/match/matcher.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dsz {

using Confirmations = std::map<std::string, Confirmation, std::less<>>;

/// Asks the supplier for products that are not in `inventory`, by name, within the quota (which may mean a wait, told
/// in the log); what could not be asked is unasked. With `match.confirm_missing` false all are missing, unasked.
/// Failure(usage) when there is something to ask and no account to ask with.
Confirmations confirm_missing(RunContext& context, const std::vector<std::string>& skus,
                              const std::filesystem::path& inventory);

}  // namespace dsz
