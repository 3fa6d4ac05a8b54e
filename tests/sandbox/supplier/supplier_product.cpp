#include "sandbox/supplier/supplier_product.hpp"

#include "sandbox/supplier/invented_text.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

/// A number as the supplier writes it at that time: "82.41", or 82.41.
Json amount(const std::string& text, bool plain) {
  if (!plain || text.empty()) return text;
  return std::strtod(text.c_str(), nullptr);
}

std::string decimal(std::uint64_t thousandths, int digits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, static_cast<double>(thousandths) / 1000.0);
  return text.data();
}

Json zone_rates(const SupplierProduct& product, std::uint64_t hash, bool plain) {
  constexpr std::array<const char*, 15> kZones = {"act",   "nsw_m", "nsw_r",  "nt_m",  "nt_r",
                                                  "qld_m", "qld_r", "remote", "sa_m",  "sa_r",
                                                  "tas_m", "tas_r", "vic_m",  "vic_r", "wa_m"};
  Json rates = Json::object();
  for (const char* zone : kZones) {
    hash = hash * 6364136223846793005ULL + 1442695040888963407ULL;
    rates[zone] = amount((hash >> 60U) < 4 ? "0" : decimal(5000 + (hash >> 33U) % 60000, 2), plain);
  }
  rates["nz"] = "9999";
  rates["sku"] = product.sku;  // the real answer repeats it here: a reader must not take the first "sku" it meets
  return rates;
}

Json gallery(const std::string& sku) {
  Json images = Json::array();
  for (int i = 0; i < 6; ++i) {
    images.push_back("https://cdn.supplier.example/media/catalog/product/" + sku + "-0" + std::to_string(i) + ".jpg");
  }
  return images;
}

void add_identity(Json& json, const SupplierProduct& product, std::uint64_t hash, bool plain) {
  json["RRP"] = {{"Standard", amount(decimal(1000 * (20 + hash % 400) + 990, 2), plain)}};
  json["zone_rates"] = zone_rates(product, hash, plain);
  json["entity_id"] = product.entity_id;
  json["Category"] = invented_category(product.sku);
  json["ETA"] = product.eta;
  json["discontinued"] = product.discontinued ? "Yes" : "No";
  json["discontinuedproduct"] = product.discontinued ? "Yes" : "No";
  json["product_status"] = product.enabled ? 1 : 0;
  json["RrpPrice"] = json["RRP"]["Standard"];
  json["vendor_id"] = "1";
  json["Vendor_Product"] = 0;
  json["brand"] = invented_brand(product.sku);
}

void add_measures(Json& json, const SupplierProduct& product, std::uint64_t hash, bool plain) {
  json["cbm"] = amount(decimal(1 + hash % 400, 4), plain);
  json["colour"] = "Black & Grey";
  json["cost"] = amount(product.price, plain);
  json["currency"] = "AUD";
  json["desc"] = invented_description(product.sku);
  json["eancode"] = std::to_string(9300000000000ULL + hash % 100000000ULL);
  json["price"] = amount(product.price, plain);
  json["height"] = amount(decimal(1000 * (5 + hash % 90), 4), plain);
  json["length"] = amount(decimal(1000 * (5 + hash % 150), 4), plain);
  json["weight"] = amount(decimal(100 * (1 + hash % 300), 4), plain);
  json["width"] = amount(decimal(1000 * (5 + hash % 70), 4), plain);
}

void add_stock(Json& json, const std::optional<int>& stock) {
  json["in_stock"] = stock.value_or(0) > 0 ? "1" : "0";
  json["status"] = stock_status_text(stock);
  json["stock_qty"] = stock ? Json(*stock) : Json();
}

void add_rest(Json& json, const SupplierProduct& product, std::uint64_t hash) {
  json["sku"] = product.sku;
  json["special_price"] = product.special_price;
  json["special_price_from_date"] = "";
  json["special_price_end_date"] = "";
  json["title"] = product.title.empty() ? invented_title(product.sku) : product.title;
  json["website_url"] = "https://www.supplier.example/" + product.sku + ".html";
  json["updated_at"] = 1750900000 + static_cast<std::int64_t>(hash % 30000);
  json["is_new_arrival"] = false;
  json["default_sku_id"] = 0;
  json["selling_price"] = std::strtod(product.price.c_str(), nullptr);
  json["parent_id"] = 0;
  json["au_free_shipping"] = false;
  json["stock_version"] = 6000000 + static_cast<std::int64_t>(hash % 900000);
  json["sales_volume"] = 1;
  json["updated_time"] = "2025-06-26T07:47:16.434Z";
  json["salesVolume"] = nullptr;
  json["rebate_end_date"] = nullptr;
  json["rebate_percentage"] = nullptr;
  json["rebate_start_date"] = nullptr;
  json["spec"] = Json::array();
  json["gallery"] = gallery(product.sku);
  json["freeshipping"] = "0";
  json["postage"] = {{"VIC", "8.8"},  {"NSW", "11"},  {"SA", "27.5"}, {"QLD", "23.1"},
                     {"TAS", "24.2"}, {"WA", "24.2"}, {"NT", "48.4"}};
  json["is_direct_import"] = false;
}

Json invented(const SupplierProduct& product, bool plain) {
  const std::uint64_t hash = text_hash(product.sku);
  Json json = Json::object();
  add_identity(json, product, hash, plain);
  add_measures(json, product, hash, plain);
  add_stock(json, product.stock);
  add_rest(json, product, hash);
  return json;
}

}  // namespace

std::string stock_status_text(const std::optional<int>& stock) {
  return stock.value_or(0) > 0 ? "In Stock" : "Out Of Stock";
}

std::string to_supplier_json(const SupplierProduct& product, bool plain_numbers) {
  const bool as_it_is = !product.captured.empty() && !product.stock_changed && product.overlay.empty();
  if (as_it_is && product.absent.empty()) return product.captured;
  Json json = product.captured.empty() ? invented(product, plain_numbers) : Json::parse(product.captured);
  if (product.stock_changed) add_stock(json, product.stock);
  if (!product.overlay.empty()) json.update(Json::parse(product.overlay));
  for (const std::string& field : product.absent) json.erase(field);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace dsz::sandbox
