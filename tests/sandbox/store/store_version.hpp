#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

/// What differs between the two recorded stores.
struct StoreVersion {
  std::string woocommerce;
  std::string wordpress;
  bool lists_all_variations = true;    ///< GET wc/v3/variations
  bool has_brands = true;              ///< products/brands, and `brands` in products
  bool moves_variations = false;       ///< a variation sent to another product's variations/batch is moved there
  bool has_target_hints = true;        ///< `targetHints` in `_links`
  bool variations_tell_parent = true;  ///< `type`, `name` and `parent_id` in a product's variations
  std::vector<std::string> namespaces;
};

/// "11.0.1" or "7.9.0"; throws std::invalid_argument for any other.
StoreVersion store_version(std::string_view woocommerce);

}  // namespace dsz::sandbox
