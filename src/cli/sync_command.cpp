#include "dsz/app/sync_job.hpp"
#include "dsz/cli/job_command.hpp"

#include "match_options.hpp"

namespace dsz {

RunEnd sync_command(const Invocation& call) {
  const FetchMode mode = call.options.mode.value_or(FetchMode::automatic);
  return job_command(
      call, {.supplier = Need::required, .store = Need::required},
      [&](RunContext& context, JobReport& report) { run_sync(context, mode, match_options(call.options), report); });
}

}  // namespace dsz
