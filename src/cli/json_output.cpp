#include "dsz/cli/json_output.hpp"

#include "dsz/app/version.hpp"

#include "json_report.hpp"

#include <nlohmann/json.hpp>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

Json json_of_head(const DocumentHead& head) {
  const bool ok = !head.end.failure && !head.end.partly;
  Json json{{"schema_version", kSchemaVersion},
            {"version", version()},
            {"command", head.command},
            {"ok", ok},
            {"exit_code", static_cast<int>(head.exit_code)},
            {"sentence", head.end.sentence}};
  json["error"] = ok ? Json(nullptr) : Json(head.end.sentence);
  return json;
}

std::string line_of(const Json& document) { return dumped(document) + "\n"; }

Json json_of_inventory(const Status& status) {
  Json json{
      {"path", status.inventory.string()}, {"fetched_at", nullptr}, {"age_seconds", nullptr}, {"products", nullptr}};
  if (status.inventory_info) {
    json["fetched_at"] = format_utc(status.inventory_info->header.fetched_at);
    json["age_seconds"] = status.inventory_age.count() / 1000;
    json["products"] = status.inventory_info->count - status.inventory_info->missing;
  }
  json["trouble"] = status.inventory_trouble.empty() ? Json(nullptr) : Json(status.inventory_trouble);
  return json;
}

Json json_of_sign_in(const Status& status) {
  Json json{{"usable", status.signed_in}, {"since", nullptr}, {"left_seconds", nullptr}};
  if (status.token_since) json["since"] = format_utc(*status.token_since);
  if (status.token_left) json["left_seconds"] = status.token_left->count() / 1000;
  return json;
}

}  // namespace

std::string job_document(const DocumentHead& head, const JobReport& report) {
  Json document = json_of_head(head);
  document.update(json_of(report, Extent::whole));
  return line_of(document);
}

std::string job_summary(const JobReport& report) { return dumped(json_of(report, Extent::summary)); }

std::string status_document(const DocumentHead& head, const Status& status) {
  Json document = json_of_head(head);
  document["inventory"] = json_of_inventory(status);
  document["sign_in"] = json_of_sign_in(status);
  document["quota"] = {{"left_this_hour", status.quota_left ? Json(*status.quota_left) : Json(nullptr)},
                       {"per_hour", status.quota_per_hour}};
  document["known_skus"] = status.known_skus;
  document["last_run"] = status.last_run ? json_of(*status.last_run) : Json(nullptr);
  document["lock_holder"] = status.lock_holder.empty() ? Json(nullptr) : Json(status.lock_holder);
  return line_of(document);
}

std::string report_document(const DocumentHead& head, const ReportData& report) {
  Json document = json_of_head(head);
  document["report"] = json_of(report);
  return line_of(document);
}

std::string check_document(const DocumentHead& head, const CheckReport& report) {
  Json document = json_of_head(head);
  document["config"] = report.config.empty() ? Json(nullptr) : Json(report.config.string());
  document["findings"] = Json::array();
  for (const Finding& finding : report.findings) {
    document["findings"].push_back(
        {{"name", finding.name},
         {"state", to_text(finding.state)},
         {"sentence", finding.sentence},
         {"what_to_do", finding.what_to_do.empty() ? Json(nullptr) : Json(finding.what_to_do)}});
  }
  return line_of(document);
}

std::string history_document(const DocumentHead& head, std::span<const RunRecord> runs) {
  Json document = json_of_head(head);
  document["runs"] = Json::array();
  for (const RunRecord& run : runs) document["runs"].push_back(json_of(run));
  return line_of(document);
}

std::string run_document(const DocumentHead& head, const RunRecord& run, std::span<const JournalEntry> entries) {
  Json document = json_of_head(head);
  document["run"] = json_of(run);
  document["writes"] = Json::array();
  for (const JournalEntry& entry : entries) document["writes"].push_back(json_of(entry));
  return line_of(document);
}

std::string notify_test_document(const DocumentHead& head, std::span<const ChannelResult> results) {
  Json document = json_of_head(head);
  document["channels"] = Json::array();
  for (const ChannelResult& result : results) {
    document["channels"].push_back({{"channel", result.name},
                                    {"ok", result.error.empty()},
                                    {"error", result.error.empty() ? Json(nullptr) : Json(result.error)}});
  }
  return line_of(document);
}

std::string failure_document(const DocumentHead& head) { return line_of(json_of_head(head)); }

}  // namespace dsz
