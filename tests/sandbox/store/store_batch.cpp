#include "sandbox/store/store_batch.hpp"

#include "sandbox/store/rest_answer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostItems = 100;

Json failed_item(const Json& id, int status, const char* code, const char* message) {
  return {{"id", id}, {"error", {{"code", code}, {"message", message}, {"data", {{"status", status}}}}}};
}

std::int64_t id_of(const Json& item) {
  const Json id = item.value("id", Json());
  return id.is_number_integer() ? id.get<std::int64_t>() : 0;
}

Json saved_product(const WriteContext& store, const StoreProduct& product, const Json& item) {
  const FieldFilter fields(item.value("_fields", std::string()));
  Json answer = store.json.product(product, fields, StoreJson::Context::edit);
  // These are added after `_fields` was applied.
  const Json added = store.json.product(product, FieldFilter("brands,variations,grouped_products"));
  if (store.version.has_brands) answer["brands"] = added.at("brands");
  if (product.type == "variable") answer["variations"] = added.at("variations");
  if (product.type == "grouped") answer["grouped_products"] = added.at("grouped_products");
  answer["_links"] = store.json.product_links(product);
  return answer;
}

Json update_one_product(const WriteContext& store, const Json& item) {
  const std::int64_t id = id_of(item);
  const StoreProduct* product = store.catalogue.find(id);
  if (product == nullptr) {
    return failed_item(item.value("id", Json()), 400, "woocommerce_rest_product_invalid_id", "Invalid ID.");
  }
  if (product->type == "variation") {
    return failed_item(id, 404, "woocommerce_rest_invalid_product_id",
                       "To manipulate product variations you should use the "
                       "/products/&lt;product_id&gt;/variations/&lt;id&gt; endpoint.");
  }
  store.catalogue.save_stock(id, read_stock_fields(item), store.stock_management, store.now);
  return saved_product(store, *product, item);
}

Json update_one_variation(const WriteContext& store, std::int64_t parent, const Json& item) {
  constexpr const char* kInvalidId = "woocommerce_rest_product_variation_invalid_id";
  const std::int64_t id = id_of(item);
  const StoreProduct* variation = store.catalogue.find(id);
  if (variation == nullptr || variation->type != "variation") {
    return failed_item(item.value("id", Json()), 400, kInvalidId, "Invalid ID.");
  }
  if (variation->parent_id != parent) {
    if (!store.version.moves_variations) return failed_item(id, 404, kInvalidId, "Invalid ID.");
    store.catalogue.move_variation(id, parent);
  }
  store.catalogue.save_stock(id, read_stock_fields(item), store.stock_management, store.now);
  Json answer = store.json.variation(*variation, FieldFilter());  // `_fields` in the item has no effect here
  answer["_links"] = store.json.variation_links(*variation);
  return answer;
}

std::size_t count_items(const Json& body) {
  std::size_t count = 0;
  for (const char* kind : {"create", "update", "delete"}) {
    if (body.is_object() && body.contains(kind)) count += body.at(kind).size();
  }
  return count;
}

/// The items whose answers `_fields` does not trim: without it, and it has no effect on a variation.
std::size_t count_whole(const Json& items, bool variations) {
  return static_cast<std::size_t>(
      std::ranges::count_if(items, [variations](const Json& item) { return variations || !item.contains("_fields"); }));
}

HttpAnswer invalid_json() {
  return json_answer({{"code", "rest_invalid_json"},
                      {"message", "Invalid JSON body passed."},
                      {"data", {{"status", 400}, {"json_error_code", 4}, {"json_error_message", "Syntax error"}}}},
                     400);
}

HttpAnswer batch(const std::string& text, bool variations, const std::function<Json(const Json&)>& update) {
  const Json body = Json::parse(text, nullptr, false);
  if (body.is_discarded()) return invalid_json();
  const std::size_t count = count_items(body);
  if (count > kMostItems) {
    return rest_error(413, "woocommerce_rest_request_entity_too_large",
                      "Unable to accept more than 100 items for this request.");
  }
  if (count == 0) return json_answer(Json::array());
  if (body.contains("create") || body.contains("delete")) return not_in_sandbox("create and delete in a batch");
  Json updated = Json::array();
  for (const Json& item : body.at("update")) updated.push_back(update(item));
  HttpAnswer answer = json_answer({{"update", std::move(updated)}});
  answer.items = count;
  answer.whole_items = count_whole(body.at("update"), variations);
  return answer;
}

}  // namespace

HttpAnswer batch_products(const WriteContext& store, const std::string& body) {
  return batch(body, false, [&](const Json& item) { return update_one_product(store, item); });
}

HttpAnswer batch_variations(const WriteContext& store, std::int64_t parent, const std::string& body) {
  return batch(body, true, [&](const Json& item) { return update_one_variation(store, parent, item); });
}

HttpAnswer update_product(const WriteContext& store, std::int64_t id, const HttpRequest& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (body.is_discarded()) return invalid_json();
  const StoreProduct* product = store.catalogue.find(id);
  if (product == nullptr) return rest_error(400, "woocommerce_rest_product_invalid_id", "Invalid ID.");
  if (product->type == "variation") {
    return rest_error(404, "woocommerce_rest_invalid_product_id",
                      "To manipulate product variations you should use the "
                      "/products/&lt;product_id&gt;/variations/&lt;id&gt; endpoint.");
  }
  store.catalogue.save_stock(id, read_stock_fields(body), store.stock_management, store.now);
  const FieldFilter fields(request.query.get("_fields"));
  Json answer = store.json.product(*product, fields, StoreJson::Context::edit);
  answer["_links"] = store.json.product_links(*product);
  HttpAnswer result = json_answer(answer);
  result.items = 1;
  result.whole_items = request.query.get("_fields").empty() ? 1 : 0;
  return result;
}

HttpAnswer not_in_sandbox(const std::string& what) {
  return rest_error(501, "sandbox_does_not", "The sandbox does not support " + what + ".");
}

}  // namespace dsz::sandbox
