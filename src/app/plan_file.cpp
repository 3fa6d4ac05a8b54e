#include "dsz/app/plan_file.hpp"

#include "dsz/inventory/inventory_format.hpp"
#include "dsz/inventory/sha256.hpp"

#include "plan_seal.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <utility>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

std::string one_line(const Json& json) { return json.dump(-1, ' ', true, Json::error_handler_t::replace); }

Json quantity_json(std::optional<double> quantity) {
  constexpr double kLargestWhole = 9e15;  // beyond it a double does not hold every whole number
  if (!quantity) return nullptr;
  if (std::trunc(*quantity) != *quantity || std::abs(*quantity) > kLargestWhole) return *quantity;
  return static_cast<std::int64_t>(*quantity);
}

Json managed_json(ManageStock manage) {
  if (manage == ManageStock::parent) return "parent";
  return manage == ManageStock::yes;
}

Json change_json(const SavedChange& saved) {
  const StockChange& change = saved.planned.change;
  Json json{{"id", change.product}, {"parent", change.parent}, {"type", to_text(saved.type)}, {"sku", change.sku}};
  json["name"] = saved.planned.name;
  json["effect"] = to_text(saved.planned.effect);
  json["why"] = to_text(saved.planned.why);
  json["stays_buyable"] = saved.planned.stays_buyable;
  json["old"] = {{"quantity", quantity_json(change.old_quantity)},
                 {"status", to_text(change.old_status)},
                 {"managed", managed_json(change.old_manage)}};
  Json& now = json["new"] = Json::object();
  if (change.quantity) now["quantity"] = *change.quantity;
  if (change.status) now["status"] = to_text(*change.status);
  if (change.start_managing) now["managed"] = true;
  return json;
}

Json inventory_json(const PlanInventory& inventory) {
  return {{"format", kInventoryFormat},
          {"fetched_at", format_utc(inventory.fetched_at)},
          {"products", inventory.products},
          {"sha256", inventory.sha256},
          {"configured", inventory.configured}};
}

Json configuration_json(const SavedPlan& plan) {
  Json json = Json::object();
  for (const auto& [key, value] : plan.configuration) json[key] = Json::parse(value);
  return json;
}

}  // namespace

std::string plan_text(const SavedPlan& plan) {
  std::string text = fmt::format("{}{}\", \"made_at\": \"{}\", \"run\": {},\n", kPlanBegin, kPlanFormat,
                                 format_utc(plan.made_at), plan.run);
  text +=
      fmt::format("\"store\": {},\n\"inventory\": {},\n\"configuration\": {},\n\"changes\": [", one_line(plan.store),
                  one_line(inventory_json(plan.inventory)), one_line(configuration_json(plan)));
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    text += (i == 0 ? "\n" : ",\n") + one_line(change_json(plan.changes[i]));
  }
  return sealed_plan(text + fmt::format("\n],\n\"count\": {},", plan.changes.size()));
}

std::string sealed_plan(std::string content) {
  Sha256 sum;
  sum.add(content);
  content += fmt::format("{}{}{}", kSealBegin, sum.hex(), kSealEnd);
  return content;
}

}  // namespace dsz
