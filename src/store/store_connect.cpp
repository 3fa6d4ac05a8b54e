#include "dsz/base/text.hpp"
#include "dsz/store/store_api.hpp"

#include "answer_json.hpp"
#include "in_flight.hpp"
#include "listing.hpp"
#include "store_errors.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz {
namespace {

using nlohmann::json;

constexpr const char* kStockManagement = "wc/v3/settings/products/woocommerce_manage_stock";
constexpr std::string_view kIndexLabel = "GET wp-json, the index";

std::pair<std::string, std::string> index_fields() { return {"_fields", "home,url,namespaces"}; }

std::string_view without_www(std::string_view host) {
  constexpr std::string_view kWww = "www.";
  return host.starts_with(kWww) ? host.substr(kWww.size()) : host;
}

/// The store's address out of that of its index; nullopt when this is no index.
std::optional<Url> base_of_index(std::string url) {
  url.erase(std::min(url.find_first_of("?#"), url.size()));
  while (url.ends_with('/')) url.pop_back();
  constexpr std::string_view kIndex = "/wp-json";
  if (!url.ends_with(kIndex)) return std::nullopt;
  url.erase(url.size() - kIndex.size());
  return parse_url(url);
}

bool is_index(const std::optional<json>& body) {
  return body && body->is_object() && body->contains("namespaces") && body->at("namespaces").is_array();
}

ConnectFailure failed(ConnectStep step, FailureKind kind, const std::string& sentence) {
  return {step, Failure(kind, sentence)};
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

const StoreIdentity& StoreApi::connect() {
  if (connected_) return identity_;
  read_index();
  authenticate();
  connected_ = true;
  return identity_;
}

/// The index, read without credentials so that redirects may be followed (S8).
void StoreApi::read_index() {
  Request request;
  request.url = settings_.url.base() + "/wp-json/" + query_string({index_fields()});
  request.label = kIndexLabel;
  request.headers = {{"Accept", "application/json"}, {"Cache-Control", "no-cache"}};
  request.timeout = settings_.timeout;
  request.follow_redirects = true;
  const Outcome outcome = send(std::move(request));
  if (!outcome.response) stop(ConnectStep::connection, outcome, kIndexLabel);
  take_over_address(outcome.response->final_url);
  const auto body = answer_json(outcome.response->body);
  if (!outcome.ok() || !is_index(body)) fail_index(outcome);
  take_identity(*body);
}

void StoreApi::take_over_address(const std::string& final_url) {
  if (final_url.empty()) return;
  const std::string shown = visible(final_url.substr(0, final_url.find('?')));
  const auto found = base_of_index(final_url);
  const Url& configured = settings_.url;
  const auto answering = found ? found : parse_url(final_url.substr(0, final_url.find_first_of("?#")));
  if (!answering || without_www(answering->host) != without_www(configured.host)) {
    throw failed(ConnectStep::address, FailureKind::usage,
                 fmt::format("woocommerce.url is {}, but the store answers at {}: if that is the store, put its "
                             "address into woocommerce.url; credentials are not sent to another host",
                             configured.base(), found ? found->base() : shown));
  }
  if (configured.scheme == "https" && answering->scheme == "http") {
    throw failed(ConnectStep::address, FailureKind::store,
                 fmt::format("the store redirects {} to plain http ({}), where credentials are not "
                             "sent: correct the store's address in WordPress, Settings > General",
                             configured.base(), shown));
  }
  if (!found || found->base() == identity_.base) return;
  identity_.base = found->base();
  log_.warning("woocommerce.url is {}, the store answers at {}: that is used; put it into the configuration",
               configured.base(), identity_.base);
}

void StoreApi::fail_index(const Outcome& outcome) {
  const std::string base = identity_.base;
  const Response& response = *outcome.response;
  const bool page = outcome.ok() && firewall(response).empty() && is_web_page(response);
  if (page && plain_permalinks()) {
    throw failed(ConnectStep::permalinks, FailureKind::store,
                 fmt::format("the store {} answers /wp-json/ with {}, and its REST API only without permalinks: set "
                             "Settings > Permalinks in WordPress to anything but Plain, and let no cache or plugin "
                             "answer /wp-json/",
                             base, words_of(response)));
  }
  if (response.status == 404 && plain_permalinks()) {
    throw failed(ConnectStep::permalinks, FailureKind::store,
                 fmt::format("the store {} uses plain permalinks, which turn off /wp-json/: set "
                             "Settings > Permalinks in WordPress to anything but Plain",
                             base));
  }
  if (credentials_refused(outcome)) {
    throw failed(ConnectStep::firewall, FailureKind::store,
                 fmt::format("the store {} closes its REST API to visitors (HTTP {}, {}): make the plugin or the "
                             "server's password protection let /wp-json/ through",
                             base, response.status, words_of(response)));
  }
  if (page) {
    throw failed(ConnectStep::firewall, FailureKind::store,
                 fmt::format("the store {} answers /wp-json/ with {}: let a firewall, a page cache or a plugin that "
                             "closes the shop pass /wp-json/ on, and check woocommerce.url and Settings > Permalinks",
                             base, words_of(response)));
  }
  if (outcome.ok() && answer_json(response.body)) {
    throw failed(ConnectStep::address, FailureKind::store,
                 fmt::format("{}/wp-json/ does not answer as the index of a WordPress store does: "
                             "check woocommerce.url",
                             base));
  }
  stop(ConnectStep::address, outcome, kIndexLabel);
}

void StoreApi::stop(ConnectStep otherwise, const Outcome& outcome, std::string_view label) const {
  const bool stopped_in_front = outcome.response && !firewall(*outcome.response).empty();
  const ConnectStep step = !outcome.response  ? ConnectStep::connection
                           : stopped_in_front ? ConnectStep::firewall
                                              : otherwise;
  throw ConnectFailure(step, failure(outcome, label));
}

/// "/?rest_route=/" is there on every WordPress; credentials do not work with it (woocommerce-api.md).
bool StoreApi::plain_permalinks() {
  Request request;
  request.url = identity_.base + '/' + query_string({{"rest_route", "/"}, index_fields()});
  request.label = "GET the index without permalinks";
  request.timeout = settings_.timeout;
  request.follow_redirects = true;
  const Outcome outcome = send(std::move(request));
  return outcome.ok() && is_index(answer_json(outcome.response->body));
}

void StoreApi::take_identity(const json& index) {
  for (const json& name : index.at("namespaces")) {
    if (name.is_string()) identity_.namespaces.push_back(name.get<std::string>());
  }
  const auto& names = identity_.namespaces;
  if (std::find(names.begin(), names.end(), "wc/v3") == names.end()) {
    throw failed(ConnectStep::woocommerce, FailureKind::store,
                 fmt::format("WordPress answers at {}, but without WooCommerce's REST API (wc/v3): "
                             "activate or update WooCommerce there",
                             identity_.base));
  }
  const auto home = index.find("home");
  identity_.home = home != index.end() && home->is_string() ? without_slash(home->get<std::string>()) : identity_.base;
}

std::string_view StoreApi::to_text(Credentials way) {
  switch (way) {
    case Credentials::header:
      return "keys in the header";
    case Credentials::query:
      return "keys in the query";
    case Credentials::signature:
      return "OAuth 1.0a";
  }
  return "";
}

/// In the order of trial (woocommerce-api.md, "Reaching a store").
std::vector<StoreApi::Credentials> StoreApi::ways() const {
  const bool tls = identity_.base.starts_with("https://");
  // Behind a proxy that ends TLS, a store may believe that it is called over plain http.
  if (tls) return {Credentials::header, Credentials::query, Credentials::signature};
  if (settings_.url.loopback()) return {Credentials::signature, Credentials::header, Credentials::query};
  return {Credentials::signature};
}

void StoreApi::authenticate() {
  std::optional<Failure> refusal;
  bool telling = false;
  for (const Credentials way : ways()) {
    way_ = way;
    const std::string label = fmt::format("GET wc/v3/products, {}", to_text(way));
    std::vector<Request> requests;
    requests.push_back(get("wc/v3/products", {{"per_page", "1"}, {"_fields", "id"}}));
    requests.front().label = label;
    requests.push_back(get_fresh(kStockManagement, {{"_fields", "id,value"}}));
    const std::vector<Outcome> outcomes = fetch_all(*this, std::move(requests));
    const Outcome& outcome = outcomes.front();
    if (!credentials_refused(outcome)) {
      const auto products = outcome.ok() ? answer_json(outcome.response->body) : std::nullopt;
      if (!products || !products->is_array()) stop(ConnectStep::woocommerce, outcome, label);
      take_stock_management(outcomes.back());
      log_.debug("store {}: {} accepted", identity_.base, to_text(way));
      return;
    }
    log_.debug("store {}: {} refused, {}", identity_.base, to_text(way), words_of(*outcome.response));
    // A wrong key and a stripped header look the same; an authentication error says more.
    const bool says_more = store_error(*outcome.response).code == "woocommerce_rest_authentication_error";
    if (!refusal || (says_more && !telling)) refusal.emplace(failure(outcome, label));
    telling = telling || says_more;
  }
  throw ConnectFailure(ConnectStep::keys, *refusal);
}

bool StoreApi::stock_management_is_off_now() {
  take_stock_management(send(get_fresh(kStockManagement, {{"_fields", "id,value"}})));
  return !identity_.stock_management;
}

void StoreApi::take_stock_management(const Outcome& outcome) {
  const auto body = outcome.ok() ? answer_json(outcome.response->body) : std::nullopt;
  const std::string cached = cached_answer(outcome);
  if (!body || !body->is_object() || !cached.empty()) {
    log_.debug("store {}: the stock management setting cannot be read ({})", identity_.base,
               cached.empty() ? outcome.describe() : cached);
    return;
  }
  const auto value = body->find("value");
  identity_.stock_management_read = value != body->end();
  identity_.stock_management = value == body->end() || *value != "no";
}

}  // namespace dsz
