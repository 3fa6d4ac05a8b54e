#include "standing_json.hpp"

#include <cmath>
#include <utility>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<const char*, std::int64_t ProductFigures::*>, 7> kFigures{{
    {"selected", &ProductFigures::selected},
    {"unchanged", &ProductFigures::unchanged},
    {"updated", &ProductFigures::updated},
    {"failed", &ProductFigures::failed},
    {"ignored", &ProductFigures::ignored},
    {"missing", &ProductFigures::missing},
    {"unknown", &ProductFigures::unknown},
}};

Json json_of(const EndedRun& run) {
  return {{"run", run.run},
          {"command", run.command},
          {"ended_at", format_utc(run.ended)},
          {"seconds", static_cast<double>(run.took.count()) / 1000},
          {"exit_code", run.exit_code},
          {"sentence", run.sentence}};
}

Json json_of(const ProductFigures& figures) {
  Json json{{"run", figures.run}, {"ended_at", format_utc(figures.ended)}};
  for (const auto& [name, member] : kFigures) json[name] = figures.*member;
  return json;
}

Json json_of(const GuardStates& states) {
  Json json{{"run", nullptr}, {"ended_at", nullptr}, {"states", Json::array()}};
  if (states.run) json["run"] = *states.run;
  if (states.ended) json["ended_at"] = format_utc(*states.ended);
  for (const GuardState& guard : states.guards) {
    json["states"].push_back({{"name", guard.name}, {"tripped", guard.tripped}, {"sentence", guard.sentence}});
  }
  return json;
}

Json json_of(const RequestTotals& totals) {
  return {{"ok", totals.ok}, {"failed", totals.failed}, {"throttled", totals.throttled}};
}

template <typename Value>
Json json_or_null(const std::optional<Value>& value) {
  return value ? json_of(*value) : Json(nullptr);
}

WallTime time_of(const Json& json) { return parse_utc(json.get<std::string>()).value_or(WallTime{}); }

EndedRun ended_run_of(const Json& json) {
  return {.run = json.at("run"),
          .command = json.at("command"),
          .ended = time_of(json.at("ended_at")),
          .took = Millis{std::llround(json.at("seconds").get<double>() * 1000)},
          .exit_code = json.at("exit_code"),
          .sentence = json.at("sentence")};
}

ProductFigures figures_of(const Json& json) {
  ProductFigures figures{.run = json.at("run"), .ended = time_of(json.at("ended_at"))};
  for (const auto& [name, member] : kFigures) figures.*member = json.at(name);
  return figures;
}

GuardStates guards_of(const Json& json) {
  GuardStates states;
  if (json.at("run").is_null()) return states;
  states.run = json.at("run").get<std::int64_t>();
  states.ended = time_of(json.at("ended_at"));
  for (GuardState& state : states.guards) {
    for (const Json& guard : json.at("states")) {
      if (guard.at("name") != state.name) continue;
      state.tripped = guard.at("tripped");
      state.sentence = guard.at("sentence");
    }
  }
  return states;
}

RequestTotals totals_of(const Json& json) {
  return {.ok = json.at("ok"), .failed = json.at("failed"), .throttled = json.at("throttled")};
}

template <typename Value>
std::optional<Value> unless_null(const Json& json, Value (*read)(const Json&)) {
  return json.is_null() ? std::nullopt : std::optional<Value>(read(json));
}

}  // namespace

Json json_of(const Standing& standing) {
  return {{"last_run", json_or_null(standing.last_run)},
          {"last_success", json_or_null(standing.last_success)},
          {"last_failure", json_or_null(standing.last_failure)},
          {"products", json_or_null(standing.products)},
          {"guards", json_of(standing.guards)},
          {"requests", {{"supplier", json_of(standing.supplier)}, {"store", json_of(standing.store)}}}};
}

Standing standing_of(const Json& json) {
  Standing standing;
  standing.last_run = unless_null(json.at("last_run"), ended_run_of);
  standing.last_success = unless_null(json.at("last_success"), ended_run_of);
  standing.last_failure = unless_null(json.at("last_failure"), ended_run_of);
  standing.products = unless_null(json.at("products"), figures_of);
  standing.guards = guards_of(json.at("guards"));
  standing.supplier = totals_of(json.at("requests").at("supplier"));
  standing.store = totals_of(json.at("requests").at("store"));
  return standing;
}

}  // namespace dsz
