#include "dsz/notify/decision.hpp"

#include <nlohmann/json.hpp>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t to_number(WallTime time) { return time.time_since_epoch().count(); }
WallTime to_time(const Json& json) { return WallTime{Millis{json.get<Millis::rep>()}}; }

Trouble read_trouble(const Json& json) {
  Trouble trouble{.runs = json.at("runs").get<int>(), .since = to_time(json.at("since_ms")), .told = {}};
  for (const auto& [code, time] : json.at("told_ms").items()) trouble.told[std::stoi(code)] = to_time(time);
  return trouble;
}

Told read_told(const Json& json) {
  Told told;
  for (const auto& [command, trouble] : json.at("troubles").items()) told.troubles[command] = read_trouble(trouble);
  told.cut_off_run = json.at("cut_off_run").get<std::int64_t>();
  if (json.contains("cut_off_ms")) told.cut_off = to_time(json.at("cut_off_ms"));
  return told;
}

}  // namespace

std::string told_text(const Told& told) {
  Json json{{"troubles", Json::object()}, {"cut_off_run", told.cut_off_run}};
  for (const auto& [command, trouble] : told.troubles) {
    Json times = Json::object();
    for (const auto& [code, time] : trouble.told) times[std::to_string(code)] = to_number(time);
    json["troubles"][command] = {{"runs", trouble.runs}, {"since_ms", to_number(trouble.since)}, {"told_ms", times}};
  }
  if (told.cut_off) json["cut_off_ms"] = to_number(*told.cut_off);
  return json.dump();
}

Told parse_told(std::string_view text) {
  try {
    return read_told(Json::parse(text));
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace dsz
