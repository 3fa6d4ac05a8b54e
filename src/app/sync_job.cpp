#include "dsz/app/sync_job.hpp"

namespace dsz {

void run_sync(RunContext& context, const MatchOptions& options, JobReport& report) {
  report.fetch = run_fetch(context);
  run_match(context, options, report.match.emplace());
}

}  // namespace dsz
