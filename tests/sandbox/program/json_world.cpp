#include "sandbox/program/json_world.hpp"

#include <nlohmann/json.hpp>

#include <functional>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

template <typename Value>
void read(const Json& json, const char* name, Value& into) {
  if (json.contains(name)) into = json.at(name).get<Value>();
}

template <typename Value>
void read(const Json& json, const char* name, std::optional<Value>& into) {
  if (!json.contains(name)) return;
  into = json.at(name).is_null() ? std::nullopt : std::optional<Value>(json.at(name).get<Value>());
}

template <typename Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

void for_each(const Json& json, const std::function<void(const Json&)>& work) {
  if (!json.is_array()) return work(json);
  for (const Json& item : json) work(item);
}

Term term_from_json(const Json& json) {
  Term term;
  read(json, "id", term.id);
  read(json, "name", term.name);
  read(json, "slug", term.slug);
  read(json, "parent", term.parent);
  return term;
}

void put_terms(const Json& store_json, const char* name, Taxonomy taxonomy, StoreService& store) {
  if (!store_json.contains(name)) return;
  for (const Json& term : store_json.at(name)) store.put_term(taxonomy, term_from_json(term));
}

}  // namespace

SupplierProduct supplier_product_from_json(const Json& json) {
  SupplierProduct product;
  read(json, "entity_id", product.entity_id);
  product.sku = json.at("sku").get<std::string>();
  read(json, "stock", product.stock);
  read(json, "price", product.price);
  read(json, "title", product.title);
  read(json, "special_price", product.special_price);
  read(json, "eta", product.eta);
  read(json, "discontinued", product.discontinued);
  read(json, "enabled", product.enabled);
  read(json, "absent", product.absent);
  if (json.contains("overlay")) product.overlay = json.at("overlay").dump();
  return product;
}

Json to_world_json(const SupplierProduct& product) {
  return {{"entity_id", product.entity_id}, {"sku", product.sku},         {"stock", or_null(product.stock)},
          {"price", product.price},         {"enabled", product.enabled}, {"discontinued", product.discontinued}};
}

StoreProduct store_product_from_json(const Json& json) {
  StoreProduct product;
  read(json, "id", product.id);
  read(json, "sku", product.sku);
  read(json, "type", product.type);
  read(json, "status", product.status);
  read(json, "name", product.name);
  read(json, "slug", product.slug);
  read(json, "price", product.price);
  read(json, "manage_stock", product.manage_stock);
  read(json, "stock_quantity", product.stock_quantity);
  read(json, "stock_status", product.stock_status);
  read(json, "backorders", product.backorders);
  read(json, "parent_id", product.parent_id);
  read(json, "tags", product.tags);
  read(json, "categories", product.categories);
  read(json, "brands", product.brands);
  read(json, "grouped_products", product.grouped_products);
  const Json meta = json.value("meta", Json::object());
  for (const auto& [key, value] : meta.items()) {
    product.meta.push_back({0, key, value.get<std::string>()});
  }
  const Json attributes = json.value("attributes", Json::object());
  for (const auto& [name, option] : attributes.items()) {
    product.attributes.emplace_back(name, option.get<std::string>());
  }
  return product;
}

Json to_world_json(const StoreProduct& product) {
  Json meta = Json::object();
  for (const MetaEntry& entry : product.meta) meta[entry.key] = entry.value;
  return {{"id", product.id},
          {"sku", product.sku},
          {"type", product.type},
          {"status", product.status},
          {"name", product.name},
          {"price", product.price},
          {"manage_stock", product.manage_stock},
          {"stock_quantity", or_null(product.stock_quantity)},
          {"stock_status", product.stock_status},
          {"backorders", product.backorders},
          {"parent_id", product.parent_id},
          {"tags", product.tags},
          {"categories", product.categories},
          {"brands", product.brands},
          {"meta", meta}};
}

void put_supplier_products(const Json& json, SupplierService& supplier) {
  for_each(json, [&](const Json& item) { supplier.put(supplier_product_from_json(item)); });
}

void put_store_products(const Json& json, StoreService& store) {
  for_each(json, [&](const Json& item) {
    const StoreProduct product = store_product_from_json(item);
    if (product.type != "variable") {
      store.put(product);
      return;
    }
    std::vector<StoreProduct> variations;
    for (const Json& variation : item.value("variations", Json::array())) {
      variations.push_back(store_product_from_json(variation));
    }
    store.put_variable(product, variations);
  });
}

void load_world(std::string_view text, SupplierService& supplier, StoreService& store) {
  const Json world = Json::parse(text);
  const Json supplier_json = world.value("supplier", Json::object());
  const Json store_json = world.value("store", Json::object());
  put_supplier_products(supplier_json.value("products", Json::array()), supplier);
  put_terms(store_json, "tags", Taxonomy::tags, store);
  put_terms(store_json, "categories", Taxonomy::categories, store);
  put_terms(store_json, "brands", Taxonomy::brands, store);
  put_store_products(store_json.value("products", Json::array()), store);
}

}  // namespace dsz::sandbox
