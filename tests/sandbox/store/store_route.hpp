#pragma once

#include "sandbox/store/store_catalogue.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace dsz::sandbox {

/// What an address of the store's API means.
struct StoreRoute {
  enum class Target {
    index,
    products,
    product,
    products_batch,
    variations_of_product,
    variation_of_product,
    variations_batch,
    all_variations,
    terms,
    manage_stock_setting,
    system_status,
    stock_report,
  };
  Target target = Target::index;
  std::string methods;  ///< as the Allow header names them: "GET, POST"
  std::int64_t product = 0;
  std::int64_t variation = 0;
  Taxonomy taxonomy = Taxonomy::tags;

  [[nodiscard]] bool allows(const std::string& method) const;
};

/// `path` as it stands after /wp-json, "/wc/v3/products/12"; nothing when there is no such route in any version.
std::optional<StoreRoute> find_route(const std::string& path);

}  // namespace dsz::sandbox
