#pragma once

#include "dsz/app/match_job.hpp"
#include "dsz/app/run_context.hpp"
#include "dsz/store/catalogue.hpp"

#include <filesystem>

namespace dsz {

/// Makes sure that a plan can be written there, and removes the plan that stands there: the file never holds another
/// plan than that of the newest dry run. Failure(usage) for a folder, and for a file that is no plan.
void prepare_plan_file(FileSystem& files, const std::filesystem::path& path);

/// Writes the report's plan, with mode 600 and as a whole. `catalogue` is what the plan was made of.
void save_plan(RunContext& context, const MatchOptions& options, const MatchReport& report,
               const StoreCatalogue& catalogue);

}  // namespace dsz
