#include "dsz/app/fetch_job.hpp"
#include "dsz/cli/job_command.hpp"

namespace dsz {
namespace {

Need need_of_store(FetchMode mode) {
  switch (mode) {
    case FetchMode::full:
      return Need::none;
    case FetchMode::automatic:
      return Need::if_given;
    case FetchMode::targeted:
    case FetchMode::delta:
      break;
  }
  return Need::required;
}

}  // namespace

RunEnd fetch_command(const Invocation& call) {
  const FetchMode mode = call.options.mode.value_or(FetchMode::full);
  return job_command(call, {.supplier = Need::required, .store = need_of_store(mode)},
                     [mode](RunContext& context, JobReport& report) {
                       StoreReading store(context);
                       report.fetch = run_fetch(context, mode, store);
                     });
}

}  // namespace dsz
