#pragma once

#include "dsz/cli/surface.hpp"
#include "dsz/report/report_data.hpp"

#include <string>

namespace dsz {

/// The report in a few lines.
std::string report_text(const ReportData& report, const Surface& surface);

}  // namespace dsz
