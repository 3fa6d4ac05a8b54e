#include "dsz/report/run_figures.hpp"

#include "dsz/base/exit_code.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string_view>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

/// The member of an object; null for anything else.
const Json& at(const Json& json, const char* name) {
  static const Json none;
  const auto found = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && found != json.end() ? *found : none;
}

std::optional<std::int64_t> figure(const Json& json, const char* name) {
  const Json& value = at(json, name);
  return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

std::string text(const Json& json, const char* name) {
  const Json& value = at(json, name);
  return value.is_string() ? value.get<std::string>() : "";
}

std::optional<std::int64_t> sum(const Json& json, std::initializer_list<const char*> names) {
  if (!json.is_object()) return std::nullopt;
  std::int64_t total = 0;
  for (const char* name : names) total += figure(json, name).value_or(0);
  return total;
}

void read_match(const Json& match, RunFigures& figures) {
  const Json& counts = at(match, "counts");
  figures.compared = counts.is_object();
  figures.selected = figure(counts, "selected");
  figures.in_stock = figure(counts, "in_stock");
  figures.out_of_stock = figure(match, "out_of_stock");
  figures.missing = sum(counts, {"missing", "unconfirmed"});
  figures.to_zero = figure(counts, "to_zero");
  for (const Json& guard : at(match, "guards")) {
    if (at(guard, "tripped") == true) figures.tripped.push_back(text(guard, "name"));
  }
}

/// Stops of the guards that are not asked with the others (docs/MONITORING.md): of an inventory that was not taken, and
/// of a store without stock management, which a sync may meet before it matches.
void read_early_stop(const RunRecord& record, const Json& summary, RunFigures& figures) {
  if (!record.ended || record.exit_code != static_cast<int>(ExitCode::guard_stopped) || !figures.tripped.empty())
    return;
  const Json& match = at(summary, "match");
  const Json& inventory = at(match, "inventory");
  if (inventory.is_object() && at(inventory, "fetched_at").is_null() && !text(inventory, "path").empty()) {
    figures.tripped.push_back("inventory");
  } else if (!at(summary, "apply").is_object() && !at(summary, "undo").is_object()) {
    figures.tripped.push_back("stock_management");
  }
}

/// What match, apply and undo have in common.
void read_writing(const Json& job, RunFigures& figures) {
  if (!job.is_object()) return;
  if (at(job, "dry_run").is_boolean()) figures.dry_run = job["dry_run"].get<bool>();
  figures.store = text(job, "store");
  const Json& writes = at(job, "writes");
  figures.written = figure(writes, "written");
  figures.failed = sum(writes, {"failed", "ignored", "unknown", "not_sent"});
}

void read_feed(const Json& summary, RunFigures& figures) {
  const Json& fetch = at(summary, "fetch");
  const Json& inventory = fetch.is_object() ? fetch : at(at(summary, "match"), "inventory");
  figures.feed = figure(inventory, "products");
  if (figures.feed) figures.feed_mode = text(inventory, "mode");
}

}  // namespace

RunFigures figures_of(const RunRecord& record) {
  RunFigures figures;
  figures.run = record;
  figures.run.summary_json.clear();
  figures.dry_run = record.command.find(" --dry-run") != std::string::npos;
  if (record.ended) figures.seconds = std::chrono::duration<double>(*record.ended - record.started).count();
  const Json summary = Json::parse(record.summary_json, nullptr, false);
  if (at(summary, "seconds").is_number()) figures.seconds = summary["seconds"].get<double>();
  for (const char* job : {"match", "apply", "undo"}) read_writing(at(summary, job), figures);
  read_match(at(summary, "match"), figures);
  read_early_stop(record, summary, figures);
  read_feed(summary, figures);
  figures.supplier_requests = figure(at(summary, "supplier_requests"), "requests");
  figures.store_requests = figure(at(summary, "store_requests"), "requests");
  figures.quota_left = figure(summary, "quota_left");
  return figures;
}

}  // namespace dsz
