#include "dsz/app/sync_job.hpp"
#include "dsz/cli/job_command.hpp"

#include "match_options.hpp"

namespace dsz {

RunEnd sync_command(const Invocation& call) {
  return job_command(
      call, {.supplier = Need::required, .store = Need::required},
      [&](RunContext& context, JobReport& report) { run_sync(context, match_options(call.options), report); });
}

}  // namespace dsz
