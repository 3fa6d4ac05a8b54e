#include "dsz/monitor/status_file.hpp"

#include "standing_json.hpp"

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

std::string dumped(const Json& document, int indent) {
  return document.dump(indent, ' ', true, Json::error_handler_t::replace);
}

Json json_of_inventory(const Status& present) {
  Json json{{"fetched_at", nullptr}, {"mode", nullptr}, {"products", nullptr}, {"trouble", nullptr}};
  if (present.inventory_info) {
    json["fetched_at"] = format_utc(present.inventory_info->header.fetched_at);
    json["mode"] = present.inventory_info->header.mode;
    json["products"] = present.inventory_info->count - present.inventory_info->missing;
  }
  if (!present.inventory_trouble.empty()) json["trouble"] = present.inventory_trouble;
  return json;
}

}  // namespace

std::string status_file_text(const MonitorFacts& facts) {
  Json document{{"format", "dsz-status"},
                {"schema_version", kSchemaVersion},
                {"version", facts.version},
                {"updated_at", format_utc(facts.now)}};
  document.update(json_of(facts.standing));
  document["inventory"] = json_of_inventory(facts.present);
  document["quota"] = {{"left_this_hour", facts.present.quota_left ? Json(*facts.present.quota_left) : Json(nullptr)},
                       {"per_hour", facts.present.quota_per_hour}};
  return dumped(document, 2) + "\n";
}

std::string standing_text(const Standing& standing) { return dumped(json_of(standing), -1); }

std::optional<Standing> parse_standing(std::string_view text) {
  try {
    return standing_of(Json::parse(text));
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace dsz
