#include "dsz/app/sync_job.hpp"

#include "plan_saving.hpp"

namespace dsz {

void run_sync(RunContext& context, const MatchOptions& options, JobReport& report) {
  if (!options.plan.empty()) prepare_plan_file(context.world().files, options.plan);  // before an hour of fetching
  report.fetch = run_fetch(context);
  run_match(context, options, report.match.emplace());
}

}  // namespace dsz
