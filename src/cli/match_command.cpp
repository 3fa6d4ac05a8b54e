#include "dsz/app/match_job.hpp"
#include "dsz/cli/job_command.hpp"

#include "match_options.hpp"

namespace dsz {

RunEnd match_command(const Invocation& call) {
  return job_command(call, {.supplier = Need::if_given, .store = Need::required},
                     [&](RunContext& context, JobReport& report) {
                       StoreReading store(context);
                       run_match(context, match_options(call.options), store, report.match.emplace());
                     });
}

}  // namespace dsz
