#include "sandbox/store/store_json.hpp"

#include "sandbox/wire/http_message.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<std::string> kItemMethods = {"GET", "POST", "PUT", "PATCH", "DELETE"};

/// Keeps a field only when it was asked for.
class Fields {
 public:
  explicit Fields(const FieldFilter& filter) : filter_(filter) {}
  Fields& operator()(const char* name, Json value) {
    if (filter_.wants(name)) json_[name] = std::move(value);
    return *this;
  }
  Json take() { return std::move(json_); }

 private:
  const FieldFilter& filter_;
  Json json_ = Json::object();
};

std::string name_of(const StoreProduct& product) {
  if (product.type != "variation" || !product.name.empty()) return product.name;
  return product.attributes.empty() ? "" : product.attributes.front().second;
}

Json meta_of(const StoreProduct& product) {
  Json entries = Json::array();
  for (const MetaEntry& entry : product.meta) {
    entries.push_back({{"id", entry.id}, {"key", entry.key}, {"value", entry.value}});
  }
  return entries;
}

std::string price_html(const StoreProduct& product, bool with_translate) {
  if (product.price.empty()) return "";
  std::array<char, 32> price{};
  std::snprintf(price.data(), price.size(), "%.2f", std::strtod(product.price.c_str(), nullptr));
  return std::string(
             "<span class=\"woocommerce-Price-amount amount\"><bdi><span "
             "class=\"woocommerce-Price-currencySymbol\"") +
         (with_translate ? " translate=\"no\"" : "") + ">&#36;</span>" + price.data() + "</bdi></span>";
}

Json quantity_or_null(const std::optional<std::int64_t>& quantity) { return quantity ? Json(*quantity) : Json(); }

Json no_dimensions() { return {{"length", ""}, {"width", ""}, {"height", ""}}; }

void add_dates(Fields& put, const StoreProduct& product) {
  put("date_created", product.date_created)("date_created_gmt", product.date_created);
  put("date_modified", product.date_modified)("date_modified_gmt", product.date_modified);
}

void add_price(Fields& put, const StoreProduct& product) {
  put("price", product.price)("regular_price", product.price)("sale_price", "");
  put("date_on_sale_from", nullptr)("date_on_sale_from_gmt", nullptr);
  put("date_on_sale_to", nullptr)("date_on_sale_to_gmt", nullptr)("on_sale", false);
}

void add_download(Fields& put) {
  put("virtual", false)("downloadable", false)("downloads", Json::array());
  put("download_limit", -1)("download_expiry", -1);
}

void add_backorders(Fields& put, const StoreProduct& product) {
  const bool allowed = product.backorders != "no";
  const bool owed = product.manage_stock && allowed && product.stock_quantity.value_or(0) < 0;
  put("backorders", product.backorders)("backorders_allowed", allowed);
  put("backordered", owed || product.stock_status == "onbackorder")("low_stock_amount", nullptr);
}

void add_shipping(Fields& put) {
  put("weight", "")("dimensions", no_dimensions())("shipping_class", "")("shipping_class_id", 0);
}

std::string route_name(Taxonomy taxonomy) {
  if (taxonomy == Taxonomy::tags) return "tags";
  return taxonomy == Taxonomy::categories ? "categories" : "brands";
}

std::string url_slug(const std::string& attribute) { return to_lower(attribute); }

}  // namespace

Json StoreJson::product(const StoreProduct& product, const FieldFilter& fields, Context context) const {
  const bool edit = context == Context::edit;
  const StoreProduct* parent = catalogue_.parent_of(product);
  Fields put(fields);
  put("id", product.id)("name", name_of(product))("slug", product.slug)("permalink", permalink(product));
  add_dates(put, product);
  put("type", product.type)("status", product.status)("featured", false)("catalog_visibility", "visible");
  put("description", "")("short_description", "")("sku", edit ? product.sku : visible_sku(product));
  add_price(put, product);
  put("purchasable", product.type == "simple" || product.type == "variable")("total_sales", 0);
  add_download(put);
  put("external_url", "")("button_text", "")("tax_status", "taxable")("tax_class", "");
  put("manage_stock", manage_stock(product));
  put("stock_quantity", quantity_or_null(visible_quantity(product, parent)));
  add_backorders(put, product);
  put("sold_individually", false);
  add_shipping(put);
  put("shipping_required", true)("shipping_taxable", true)("reviews_allowed", true);
  put("average_rating", edit ? "0" : "0.00")("rating_count", 0);
  put("upsell_ids", Json::array())("cross_sell_ids", Json::array())("parent_id", product.parent_id);
  put("purchase_note", "")("categories", terms_of(product, Taxonomy::categories));
  if (version_.has_brands) put("brands", terms_of(product, Taxonomy::brands));
  put("tags", terms_of(product, Taxonomy::tags))("images", Json::array());
  put("attributes", Json::array())("default_attributes", Json::array());
  const bool variable = product.type == "variable";
  put("variations", variable ? Json(catalogue_.variations_of(product.id)) : Json::array());
  put("grouped_products", Json(product.grouped_products))("menu_order", 0);
  put("price_html", price_html(product, version_.has_target_hints))("related_ids", Json::array());
  put("meta_data", meta_of(product))("stock_status", product.stock_status)("has_options", variable);
  if (version_.variations_tell_parent) put("post_password", "")("global_unique_id", "");
  if (edit) put("permalink_template", home_ + "/product/%pagename%/")("generated_slug", product.slug);
  return put.take();
}

Json StoreJson::variation(const StoreProduct& product, const FieldFilter& fields) const {
  const bool recent = version_.variations_tell_parent;
  const StoreProduct* parent = catalogue_.parent_of(product);
  Fields put(fields);
  put("id", product.id);
  if (recent) put("type", "variation");
  add_dates(put, product);
  put("description", "")("permalink", permalink(product))("sku", visible_sku(product));
  if (recent) put("global_unique_id", "");
  add_price(put, product);
  put("status", product.status)("purchasable", true);
  add_download(put);
  put("tax_status", "taxable")("tax_class", recent ? "parent" : "")("manage_stock", manage_stock(product));
  put("stock_quantity", quantity_or_null(visible_quantity(product, parent)))("stock_status", product.stock_status);
  add_backorders(put, product);
  add_shipping(put);
  put("image", nullptr);
  if (recent) put("gallery_image_ids", Json::array());
  Json attributes = Json::array();
  for (const auto& [name, option] : product.attributes) {
    Json attribute = {{"id", 0}, {"name", name}};
    if (recent) attribute["slug"] = url_slug(name);
    attribute["option"] = option;
    attributes.push_back(std::move(attribute));
  }
  put("attributes", std::move(attributes))("menu_order", 0)("meta_data", meta_of(product));
  if (recent) put("name", name_of(product))("parent_id", product.parent_id);
  return put.take();
}

Json StoreJson::stock_row(const StoreProduct& product, const FieldFilter& fields) const {
  const StoreProduct* parent = catalogue_.parent_of(product);
  const bool by_parent = is_managed_by_parent(product, parent);
  Fields put(fields);
  put("id", product.id)("parent_id", product.parent_id)("name", name_of(product))("sku", visible_sku(product));
  // Here an unmanaged product has 0, where the products listing has null, and the store-wide setting is not heeded.
  put("stock_status", product.stock_status)("stock_quantity", visible_quantity(product, parent).value_or(0));
  put("manage_stock", by_parent ? Json("parent") : Json(product.manage_stock))("low_stock_amount", nullptr);
  Json links = {{"product", Json::array({link("products/" + std::to_string(product.id))})}};
  if (product.parent_id != 0) {
    links["parent"] = Json::array({link("products/" + std::to_string(product.parent_id))});
  }
  put("_links", std::move(links));
  return put.take();
}

Json StoreJson::term(const Term& term, Taxonomy taxonomy, const FieldFilter& fields) const {
  const std::string base = "products/" + route_name(taxonomy);
  Fields put(fields);
  put("id", term.id)("name", term.name)("slug", term.slug);
  if (taxonomy != Taxonomy::tags) put("parent", term.parent);
  put("description", "");
  if (taxonomy != Taxonomy::tags) put("display", "default")("image", nullptr)("menu_order", 0);
  put("count", catalogue_.products_with(taxonomy, term.id));
  put("_links", {{"self", Json::array({link(base + "/" + std::to_string(term.id), kItemMethods)})},
                 {"collection", Json::array({link(base)})}});
  return put.take();
}

Json StoreJson::product_links(const StoreProduct& product) const {
  const std::string self = "products/" + std::to_string(product.id);
  return {{"self", Json::array({link(self, kItemMethods)})}, {"collection", Json::array({link("products")})}};
}

Json StoreJson::variation_links(const StoreProduct& product) const {
  const std::string up = "products/" + std::to_string(product.parent_id);
  const std::string collection = up + "/variations";
  return {{"self", Json::array({link(collection + "/" + std::to_string(product.id), kItemMethods)})},
          {"collection", Json::array({link(collection)})},
          {"up", Json::array({link(up)})}};
}

Json StoreJson::link(std::string_view path, const std::vector<std::string>& methods) const {
  Json link = {{"href", home_ + "/wp-json/wc/v3/" + std::string(path)}};
  if (version_.has_target_hints && !methods.empty()) link["targetHints"] = {{"allow", methods}};
  return link;
}

std::string StoreJson::permalink(const StoreProduct& product) const {
  const StoreProduct* parent = catalogue_.parent_of(product);
  std::string url = home_ + "/product/" + (parent != nullptr ? *parent : product).slug + "/";
  char separator = '?';
  if (parent == nullptr) return url;
  for (const auto& [name, option] : product.attributes) {
    url.append(1, separator).append("attribute_").append(url_slug(name)).append("=").append(encode_component(option));
    separator = '&';
  }
  return url;
}

Json StoreJson::manage_stock(const StoreProduct& product) const {
  if (!stock_management_) return false;
  if (is_managed_by_parent(product, catalogue_.parent_of(product))) return "parent";
  return product.manage_stock;
}

/// A variation without a SKU of its own shows its parent's.
std::string StoreJson::visible_sku(const StoreProduct& product) const {
  const StoreProduct* parent = catalogue_.parent_of(product);
  return product.sku.empty() && parent != nullptr ? parent->sku : product.sku;
}

Json StoreJson::terms_of(const StoreProduct& product, Taxonomy taxonomy) const {
  const auto& known = catalogue_.terms(taxonomy);
  Json terms = Json::array();
  for (const std::int64_t id : term_ids(product, taxonomy)) {
    const auto found = known.find(id);
    if (found == known.end()) continue;
    terms.push_back({{"id", id}, {"name", found->second.name}, {"slug", found->second.slug}});
  }
  return terms;
}

}  // namespace dsz::sandbox
