#include "plan_parser.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"
#include "dsz/base/stock_level.hpp"
#include "dsz/base/text.hpp"
#include "dsz/inventory/inventory_format.hpp"
#include "dsz/inventory/sha256.hpp"

#include "plan_seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <unordered_set>
#include <utility>

namespace dsz {
namespace {

using nlohmann::json;

constexpr std::size_t kHexDigits = 64;
constexpr std::int64_t kMostWhole = std::numeric_limits<std::int64_t>::max();

constexpr std::array kEffects{Effect::to_zero, Effect::down, Effect::up, Effect::back_in_stock};
constexpr std::array kWhys{Why::supplier_quantity, Why::supplier_out_of_stock, Why::below_minimum, Why::missing};
constexpr std::array kStatuses{StockStatus::instock, StockStatus::outofstock, StockStatus::onbackorder,
                               StockStatus::other};
constexpr std::array kTypes{ProductType::simple,  ProductType::variable, ProductType::variation,
                            ProductType::grouped, ProductType::external, ProductType::other};

/// Watches the parser: a member that is there twice, which a tree cannot show any more, and nesting.
class JsonWatch {
 public:
  /// "" while nothing is wrong.
  std::string complaint;

  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    constexpr int kDeepest = 8;
    if (depth > kDeepest) stop("is nested too deeply");
    if (event == json::parse_event_t::object_start) members_.emplace_back();
    if (event == json::parse_event_t::object_end) members_.pop_back();
    if (event == json::parse_event_t::key && !members_.back().insert(parsed.get<std::string>()).second) {
      stop(fmt::format("has the member \"{}\" twice", visible(parsed.get<std::string>())));
    }
    return true;
  }

 private:
  [[noreturn]] void stop(std::string what) {
    complaint = std::move(what);
    throw std::invalid_argument(complaint);
  }

  std::vector<std::set<std::string>> members_;
};

bool is_digest(std::string_view text) {
  return text.size() == kHexDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

PlanParser::PlanParser(const std::string& name) : name_(name) {}

SavedPlan PlanParser::parse(std::string_view text) {
  check_format(text);
  check_seal(text);
  const json document = tree_of(text);
  SavedPlan plan;
  where_ = "it";
  members(document, {"format", "made_at", "run", "store", "inventory", "configuration", "changes", "count", "sha256"});
  plan.made_at = time(document["made_at"], "made_at");
  plan.run = whole(document["run"], "run", 1, kMostWhole);
  plan.store = text_of(document["store"], "store");
  if (plan.store.empty()) refuse("store is empty");
  plan.inventory = inventory(document["inventory"]);
  where_ = "configuration";
  if (!document["configuration"].is_object()) refuse("is not an object");
  for (const auto& [key, value] : document["configuration"].items()) plan.configuration[key] = value.dump();
  plan.changes = changes(document["changes"]);
  where_ = "it";
  const auto count = static_cast<std::int64_t>(plan.changes.size());
  if (whole(document["count"], "count", 0, kMostWhole) != count) refuse("count is not the number of its changes");
  return plan;
}

void PlanParser::check_format(std::string_view text) const {
  constexpr std::size_t kLongestFormat = 40;
  const std::string_view rest = text.starts_with(kPlanBegin) ? text.substr(kPlanBegin.size()) : "";
  const std::size_t end = rest.substr(0, kLongestFormat).find('"');
  if (end == std::string_view::npos) fail("is not a plan of dsz-sync");
  if (rest.substr(0, end) != kPlanFormat) {
    fail(fmt::format("has the format \"{}\", and this program applies \"{}\"", visible(rest.substr(0, end)),
                     kPlanFormat));
  }
}

void PlanParser::check_seal(std::string_view text) const {
  constexpr std::size_t kSeal = kSealBegin.size() + kHexDigits + kSealEnd.size();
  constexpr std::string_view kChanged = "was changed after it was made, or is damaged: its checksum is wrong";
  if (text.size() < kSeal || !text.ends_with(kSealEnd)) fail("is cut off, or was changed after it was made");
  const std::string_view content = text.substr(0, text.size() - kSeal);
  const std::string_view seal = text.substr(content.size());
  Sha256 sum;
  sum.add(content);
  if (!seal.starts_with(kSealBegin) || seal.substr(kSealBegin.size(), kHexDigits) != sum.hex()) fail(kChanged);
}

json PlanParser::tree_of(std::string_view text) const {
  JsonWatch watch;
  try {
    return json::parse(text, std::ref(watch));
  } catch (const json::exception& error) {
    fail(fmt::format("is not JSON: {}", visible(error.what())));
  } catch (const std::invalid_argument&) {
    fail(watch.complaint);
  }
}

PlanInventory PlanParser::inventory(const json& value) {
  where_ = "inventory";
  members(value, {"format", "fetched_at", "products", "sha256", "configured"});
  if (text_of(value["format"], "format") != kInventoryFormat) refuse("its format is unknown");
  PlanInventory inventory;
  inventory.fetched_at = time(value["fetched_at"], "fetched_at");
  inventory.products = whole(value["products"], "products", 0, kMostWhole);
  inventory.sha256 = text_of(value["sha256"], "sha256");
  if (!is_digest(inventory.sha256)) refuse("sha256 is not a checksum");
  inventory.configured = truth(value["configured"], "configured");
  return inventory;
}

std::vector<SavedChange> PlanParser::changes(const json& value) {
  where_ = "changes";
  if (!value.is_array()) refuse("is not a list");
  std::vector<SavedChange> changes;
  changes.reserve(value.size());
  std::unordered_set<std::int64_t> seen;
  for (const json& item : value) {
    where_ = fmt::format("change {}", changes.size() + 1);
    changes.push_back(change(item));
    const std::int64_t product = changes.back().planned.change.product;
    if (!seen.insert(product).second) refuse(fmt::format("product {} was named before", product));
  }
  return changes;
}

SavedChange PlanParser::change(const json& item) {
  members(item, {"id", "parent", "type", "sku", "name", "effect", "why", "stays_buyable", "old", "new"});
  SavedChange saved;
  StockChange& change = saved.planned.change;
  change.product = whole(item["id"], "id", 1, kMostWhole);
  change.parent = whole(item["parent"], "parent", 0, kMostWhole);
  saved.type = word(item["type"], "type", kTypes);
  if (change.parent == change.product || (change.parent != 0) != (saved.type == ProductType::variation)) {
    refuse("parent does not go with its type");
  }
  change.sku = text_of(item["sku"], "sku");
  if (!usable_sku(change.sku)) refuse("sku is not a usable SKU");
  saved.planned.name = text_of(item["name"], "name");
  saved.planned.effect = word(item["effect"], "effect", kEffects);
  saved.planned.why = word(item["why"], "why", kWhys);
  saved.planned.stays_buyable = truth(item["stays_buyable"], "stays_buyable");
  take_old(item["old"], change);
  take_new(item["new"], change);
  return saved;
}

void PlanParser::take_old(const json& old, StockChange& change) {
  members(old, {"quantity", "status", "managed"});
  const json& quantity = old["quantity"];
  if (!quantity.is_null() && !quantity.is_number()) refuse("the old quantity is not a number");
  if (quantity.is_number()) change.old_quantity = quantity.get<double>();
  change.old_status = word(old["status"], "the old status", kStatuses);
  const json& managed = old["managed"];
  if (managed == "parent") {
    change.old_manage = ManageStock::parent;
  } else {
    change.old_manage = truth(managed, "the old managed") ? ManageStock::yes : ManageStock::no;
  }
}

/// A quantity for a product that has one, a status for one that has none, or a quantity and "managed" for one that is
/// to have a quantity from now on.
void PlanParser::take_new(const json& now, StockChange& change) {
  if (change.old_manage != ManageStock::yes && now.is_object() && now.contains("status")) {
    members(now, {"status"});
    change.status = word(now["status"], "the new status", kStatuses);
    if (change.status != StockStatus::instock && change.status != StockStatus::outofstock) {
      refuse("the new status is none that is written");
    }
    return;
  }
  change.start_managing = change.old_manage != ManageStock::yes;
  members(now, change.start_managing ? Names{"quantity", "managed"} : Names{"quantity"});
  change.quantity = static_cast<std::uint32_t>(whole(now["quantity"], "the new quantity", 0, StockLevel::kMax));
  if (change.start_managing && !truth(now["managed"], "the new managed")) refuse("the new managed is not true");
}

void PlanParser::members(const json& object, const Names& names) const {
  if (!object.is_object()) refuse("an object is missing");
  for (const char* name : names) {
    if (!object.contains(name)) refuse(fmt::format("\"{}\" is missing", name));
  }
  for (const auto& [name, value] : object.items()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      refuse(fmt::format("\"{}\" is not known", visible(name)));
    }
  }
}

std::int64_t PlanParser::whole(const json& value, const char* what, std::int64_t least, std::int64_t most) const {
  const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most)
                                               : value.is_number_integer() && value.get<std::int64_t>() <= most;
  if (!fits || value.get<std::int64_t>() < least) {
    refuse(fmt::format("{} is not a whole number from {} to {}", what, least, most));
  }
  return value.get<std::int64_t>();
}

std::string PlanParser::text_of(const json& value, const char* what) const {
  if (!value.is_string()) refuse(fmt::format("{} is not a text", what));
  return value.get<std::string>();
}

bool PlanParser::truth(const json& value, const char* what) const {
  if (!value.is_boolean()) refuse(fmt::format("{} is neither true nor false", what));
  return value.get<bool>();
}

WallTime PlanParser::time(const json& value, const char* what) const {
  const std::optional<WallTime> time = parse_utc(text_of(value, what));
  if (!time) refuse(fmt::format("{} is not a time", what));
  return *time;
}

template <typename Meaning, std::size_t n>
Meaning PlanParser::word(const json& value, const char* what, const std::array<Meaning, n>& meanings) const {
  const std::string text = text_of(value, what);
  for (const Meaning meaning : meanings) {
    if (to_text(meaning) == text) return meaning;
  }
  refuse(fmt::format("{} \"{}\" is not known", what, visible(text)));
}

void PlanParser::refuse(std::string_view what) const {
  fail(fmt::format("does not hold what a plan holds: {}: {}", where_, what));
}

void PlanParser::fail(std::string_view what) const {
  throw Failure(FailureKind::usage,
                fmt::format("{} {}; make a new plan with \"dsz-sync match --dry-run --plan FILE\"", name_, what));
}

SavedPlan parse_plan(std::string_view text, const std::string& name) { return PlanParser(name).parse(text); }

}  // namespace dsz
