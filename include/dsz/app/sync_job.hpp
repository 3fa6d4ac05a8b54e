#pragma once

#include "dsz/app/job_report.hpp"

namespace dsz {

/// Fetch, then match. A fetch that fails ends it: nothing is matched against an inventory that should have been
/// replaced.
void run_sync(RunContext& context, FetchMode mode, const MatchOptions& options, JobReport& report);

}  // namespace dsz
