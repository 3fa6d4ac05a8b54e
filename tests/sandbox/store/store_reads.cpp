// What StoreService answers to GET.
#include "sandbox/store/list_query.hpp"
#include "sandbox/store/rest_answer.hpp"
#include "sandbox/store/store_json.hpp"
#include "sandbox/store/store_route.hpp"
#include "sandbox/store/store_service.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;
using Target = StoreRoute::Target;
using Products = std::vector<const StoreProduct*>;

HttpAnswer invalid_product_id() { return rest_error(404, "woocommerce_rest_product_invalid_id", "Invalid ID."); }

Json row(const StoreJson& json, Target target, const StoreProduct& product, const FieldFilter& fields) {
  if (target == Target::stock_report) return json.stock_row(product, fields);
  const bool as_variation = target != Target::products;
  Json row = as_variation ? json.variation(product, fields) : json.product(product, fields);
  if (fields.wants("_links"))
    row["_links"] = as_variation ? json.variation_links(product) : json.product_links(product);
  return row;
}

}  // namespace

HttpAnswer StoreService::read(const HttpRequest& request, const StoreRoute& route) const {
  switch (route.target) {
    case Target::index:
      return index(request);
    case Target::product:
      return one_product(request, route.product);
    case Target::variation_of_product:
      return one_variation(request, route);
    case Target::terms:
      return list_terms(request, route.taxonomy);
    case Target::manage_stock_setting:
      return stock_setting(request);
    case Target::system_status:
      return system_status(request);
    default:
      return list_rows(request, route);
  }
}

HttpAnswer StoreService::list_rows(const HttpRequest& request, const StoreRoute& route) const {
  const bool report = route.target == Target::stock_report;
  const ListQuery list = read_list_query(request.query, report ? "stock_status" : "date", !report);
  if (!list.errors.empty()) return invalid_parameters(list.errors);
  if (route.target == Target::variations_of_product && catalogue_.find(route.product) == nullptr) {
    return invalid_product_id();
  }
  Products found;
  if (report) {
    found = find_stock_rows(catalogue_, request.query, list);
  } else if (route.target == Target::products) {
    found = find_products(catalogue_, request.query, list);
  } else {
    const bool of_one = route.target == Target::variations_of_product;
    found = find_variations(catalogue_, request.query, list, of_one ? std::optional(route.product) : std::nullopt);
  }
  const StoreJson json(catalogue_, version_, home_, options_.stock_management);
  Json rows = Json::array();
  for (const StoreProduct* product : rows_of(found, list.page)) {
    rows.push_back(row(json, route.target, *product, list.fields));
  }
  HttpAnswer answer = json_answer(rows);
  (report ? answer.report_rows : answer.rows) = rows.size();
  add_paging(answer, list.page, found.size(), home_ + request.path, request.query);
  return answer;
}

HttpAnswer StoreService::one_product(const HttpRequest& request, std::int64_t id) const {
  const StoreProduct* product = catalogue_.find(id);
  if (product == nullptr) return invalid_product_id();
  const StoreJson json(catalogue_, version_, home_, options_.stock_management);
  Json body = json.product(*product, FieldFilter(request.query.get("_fields")));
  body["_links"] = json.product_links(*product);
  return json_answer(body);
}

HttpAnswer StoreService::one_variation(const HttpRequest& request, const StoreRoute& route) const {
  const StoreProduct* variation = catalogue_.find(route.variation);
  if (variation == nullptr || variation->type != "variation" || variation->parent_id != route.product) {
    return rest_error(404, "woocommerce_rest_product_variation_invalid_id", "Invalid ID.");
  }
  const StoreJson json(catalogue_, version_, home_, options_.stock_management);
  Json body = json.variation(*variation, FieldFilter(request.query.get("_fields")));
  body["_links"] = json.variation_links(*variation);
  return json_answer(body);
}

HttpAnswer StoreService::list_terms(const HttpRequest& request, Taxonomy taxonomy) const {
  const ListQuery list = read_list_query(request.query, "name", false);
  if (!list.errors.empty()) return invalid_parameters(list.errors);
  const StoreJson json(catalogue_, version_, home_, options_.stock_management);
  const auto found = find_terms(catalogue_, taxonomy, request.query);
  Json rows = Json::array();
  for (const Term* term : rows_of(found, list.page)) rows.push_back(json.term(*term, taxonomy, list.fields));
  HttpAnswer answer = json_answer(rows);
  answer.rows = rows.size();
  add_paging(answer, list.page, found.size(), home_ + request.path, request.query);
  return answer;
}

HttpAnswer StoreService::index(const HttpRequest& request) const {
  std::vector<std::string> namespaces = version_.namespaces;
  if (!options_.analytics) {
    namespaces.erase(std::remove(namespaces.begin(), namespaces.end(), "wc-analytics"), namespaces.end());
  }
  const Json links = {{"help", Json::array({{{"href", "https://developer.wordpress.org/rest-api/"}}})}};
  const Json body = {{"name", "Shop"},
                     {"description", ""},
                     {"url", home_},
                     {"home", home_},
                     {"gmt_offset", "0"},
                     {"timezone_string", ""},
                     {"namespaces", namespaces},
                     {"authentication", Json::array()},
                     {"_links", links}};
  Json kept = FieldFilter(request.query.get("_fields")).apply(body);
  // Old WordPress adds the links after `_fields` was applied.
  if (!version_.has_target_hints) kept["_links"] = links;
  return json_answer(kept);
}

HttpAnswer StoreService::system_status(const HttpRequest& request) const {
  const Json body = {{"environment",
                      {{"home_url", home_},
                       {"site_url", home_},
                       {"version", version_.woocommerce},
                       {"wp_version", version_.wordpress},
                       {"php_version", "8.2"},
                       {"php_max_execution_time", 30}}},
                     {"settings", {{"api_enabled", false}, {"currency", "USD"}}}};
  return json_answer(FieldFilter(request.query.get("_fields")).apply(body));
}

HttpAnswer StoreService::stock_setting(const HttpRequest& request) const {
  const StoreJson json(catalogue_, version_, home_, options_.stock_management);
  const std::string self = "settings/products/woocommerce_manage_stock";
  const Json body = {{"id", "woocommerce_manage_stock"},
                     {"label", "Manage stock"},
                     {"description", "Enable stock management"},
                     {"type", "checkbox"},
                     {"default", "yes"},
                     {"value", options_.stock_management ? "yes" : "no"}};
  Json kept = FieldFilter(request.query.get("_fields")).apply(body);
  kept["_links"] = {{"self", Json::array({json.link(self, {"GET", "POST", "PUT", "PATCH"})})},
                    {"collection", Json::array({json.link("settings/products")})}};
  return json_answer(kept);
}

}  // namespace dsz::sandbox
