#pragma once

#include "dsz/monitor/status_file.hpp"

#include <string>
#include <string_view>

namespace dsz {

/// Every metrics file begins with this.
inline constexpr std::string_view kMetricsFileBegin = "# HELP dsz_sync_";

/// In Prometheus's text format, for node_exporter's textfile collector (docs/MONITORING.md). What is not known has no
/// sample, but the time of the last success is 0 when there was none, so that an alert on its age fires.
std::string metrics_text(const MonitorFacts& facts);

}  // namespace dsz
