#pragma once

#include "dsz/app/job_report.hpp"
#include "dsz/cli/surface.hpp"

#include <string>

namespace dsz {

/// What a run found and did, for people: of a dry run the differences first, then the totals, then the guards.
std::string summary_text(const JobReport& report, const Surface& surface);

}  // namespace dsz
