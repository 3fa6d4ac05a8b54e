#include "check_store.hpp"

#include "dsz/app/store_steps.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace dsz {
namespace {

/// The oldest whose answers were recorded (tests/contract).
constexpr std::pair<int, int> kOldestTested{7, 9};

constexpr std::array<std::pair<ConnectStep, const char*>, 6> kSteps{{
    {ConnectStep::connection, kStoreConnection},
    {ConnectStep::firewall, kStoreFirewall},
    {ConnectStep::address, kStoreAddress},
    {ConnectStep::permalinks, kPermalinks},
    {ConnectStep::woocommerce, kWooCommerce},
    {ConnectStep::keys, kStoreKeys},
}};

Finding fine_connection(const StoreSettings& settings) {
  if (settings.url.scheme == "https") {
    return fine(kStoreConnection, fmt::format("{} answers, and its certificate is good", settings.url.host));
  }
  if (settings.url.loopback()) return fine(kStoreConnection, fmt::format("{} answers", settings.url.host));
  return warning(kStoreConnection, "plain http: anyone between this machine and the store can read along",
                 "give the store a certificate, and begin woocommerce.url with https");
}

Finding fine_address(const StoreApi& api, const StoreSettings& settings) {
  const std::string configured = settings.url.base();
  const std::string& base = api.identity().base;
  if (base == configured) return fine(kStoreAddress, fmt::format("{} is where the store answers", base));
  return warning(kStoreAddress, fmt::format("{} redirects to {}", configured, base),
                 fmt::format("put {} into woocommerce.url", base));
}

Finding fine_keys(const StoreApi& api) {
  const std::string_view way = api.keys_travel_as();
  if (way != "keys in the query") return fine(kStoreKeys, fmt::format("accepted for reading ({})", way));
  return warning(kStoreKeys, "accepted for reading, but only in the query, where the server's access log keeps them",
                 "ask the host to pass the Authorization header on to PHP");
}

Finding fine_firewall(const Observations& seen) {
  if (seen.guard.empty()) return fine(kStoreFirewall, "none stopped a request");
  return fine(kStoreFirewall,
              fmt::format("{} stands in front of the store and lets these requests through", seen.guard));
}

/// Of a step that connect() has passed.
Finding passed(ConnectStep step, const StoreApi& api, const StoreSettings& settings, const Observations& seen) {
  switch (step) {
    case ConnectStep::connection:
      return fine_connection(settings);
    case ConnectStep::firewall:
      return fine_firewall(seen);
    case ConnectStep::address:
      return fine_address(api, settings);
    case ConnectStep::permalinks:
      return fine(kPermalinks, "/wp-json/ answers");
    case ConnectStep::woocommerce:
      return fine(kWooCommerce, "its REST API (wc/v3) is there");
    case ConnectStep::keys:
      break;
  }
  return fine_keys(api);
}

std::optional<ConnectFailure> connect(StoreApi& api) {
  try {
    api.connect();
    return std::nullopt;
  } catch (const ConnectFailure& failure) {
    return failure;
  }
}

std::optional<int> leading_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// "11.0.1" is 11, 0.
std::optional<std::pair<int, int>> version_numbers(std::string_view text) {
  const auto major = leading_number(text);
  if (!major || !text.starts_with('.')) return std::nullopt;
  text.remove_prefix(1);
  const auto minor = leading_number(text);
  return minor ? std::optional(std::pair{*major, *minor}) : std::nullopt;
}

std::string text_in(const nlohmann::json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

Finding check_version(StoreApi& api) {
  constexpr std::string_view kLabel = "GET wc/v3/system_status";
  const Outcome outcome =
      api.send(api.get("wc/v3/system_status", {{"_fields", "environment.version,environment.wp_version"}}));
  if (outcome.response && (outcome.response->status == 401 || outcome.response->status == 403)) {
    return skipped(kVersion, "the key may not read it");
  }
  const nlohmann::json status = api.json_of(outcome, kLabel);
  const auto environment = status.is_object() ? status.find("environment") : status.end();
  const nlohmann::json said =
      environment != status.end() && environment->is_object() ? *environment : nlohmann::json::object();
  return judge_version(text_in(said, "version"), text_in(said, "wp_version"));
}

/// A batch without items changes nothing, and a key that may only read is refused it (woocommerce-api.md, "Reaching a
/// store"; recorded of both stores in tests/contract).
Finding check_write_permission(StoreApi& api) {
  constexpr const char* kBatch = "wc/v3/products/batch";
  const nlohmann::json answer =
      api.json_of(api.send(api.post(kBatch, nlohmann::json::object())), "POST wc/v3/products/batch without items");
  if (answer.empty()) return fine(kWritePermission, "the key may write (a batch without items was accepted)");
  return trouble(kWritePermission, FailureKind::store, "a batch without items was answered with something else",
                 "look for a cache or a redirect in front of the store that takes POST for GET");
}

Finding check_stock_management(const StoreIdentity& identity) {
  if (!identity.stock_management) {
    return trouble(kStockManagement, FailureKind::store, "it is off in WooCommerce, which then ignores every quantity",
                   "turn on Settings > Products > Inventory > Enable stock management");
  }
  if (identity.stock_management_read) return fine(kStockManagement, "on");
  return skipped(kStockManagement, "the key may not read this setting");
}

Finding check_analytics(StoreApi& api) {
  const Outcome outcome = api.send(api.get("wc-analytics/reports/stock", {{"per_page", "1"}, {"_fields", "id"}}));
  if (outcome.ok()) return fine(kAnalytics, "on: the store is read by its stock report");
  const char* const slow = "the store is read by its lists instead, which takes three times as long";
  if (outcome.response && outcome.response->status == 404) {
    return warning(kAnalytics, fmt::format("off: {}", slow),
                   "turn on WooCommerce > Settings > Advanced > Features > Analytics");
  }
  return warning(kAnalytics, fmt::format("its stock report does not answer ({}): {}", outcome.describe(), slow),
                 "look into the store's PHP error log, and let the key's user view WooCommerce's reports");
}

/// One question more; its failure is a finding of its own.
template <typename Check>
Finding asked(const char* name, Check check) {
  try {
    return check();
  } catch (const Failure& failure) {
    return trouble(name, failure);
  }
}

}  // namespace

Finding judge_version(const std::string& woocommerce, const std::string& wordpress) {
  const auto numbers = version_numbers(woocommerce);
  if (!numbers) return skipped(kVersion, "the store does not say its version");
  std::string sentence = "WooCommerce " + visible(woocommerce, 40);
  if (!wordpress.empty()) sentence += ", WordPress " + visible(wordpress, 40);
  if (*numbers >= kOldestTested) return fine(kVersion, sentence);
  return warning(
      kVersion,
      fmt::format("{}; dsz-sync was tested with {}.{} and later", sentence, kOldestTested.first, kOldestTested.second),
      "update WooCommerce");
}

bool check_connection(StoreApi& api, const StoreSettings& settings, const Observations& seen,
                      std::vector<Finding>& findings) {
  const std::optional<ConnectFailure> failed = connect(api);
  std::string_view stopped_by;
  for (const auto& [step, name] : kSteps) {
    if (!stopped_by.empty()) {
      findings.push_back(skipped(name, fmt::format("not known before \"{}\" is mended", stopped_by)));
    } else if (failed && failed->step() == step) {
      findings.push_back(trouble(name, *failed));
      stopped_by = name;
    } else {
      findings.push_back(passed(step, api, settings, seen));
    }
  }
  return !failed;
}

std::vector<Finding> skip_connection(const std::string& why) {
  std::vector<Finding> findings;
  findings.reserve(kSteps.size());
  for (const auto& [step, name] : kSteps) findings.push_back(skipped(name, why));
  return findings;
}

std::vector<Finding> check_store_settings(StoreApi& api) {
  return {asked(kWritePermission, [&] { return check_write_permission(api); }),
          asked(kVersion, [&] { return check_version(api); }), check_stock_management(api.identity()),
          asked(kAnalytics, [&] { return check_analytics(api); })};
}

std::vector<Finding> skip_store_settings(const std::string& why) {
  return {skipped(kWritePermission, why), skipped(kVersion, why), skipped(kStockManagement, why),
          skipped(kAnalytics, why)};
}

Finding check_cache(const Observations& seen) {
  if (seen.cache.empty()) return fine(kStoreCache, "none answered in the store's place");
  return warning(kStoreCache,
                 fmt::format("{} answered in the store's place, although it was asked not to: what is read may be old",
                             seen.cache),
                 "exempt /wp-json/ from it");
}

}  // namespace dsz
