#include "dsz/report/report_data.hpp"

#include "dsz/report/kept_lists.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t number(const Json& json, const char* name) {
  return json.is_object() && json.contains(name) && json[name].is_number_integer() ? json[name].get<std::int64_t>() : 0;
}

bool went_wrong(const Json& row) {
  const std::string outcome = row.is_object() ? row.value("outcome", "") : "";
  return outcome != "written" && outcome != "held";
}

/// A later comparison that found nothing to write has cleared what went wrong before.
std::int64_t failed_total(const ReportData& data) {
  if (data.changes.is_null() || number(data.changes, "run") < number(data.lists, "run")) return 0;
  const auto found = std::ranges::find_if(
      data.runs, [&](const RunFigures& figures) { return figures.run.id == number(data.changes, "run"); });
  // The history counts them all; the kept rows may be cut.
  if (found != data.runs.end() && found->failed) return *found->failed;
  const Json& rows = data.changes.value("rows", Json::array());
  return std::count_if(rows.begin(), rows.end(), went_wrong);
}

std::vector<Attention> attention_of(const ReportData& data) {
  std::vector<Attention> kinds = attention_kinds();
  for (Attention& attention : kinds) {
    const std::string kind(attention.kind);
    if (kind == "failed") {
      attention.total = failed_total(data);
    } else if (data.lists.contains(kind)) {
      attention.total = number(data.lists[kind], "total");
    }
  }
  return kinds;
}

void read_database(Database& database, ReportData& data) {
  const WallTime since = data.made_at - std::chrono::days{kReportDays};
  for (const RunRecord& record : RunHistory(database).latest(kRunsRead)) {
    if (record.started >= since || data.runs.empty()) data.runs.push_back(figures_of(record));
  }
  data.changes = kept_changes(database);
  data.lists = kept_lists(database);
}

}  // namespace

ReportData read_report(const World& world, const Config& config, Log& log) {
  ReportData data;
  data.made_at = world.clock.wall();
  const std::unique_ptr<Database> database = open_existing_database(world, config);
  data.status = read_status(world, config, database.get(), log);
  data.limits = config.match.guards;
  data.quota_per_hour = config.quota.per_hour;
  if (database) read_database(*database, data);
  data.attention = attention_of(data);
  data.state = state_now({data.runs, data.attention, !data.status.lock_holder.empty(), data.made_at});
  return data;
}

}  // namespace dsz
