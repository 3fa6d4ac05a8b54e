#include "sandbox/store/store_service.hpp"

#include "sandbox/store/rest_answer.hpp"
#include "sandbox/store/store_batch.hpp"
#include "sandbox/store/store_json.hpp"
#include "sandbox/store/store_route.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;
using Target = StoreRoute::Target;

constexpr std::string_view kApi = "/wp-json";

bool is_list(Target target) {
  return target == Target::products || target == Target::variations_of_product || target == Target::all_variations ||
         target == Target::stock_report || target == Target::terms;
}

/// What somebody without a key is told.
HttpAnswer not_signed_in(const HttpRequest& request, const StoreRoute& route) {
  if (request.method == "GET") {
    return rest_error(
        401, "woocommerce_rest_cannot_view",
        is_list(route.target) ? "Sorry, you cannot list resources." : "Sorry, you cannot view this resource.");
  }
  const bool batch = route.target == Target::products_batch || route.target == Target::variations_batch;
  if (batch) {
    return rest_error(401, "woocommerce_rest_cannot_batch",
                      "Sorry, you are not allowed to batch manipulate this resource.");
  }
  return is_list(route.target)
             ? rest_error(401, "woocommerce_rest_cannot_create", "Sorry, you are not allowed to create resources.")
             : rest_error(401, "woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource.");
}

std::optional<HttpAnswer> refusal(const Identity& identity, const std::string& method) {
  constexpr const char* kCode = "woocommerce_rest_authentication_error";
  if (identity.error) return rest_error(401, kCode, *identity.error);
  if (!identity.known || identity.permissions == "read_write") return std::nullopt;
  const bool reads = method == "GET" || method == "HEAD";
  if (reads && identity.permissions != "read") {
    return rest_error(401, kCode, "The API key provided does not have read permissions.");
  }
  if (!reads && identity.permissions != "write") {
    return rest_error(401, kCode, "The API key provided does not have write permissions.");
  }
  return std::nullopt;
}

HttpAnswer page_not_found() {
  HttpAnswer answer;
  answer.status = 404;
  answer.content_type = "text/html; charset=UTF-8";
  answer.body = "<!DOCTYPE html>\n<html><head><title>Page not found</title></head><body>Nothing here.</body></html>\n";
  return answer;
}

}  // namespace

StoreService::StoreService(StoreOptions options)
    : options_(std::move(options)),
      version_(store_version(options_.version)),
      auth_(options_.keys),
      endpoint_(
          options_.ports, options_.now, [this](const HttpRequest& request) { return answer(request); },
          store_auth_name) {
  const std::lock_guard lock(mutex_);
  home_ = options_.home.empty() ? url() : options_.home;
}

std::string StoreService::url() const { return options_.ports.https ? https_url() : http_url(); }

HttpAnswer StoreService::answer(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const bool under_api = request.path.rfind(kApi, 0) == 0;
  const bool by_parameter = request.query.has("rest_route");
  if (by_parameter) return dispatch(request, request.query.get("rest_route"));
  if (!under_api || !options_.pretty_permalinks) return page_not_found();
  return dispatch(request, request.path.substr(kApi.size()));
}

HttpAnswer StoreService::dispatch(const HttpRequest& request, const std::string& path) {
  const Identity identity = auth_.identify(request, home_, options_.authorization_stripped, options_.now());
  const auto route = find_route(path);
  HttpAnswer result;
  if (const auto refused = refusal(identity, request.method)) {
    result = *refused;
  } else if (!route || !is_served(*route) || !route->allows(request.method)) {
    result = no_route();
  } else if (!identity.known && route->target != Target::index) {
    result = not_signed_in(request, *route);
  } else {
    result = serve(request, *route);
    result.headers.emplace_back("Allow", route->methods);
  }
  if (header_value(result.headers, "Link").empty()) {
    result.headers.emplace_back("Link", "<" + home_ + "/wp-json/>; rel=\"https://api.w.org/\"");
  }
  return result;
}

bool StoreService::is_served(const StoreRoute& route) const {
  switch (route.target) {
    case Target::all_variations:
      return version_.lists_all_variations;
    case Target::terms:
      return route.taxonomy != Taxonomy::brands || version_.has_brands;
    case Target::stock_report:
      return options_.analytics;
    default:
      return true;
  }
}

HttpAnswer StoreService::serve(const HttpRequest& request, const StoreRoute& route) {
  if (request.method != "GET") return write(request, route);
  if (!options_.types_ignored) return read(request, route);
  HttpRequest untyped = request;
  untyped.query = request.query.without("type");
  return read(untyped, route);
}

HttpAnswer StoreService::write(const HttpRequest& request, const StoreRoute& route) {
  const StoreJson json(catalogue_, version_, home_, options_.stock_management);
  const WriteContext store{catalogue_, version_, json, options_.stock_management, now_text()};
  if (request.method == "DELETE") return not_in_sandbox("DELETE");
  switch (route.target) {
    case Target::products_batch:
      return batch_products(store, request.body);
    case Target::variations_batch:
      return batch_variations(store, route.product, request.body);
    case Target::product:
      return update_product(store, route.product, request);
    case Target::products:
      return create_product(request.body);
    default:
      return not_in_sandbox(request.method + " of " + request.path);
  }
}

HttpAnswer StoreService::create_product(const std::string& body) const {
  const Json item = Json::parse(body, nullptr, false);
  const std::string sku = item.is_object() ? item.value("sku", std::string()) : "";
  for (const auto& [id, product] : catalogue_.products()) {
    if (sku.empty() || !equal_ignoring_case(product.sku, sku)) continue;
    return json_answer({{"code", "product_invalid_sku"},
                        {"message", "Invalid or duplicated SKU."},
                        {"data", {{"status", 400}, {"resource_id", id}, {"unique_sku", sku + "-1"}}}},
                       400);
  }
  return not_in_sandbox("creating a product");
}

std::string StoreService::now_text() const {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(options_.now());
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  return text.data();
}

std::int64_t StoreService::put(StoreProduct product) {
  const std::lock_guard lock(mutex_);
  return catalogue_.put(std::move(product));
}

std::int64_t StoreService::put_variable(StoreProduct parent, std::vector<StoreProduct> variations) {
  const std::lock_guard lock(mutex_);
  parent.type = "variable";
  const std::int64_t id = catalogue_.put(std::move(parent));
  for (StoreProduct& variation : variations) {
    variation.type = "variation";
    variation.parent_id = id;
    catalogue_.put(std::move(variation));
  }
  return id;
}

std::int64_t StoreService::put_term(Taxonomy taxonomy, Term term) {
  const std::lock_guard lock(mutex_);
  return catalogue_.put_term(taxonomy, std::move(term));
}

bool StoreService::remove(std::int64_t id) {
  const std::lock_guard lock(mutex_);
  return catalogue_.remove(id);
}

bool StoreService::set_status(std::int64_t id, std::string_view status) {
  const std::lock_guard lock(mutex_);
  return catalogue_.set_status(id, status);
}

bool StoreService::set_quantity(std::int64_t id, std::int64_t quantity) {
  const std::lock_guard lock(mutex_);
  return catalogue_.set_quantity(id, quantity);
}

bool StoreService::sell(std::int64_t id, std::int64_t pieces) {
  const std::lock_guard lock(mutex_);
  const StoreProduct* product = catalogue_.find(id);
  if (product == nullptr) return false;
  const StoreProduct* parent = catalogue_.parent_of(*product);
  const StoreProduct& holder = is_managed_by_parent(*product, parent) ? *parent : *product;
  return catalogue_.set_quantity(holder.id, holder.stock_quantity.value_or(0) - pieces);
}

std::optional<StoreProduct> StoreService::product(std::int64_t id) const {
  const std::lock_guard lock(mutex_);
  const StoreProduct* found = catalogue_.find(id);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<StoreProduct> StoreService::product(std::string_view sku) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, product] : catalogue_.products()) {
    if (product.sku == sku) return product;
  }
  return std::nullopt;
}

std::vector<StoreProduct> StoreService::products() const {
  const std::lock_guard lock(mutex_);
  std::vector<StoreProduct> all;
  for (const auto& [id, product] : catalogue_.products()) all.push_back(product);
  return all;
}

std::size_t StoreService::saves() const {
  const std::lock_guard lock(mutex_);
  return catalogue_.saves();
}

void StoreService::set_analytics(bool on) {
  const std::lock_guard lock(mutex_);
  options_.analytics = on;
}

void StoreService::set_stock_management(bool on) {
  const std::lock_guard lock(mutex_);
  options_.stock_management = on;
}

void StoreService::set_authorization_stripped(bool on) {
  const std::lock_guard lock(mutex_);
  options_.authorization_stripped = on;
}

void StoreService::set_types_ignored(bool on) {
  const std::lock_guard lock(mutex_);
  options_.types_ignored = on;
}

}  // namespace dsz::sandbox
