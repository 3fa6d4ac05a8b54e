#include "dsz/app/sync_job.hpp"

#include "plan_saving.hpp"

namespace dsz {

void run_sync(RunContext& context, FetchMode mode, const MatchOptions& options, JobReport& report) {
  if (!options.plan.empty()) prepare_plan_file(context.world().files, options.plan);  // before an hour of fetching
  StoreReading store(context);
  store.settle_open_writes();
  report.fetch = run_fetch(context, mode, store);
  run_match(context, options, store, report.match.emplace());
}

}  // namespace dsz
