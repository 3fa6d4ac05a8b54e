#include "dsz/app/fetch_job.hpp"
#include "dsz/cli/job_command.hpp"

namespace dsz {

RunEnd fetch_command(const Invocation& call) {
  return job_command(call, {.supplier = Need::required},
                     [](RunContext& context, JobReport& report) { report.fetch = run_fetch(context); });
}

}  // namespace dsz
