#include "json_report.hpp"

#include "dsz/base/stock_level.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <span>
#include <string>
#include <string_view>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

Json json_of_fetch(const FetchResult& fetch) {
  const FetchReport& report = fetch.report;
  return {{"mode", to_text(fetch.mode)},
          {"inventory", fetch.inventory.string()},
          {"fetched_at", format_utc(fetch.fetched_at)},
          {"products", fetch.products},
          {"asked", fetch.asked},
          {"missing", fetch.missing},
          {"unsettled", fetch.unsettled},
          {"put_off", fetch.put_off},
          {"pages", report.pages},
          {"rows", report.rows},
          {"duplicates", report.duplicates},
          {"without_sku", report.without_sku},
          {"unknown", report.unknown},
          {"stated_total", report.stated_total},
          {"repaired_pages", report.repaired_pages},
          {"resumed_pages", report.resumed_pages}};
}

Json json_of_counts(const PlanCounts& counts) {
  return {{"store_products", counts.store_products},
          {"selected", counts.selected},
          {"in_stock", counts.in_stock},
          {"unchanged", counts.unchanged},
          {"to_zero", counts.to_zero},
          {"down", counts.down},
          {"up", counts.up},
          {"back_in_stock", counts.back_in_stock},
          {"missing", counts.missing},
          {"missing_to_zero", counts.missing_to_zero},
          {"unconfirmed", counts.unconfirmed},
          {"unknown", counts.unknown},
          {"duplicates", counts.duplicates},
          {"skipped", counts.skipped}};
}

/// A whole number without a fraction: 9, not 9.0.
Json json_of_quantity(double quantity) {
  const bool whole = std::trunc(quantity) == quantity && std::abs(quantity) <= static_cast<double>(StockLevel::kMax);
  return whole ? Json(static_cast<std::int64_t>(quantity)) : Json(quantity);
}

Json json_of_change(const StockChange& change, Effect effect, const std::string& name) {
  Json json{{"sku", change.sku}, {"id", change.product}, {"parent", change.parent}, {"name", name}};
  json["effect"] = to_text(effect);
  Json old{{"quantity", nullptr}, {"status", to_text(change.old_status)}, {"managed", nullptr}};
  if (change.old_quantity) old["quantity"] = json_of_quantity(*change.old_quantity);
  old["managed"] = change.old_manage == ManageStock::yes;
  Json now = Json::object();
  if (change.quantity) now["quantity"] = *change.quantity;
  if (change.status) now["status"] = to_text(*change.status);
  if (change.start_managing) now["managed"] = true;
  json["old"] = std::move(old);
  json["new"] = std::move(now);
  return json;
}

void add_result(Json& change, const std::optional<WriteReport>& written, std::size_t position) {
  if (!written || position >= written->results.size()) return;
  const ChangeResult& result = written->results[position];
  change["outcome"] = to_text(result.outcome);
  if (!result.detail.empty()) change["detail"] = result.detail;
}

Json json_of_changes(std::span<const PlannedChange> planned_changes, const std::optional<WriteReport>& written) {
  Json changes = Json::array();
  for (const PlannedChange& planned : planned_changes) {
    Json change = json_of_change(planned.change, planned.effect, planned.name);
    change["why"] = to_text(planned.why);
    change["stays_buyable"] = planned.stays_buyable;
    add_result(change, written, changes.size());
    changes.push_back(std::move(change));
  }
  return changes;
}

Json json_of_left_alone(const Plan& plan) {
  Json products = Json::array();
  for (const LeftAlone& product : plan.left_alone) {
    products.push_back({{"sku", product.sku}, {"id", product.product}, {"why", to_text(product.left)}});
  }
  return products;
}

Json json_of_guards(const std::vector<GuardResult>& results) {
  Json guards = Json::array();
  for (const GuardResult& guard : results) {
    guards.push_back({{"name", guard.name}, {"tripped", guard.tripped}, {"sentence", guard.sentence}});
  }
  return guards;
}

Json json_of_written(const std::optional<WriteReport>& written) {
  if (!written) return nullptr;
  return {{"written", written->written}, {"failed", written->failed},     {"ignored", written->ignored},
          {"unknown", written->unknown}, {"not_sent", written->not_sent}, {"batches", written->batches}};
}

Json json_of_settled(const SettledWrites& settled) {
  return {{"written", settled.written},
          {"not_sent", settled.not_sent},
          {"changed", settled.changed},
          {"gone", settled.gone}};
}

Json json_of_match(const MatchReport& match, Extent extent) {
  Json json{{"dry_run", match.dry_run}, {"store", match.store}};
  Json inventory{{"path", match.inventory.string()}, {"fetched_at", nullptr}, {"mode", nullptr}, {"products", nullptr}};
  if (match.inventory_info) {
    inventory["fetched_at"] = format_utc(match.inventory_info->header.fetched_at);
    inventory["mode"] = match.inventory_info->header.mode;
    inventory["products"] = match.inventory_info->count - match.inventory_info->missing;
  }
  json["inventory"] = std::move(inventory);
  json["cut_off_writes"] = json_of_settled(match.settled);
  json["counts"] = match.plan ? json_of_counts(match.plan->counts) : Json(nullptr);
  const std::optional<std::int64_t> out_of_stock = match.out_of_stock();
  json["out_of_stock"] = out_of_stock ? Json(*out_of_stock) : Json(nullptr);
  json["guards"] = json_of_guards(match.guards);
  json["writes"] = json_of_written(match.written);
  json["plan_file"] = match.plan_saved ? Json(match.plan_file.string()) : Json(nullptr);
  if (extent == Extent::summary || !match.plan) return json;
  json["changes"] = json_of_changes(match.plan->changes, match.written);
  json["left_alone"] = json_of_left_alone(*match.plan);
  return json;
}

Json json_of_apply(const ApplyReport& apply, Extent extent) {
  Json json{{"dry_run", apply.dry_run}, {"store", apply.store}};
  Json file{{"path", apply.file.string()}, {"made_at", nullptr}, {"run", nullptr}, {"changes", nullptr}};
  if (apply.saved) {
    file["made_at"] = format_utc(apply.saved->made_at);
    file["run"] = apply.saved->run;
    file["changes"] = apply.saved->changes.size();
  }
  json["plan_file"] = std::move(file);
  json["cut_off_writes"] = json_of_settled(apply.settled);
  json["done_already"] = apply.plan ? Json(apply.plan->done) : Json(nullptr);
  json["writes"] = json_of_written(apply.written);
  if (extent == Extent::summary || !apply.plan) return json;
  json["changes"] = json_of_changes(apply.plan->changes, apply.written);
  json["skipped"] = Json::array();
  for (const SkippedChange& skipped : apply.plan->skipped) {
    json["skipped"].push_back({{"sku", skipped.sku}, {"id", skipped.product}, {"why", skipped.why}});
  }
  return json;
}

Json json_of_conflicts(const UndoPlan& plan) {
  Json conflicts = Json::array();
  for (const UndoConflict& conflict : plan.conflicts) {
    conflicts.push_back({{"sku", conflict.sku}, {"id", conflict.product}, {"why", conflict.why}});
  }
  return conflicts;
}

Json json_of_undo(const UndoReport& undo, Extent extent) {
  Json json{{"dry_run", undo.dry_run}, {"undone_run", nullptr}, {"store", undo.store}, {"declined", undo.declined}};
  if (undo.undone) json["undone_run"] = *undo.undone;
  json["cut_off_writes"] = json_of_settled(undo.settled);
  json["writes"] = json_of_written(undo.written);
  if (undo.plan) json["already_back"] = undo.plan->already_back;
  if (extent == Extent::summary || !undo.plan) return json;
  json["changes"] = Json::array();
  for (const UndoChange& undone : undo.plan->changes) {
    Json change = json_of_change(undone.change, undone.effect, undone.name);
    add_result(change, undo.written, json["changes"].size());
    json["changes"].push_back(std::move(change));
  }
  json["conflicts"] = json_of_conflicts(*undo.plan);
  return json;
}

Json json_of_requests(const std::optional<RequestCounts>& counts) {
  if (!counts) return nullptr;
  return {{"requests", counts->requests},
          {"failed", counts->failed},
          {"throttled", counts->throttled},
          {"seconds", static_cast<double>(counts->busy.count()) / 1000}};
}

}  // namespace

nlohmann::ordered_json json_of(const JobReport& report, Extent extent) {
  Json json{{"run", report.run > 0 ? Json(report.run) : Json(nullptr)},
            {"seconds", static_cast<double>(report.took.count()) / 1000}};
  if (report.fetch) json["fetch"] = json_of_fetch(*report.fetch);
  if (report.match) json["match"] = json_of_match(*report.match, extent);
  if (report.apply) json["apply"] = json_of_apply(*report.apply, extent);
  if (report.undo) json["undo"] = json_of_undo(*report.undo, extent);
  json["supplier_requests"] = json_of_requests(report.supplier);
  json["store_requests"] = json_of_requests(report.store);
  json["quota_left"] = report.quota_left ? Json(*report.quota_left) : Json(nullptr);
  return json;
}

nlohmann::ordered_json json_of(const RunRecord& run) {
  Json json{{"run", run.id}, {"command", run.command}, {"started_at", format_utc(run.started)}};
  json["ended_at"] = run.ended ? Json(format_utc(*run.ended)) : Json(nullptr);
  json["exit_code"] = run.ended ? Json(run.exit_code) : Json(nullptr);
  json["sentence"] = run.sentence;
  json["summary"] = Json::parse(run.summary_json, nullptr, false);
  if (json["summary"].is_discarded()) json["summary"] = nullptr;
  return json;
}

nlohmann::ordered_json json_of(const JournalEntry& entry) {
  const auto value = [](const std::string& text) {
    Json json = Json::parse(text, nullptr, false);
    return json.is_discarded() ? Json(nullptr) : json;
  };
  Json json{{"sku", entry.sku}, {"id", entry.product}, {"parent", entry.parent}, {"field", entry.field}};
  json["old"] = value(entry.old_value);
  json["new"] = value(entry.new_value);
  json["outcome"] = to_text(entry.outcome);
  json["detail"] = entry.detail;
  json["at"] = format_utc(entry.at);
  return json;
}

std::string dumped(const nlohmann::ordered_json& document) {
  // In ASCII, for a name may hold what commands a terminal.
  return document.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace dsz
