#pragma once

#include "dsz/base/log.hpp"
#include "dsz/store/catalogue.hpp"
#include "dsz/store/store_api.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace dsz {

/// What marks a product as the supplier's on the store's side (configuration `match.select`); any of them.
struct MarkRules {
  std::vector<std::string> tags;  ///< slug or name
  std::vector<std::string> categories;
  std::vector<std::string> brands;                        ///< WooCommerce 9.6 and later
  std::vector<std::pair<std::string, std::string>> meta;  ///< key, value
  [[nodiscard]] bool empty() const;
};

struct CatalogueProgress {
  std::int64_t read = 0;
  std::int64_t in_all = 0;
};

/// Reads the whole catalogue (woocommerce-api.md, "Reading the catalogue"): products by id, status any, then variations
/// by the bulk route (10.3 and later), else parent by parent. Counts are checked against X-WP-Total; what moved while
/// pages were read is read again. A catalogue that will not hold still or cannot be read whole is Failure(store): never
/// a part of it.
class CatalogueReader {
 public:
  CatalogueReader(StoreApi& api, Log& log);
  StoreCatalogue read(const MarkRules& marks, const std::function<void(const CatalogueProgress&)>& progress);

 private:
  StoreApi& api_;
  Log& log_;
};

}  // namespace dsz
