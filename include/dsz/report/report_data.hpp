#pragma once

#include "dsz/app/status.hpp"
#include "dsz/match/circuit_breaker.hpp"
#include "dsz/report/report_state.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace dsz {

/// How far back the charts reach.
inline constexpr int kReportDays = 90;
/// The newest runs that are read: more do not fit into a chart.
inline constexpr std::size_t kRunsRead = 2'000;

/// Everything that the report shows. Read from state.db and the inventory; neither service is asked.
struct ReportData {
  WallTime made_at{};
  Status status;
  GuardLimits limits;
  int quota_per_hour = 0;
  std::vector<RunFigures> runs;      ///< newest first, at most kRunsRead, of the last kReportDays
  nlohmann::ordered_json changes;    ///< kept_changes()
  nlohmann::ordered_json lists;      ///< kept_lists()
  std::vector<Attention> attention;  ///< with their totals
  ReportState state;
};

/// Takes no lock.
ReportData read_report(const World& world, const Config& config, Log& log);

/// The document that `report --json` prints and the page shows (docs/JSON.md). Its lists are cut so that the whole
/// stays below a megabyte, even where every character needs an escape; totals are kept.
nlohmann::ordered_json json_of(const ReportData& data);

}  // namespace dsz
