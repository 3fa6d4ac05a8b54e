#include "sandbox/store/store_route.hpp"

#include "sandbox/wire/http_message.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace dsz::sandbox {
namespace {

using Target = StoreRoute::Target;

constexpr const char* kList = "GET, POST";
constexpr const char* kItem = "GET, POST, PUT, PATCH, DELETE";
constexpr const char* kBatch = "POST, PUT, PATCH";
constexpr const char* kSetting = "GET, POST, PUT, PATCH";
constexpr const char* kReadOnly = "GET";

StoreRoute route(Target target, const char* methods, std::int64_t product = 0, std::int64_t variation = 0) {
  StoreRoute route;
  route.target = target;
  route.methods = methods;
  route.product = product;
  route.variation = variation;
  return route;
}

std::optional<std::int64_t> to_id(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id < 0) return std::nullopt;
  return id;
}

std::optional<StoreRoute> terms_route(const std::string& name) {
  StoreRoute found = route(Target::terms, kList);
  if (name == "categories") found.taxonomy = Taxonomy::categories;
  if (name == "brands") found.taxonomy = Taxonomy::brands;
  const bool known = name == "tags" || name == "categories" || name == "brands";
  return known ? std::optional(found) : std::nullopt;
}

/// What follows "products".
std::optional<StoreRoute> products_route(const std::vector<std::string>& rest) {
  if (rest.empty()) return route(Target::products, kList);
  if (rest.size() == 1 && rest[0] == "batch") return route(Target::products_batch, kBatch);
  const auto id = to_id(rest[0]);
  if (!id) return rest.size() == 1 ? terms_route(rest[0]) : std::nullopt;
  if (rest.size() == 1) return route(Target::product, kItem, *id);
  if (rest[1] != "variations" || rest.size() > 3) return std::nullopt;
  if (rest.size() == 2) return route(Target::variations_of_product, kList, *id);
  if (rest[2] == "batch") return route(Target::variations_batch, kBatch, *id);
  const auto variation = to_id(rest[2]);
  if (!variation) return std::nullopt;
  return route(Target::variation_of_product, kItem, *id, *variation);
}

}  // namespace

bool StoreRoute::allows(const std::string& method) const {
  const std::vector<std::string> names = split(methods, ',');
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name.substr(name.find_first_not_of(' ')) == method; });
}

std::optional<StoreRoute> find_route(const std::string& path) {
  std::vector<std::string> parts;
  for (std::string& part : split(path, '/')) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  if (parts.empty()) return route(Target::index, kReadOnly);
  if (parts == std::vector<std::string>{"wc-analytics", "reports", "stock"}) {
    return route(Target::stock_report, kReadOnly);
  }
  if (parts.size() < 3 || parts[0] != "wc" || parts[1] != "v3") return std::nullopt;
  const std::vector<std::string> rest(parts.begin() + 3, parts.end());
  if (parts[2] == "products") return products_route(rest);
  if (parts[2] == "variations" && rest.empty()) return route(Target::all_variations, kReadOnly);
  if (parts[2] == "system_status" && rest.empty()) return route(Target::system_status, kReadOnly);
  if (parts[2] == "settings" && rest == std::vector<std::string>{"products", "woocommerce_manage_stock"}) {
    return route(Target::manage_stock_setting, kSetting);
  }
  return std::nullopt;
}

}  // namespace dsz::sandbox
