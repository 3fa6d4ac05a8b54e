#include "dsz/app/apply_job.hpp"
#include "dsz/cli/job_command.hpp"

namespace dsz {

RunEnd apply_command(const Invocation& call) {
  return job_command(call, {.store = Need::required}, [&](RunContext& context, JobReport& report) {
    run_apply(context, {.plan = call.options.plan, .dry_run = call.options.dry_run}, report.apply.emplace());
  });
}

}  // namespace dsz
