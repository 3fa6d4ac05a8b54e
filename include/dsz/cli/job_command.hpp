#pragma once

#include "dsz/app/job_report.hpp"
#include "dsz/app/run_context.hpp"
#include "dsz/cli/command.hpp"

#include <functional>

namespace dsz {

using Job = std::function<void(RunContext& context, JobReport& report)>;

/// What fetch, match, sync and undo have in common: configuration, log, progress, lock and history around a job, and
/// its report on stdout.
RunEnd job_command(const Invocation& call, const ConfigNeeds& needs, const Job& job);

}  // namespace dsz
