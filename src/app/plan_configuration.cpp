#include "plan_configuration.hpp"

#include <nlohmann/json.hpp>

namespace dsz {
namespace {

const char* word_of(MissingRule rule) { return rule == MissingRule::zero ? "zero" : "ignore"; }

const char* word_of(UnmanagedRule rule) {
  if (rule == UnmanagedRule::skip) return "skip";
  return rule == UnmanagedRule::status ? "status" : "manage";
}

const char* word_of(ParentManagedRule rule) { return rule == ParentManagedRule::skip ? "skip" : "manage"; }

const char* word_of(DuplicateRule rule) { return rule == DuplicateRule::leave ? "leave" : "update"; }

}  // namespace

std::map<std::string, std::string> plan_configuration(const MatchSettings& settings) {
  std::map<std::string, std::string> configuration;
  const auto put = [&configuration](const char* key, const nlohmann::json& value) {
    configuration[std::string("match.") + key] = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  const SelectionRules& select = settings.select;
  put("select.sku_prefix", select.sku_prefixes);
  put("select.sku_pattern", select.sku_pattern);
  put("select.tag", select.marks.tags);
  put("select.category", select.marks.categories);
  put("select.brand", select.marks.brands);
  put("select.meta", select.marks.meta);
  const MatchRules& rules = settings.rules;
  put("missing", word_of(rules.missing));
  put("unmanaged", word_of(rules.unmanaged));
  put("parent_managed", word_of(rules.parent_managed));
  put("duplicates", word_of(rules.duplicates));
  put("confirm_missing", settings.confirm_missing);
  put("buffer", rules.stock.buffer);
  put("cap", rules.stock.cap ? nlohmann::json(*rules.stock.cap) : nlohmann::json(nullptr));
  put("minimum", rules.stock.minimum);
  const GuardLimits& guards = settings.guards;
  put("guards.missing_percent", guards.missing_percent);
  put("guards.zeroed_percent", guards.zeroed_percent);
  put("guards.feed_drop_percent", guards.feed_drop_percent);
  put("guards.floor", guards.floor);
  return configuration;
}

}  // namespace dsz
