#include "dsz/app/version.hpp"
#include "dsz/base/text.hpp"
#include "dsz/report/report_data.hpp"
#include "dsz/report/report_page.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

// Rows shown, and bytes that they may take in the page; together with the page itself they stay below a megabyte.
constexpr std::size_t kRunsShown = 500;
constexpr std::size_t kBytesOfRuns = 180'000;
constexpr std::size_t kBytesOfPoints = 230'000;
constexpr std::size_t kBytesOfChanges = 330'000;
constexpr std::size_t kBytesOfList = 30'000;
constexpr std::size_t kTextShown = 400;

/// Rows as long as there is room for them.
class Rows {
 public:
  explicit Rows(std::size_t bytes) : left_(bytes) {}
  void add(Json row) {
    const std::size_t bytes = script_safe(row).size() + 1;
    full_ = full_ || bytes > left_;
    if (full_) return;
    left_ -= bytes;
    rows_.push_back(std::move(row));
  }
  [[nodiscard]] Json json() && { return std::move(rows_); }

 private:
  std::size_t left_;
  bool full_ = false;
  Json rows_ = Json::array();
};

template <typename Value>
Json maybe(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json kept_rows(const Json& list, std::size_t bytes) {
  Rows rows(bytes);
  if (list.is_object()) {
    for (const Json& row : list.value("rows", Json::array())) rows.add(row);
  }
  return std::move(rows).json();
}

std::string cut(const std::string& text) { return visible(text, kTextShown); }

Json json_of_run(const RunFigures& figures) {
  const RunRecord& run = figures.run;
  Json json{{"run", run.id}, {"command", cut(run.command)}, {"started_at", format_utc(run.started)}};
  json["seconds"] = maybe(figures.seconds);
  json["exit_code"] = run.ended ? Json(run.exit_code) : Json(nullptr);
  json["written"] = maybe(figures.written);
  json["sentence"] = cut(run.sentence);
  return json;
}

Json json_of_last_run(const std::vector<RunFigures>& runs) {
  const RunFigures* last = last_real_run(runs);
  return last != nullptr ? json_of_run(*last) : Json(nullptr);
}

Json json_of_history(const std::vector<RunFigures>& runs) {
  Rows rows(kBytesOfRuns);
  for (std::size_t i = 0; i < runs.size() && i < kRunsShown; ++i) rows.add(json_of_run(runs[i]));
  return {{"total", runs.size()}, {"rows", std::move(rows).json()}};
}

Json percent(std::optional<std::int64_t> part, std::optional<std::int64_t> whole) {
  if (!part || !whole || *whole <= 0) return nullptr;
  const double share = 100 * static_cast<double>(*part) / static_cast<double>(*whole);
  return std::round(share * 10) / 10;
}

Json point(const RunFigures& figures) {
  const bool whole = figures.feed_mode == "full";
  return {std::chrono::duration_cast<std::chrono::seconds>(figures.run.started.time_since_epoch()).count(),
          figures.run.id,
          maybe(figures.out_of_stock),
          maybe(figures.written),
          maybe(figures.failed),
          maybe(figures.seconds),
          whole ? maybe(figures.feed) : Json(nullptr),
          whole ? Json(nullptr) : maybe(figures.feed),
          maybe(figures.supplier_requests),
          maybe(figures.store_requests),
          percent(figures.missing, figures.selected),
          percent(figures.to_zero, figures.in_stock),
          figures.tripped.size(),
          maybe(figures.quota_left)};
}

/// The real runs, the oldest first, as charts want them.
Json json_of_points(const std::vector<RunFigures>& runs) {
  Rows rows(kBytesOfPoints);
  for (const RunFigures& figures : runs) {
    if (!figures.dry_run) rows.add(point(figures));
  }
  Json points = std::move(rows).json();
  std::reverse(points.begin(), points.end());
  return {
      {"days", kReportDays},
      {"columns",
       {"started", "run", "out_of_stock", "written", "failed", "seconds", "feed_whole", "feed_asked",
        "supplier_requests", "store_requests", "missing_percent", "zeroed_percent", "guards_tripped", "quota_left"}},
      {"rows", std::move(points)}};
}

Json json_of_changes(const ReportData& data) {
  if (!data.changes.is_object()) return nullptr;
  const Json& kept = data.changes;
  Json json{{"run", kept.value("run", 0)}, {"command", nullptr}, {"started_at", nullptr}};
  for (const RunFigures& figures : data.runs) {
    if (figures.run.id != json["run"]) continue;
    json["command"] = cut(figures.run.command);
    json["started_at"] = format_utc(figures.run.started);
  }
  json["total"] = kept.value("total", 0);
  json["rows"] = kept_rows(kept, kBytesOfChanges);
  return json;
}

Json failed_rows(const Json& changes) {
  Rows rows(kBytesOfList);
  for (const Json& row : changes.value("rows", Json::array())) {
    const std::string outcome = row.value("outcome", "");
    if (outcome == "written" || outcome == "held") continue;
    rows.add({{"sku", row.value("sku", "")},
              {"id", row.value("id", 0)},
              {"parent", row.value("parent", 0)},
              {"name", row.value("name", "")},
              {"why", outcome},
              {"detail", row.value("detail", "")}});
  }
  return std::move(rows).json();
}

Json json_of_attention(const ReportData& data) {
  Json kinds = Json::array();
  for (const Attention& attention : data.attention) {
    const std::string kind(attention.kind);
    Json json{{"kind", kind}, {"title", attention.title}, {"todo", attention.todo}};
    json["calm"] = attention.calm;
    json["total"] = attention.total;
    json["rows"] = Json::array();
    if (attention.total > 0 && kind == "failed") json["rows"] = failed_rows(data.changes);
    if (data.lists.contains(kind)) json["rows"] = kept_rows(data.lists[kind], kBytesOfList);
    kinds.push_back(std::move(json));
  }
  return kinds;
}

Json json_of_store(const RunFigures* compared) {
  if (compared == nullptr) return nullptr;
  return {{"url", compared->store},
          {"selected", maybe(compared->selected)},
          {"out_of_stock", maybe(compared->out_of_stock)},
          {"run", compared->run.id},
          {"compared_at", format_utc(compared->run.started)}};
}

Json json_of_inventory(const Status& status) {
  Json json{{"fetched_at", nullptr}, {"products", nullptr}, {"mode", nullptr}};
  if (status.inventory_info) {
    json["fetched_at"] = format_utc(status.inventory_info->header.fetched_at);
    json["products"] = status.inventory_info->count - status.inventory_info->missing;
    json["mode"] = status.inventory_info->header.mode;
  }
  json["trouble"] = status.inventory_trouble.empty() ? Json(nullptr) : Json(cut(status.inventory_trouble));
  return json;
}

}  // namespace

nlohmann::ordered_json json_of(const ReportData& data) {
  Json json{{"made_at", format_utc(data.made_at)}, {"made_by", std::string("dsz-sync ") + std::string(version())}};
  json["state"] = {{"level", to_text(data.state.level)}, {"sentence", data.state.sentence}, {"todo", data.state.todo}};
  json["store"] = json_of_store(last_comparison(data.runs));
  json["inventory"] = json_of_inventory(data.status);
  json["quota"] = {{"left_this_hour", maybe(data.status.quota_left)}, {"per_hour", data.quota_per_hour}};
  json["limits"] = {{"missing_percent", data.limits.missing_percent},
                    {"zeroed_percent", data.limits.zeroed_percent},
                    {"feed_drop_percent", data.limits.feed_drop_percent}};
  json["last_run"] = json_of_last_run(data.runs);
  json["attention"] = json_of_attention(data);
  json["changes"] = json_of_changes(data);
  json["charts"] = json_of_points(data.runs);
  json["history"] = json_of_history(data.runs);
  return json;
}

}  // namespace dsz
