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

struct ProductId {
  std::int64_t id = 0;
  std::int64_t parent = 0;  ///< 0: not a variation
};

struct CatalogueProgress {
  std::int64_t read = 0;
  std::int64_t in_all = 0;
};

/// Reads the whole catalogue (woocommerce-api.md, "Reading the catalogue"). Counts are checked against X-WP-Total; what
/// moved while pages were read is read again. A catalogue that will not hold still or cannot be read whole is
/// Failure(store): never a part of it.
///
/// The short way is the stock report: names and backorders are not in it. Where there is none, where it does not add up
/// to what the store says it has, or where meta fields mark products, the lists are read: products by id, status any,
/// then variations by the bulk route (10.3 and later), else parent by parent. Both ways give the same catalogue but for
/// names and backorders; read_again() fills these in.
class CatalogueReader {
 public:
  CatalogueReader(StoreApi& api, Log& log);
  StoreCatalogue read(const MarkRules& marks, const std::function<void(const CatalogueProgress&)>& progress);
  /// Replaces these products and variations by what the lists say of them now, name and backorders too, and takes out
  /// what is not listed any more. `marked` stays as it is. For what is about to be written: it is few, and the
  /// catalogue may be minutes old.
  void read_again(StoreCatalogue& catalogue, const std::vector<std::int64_t>& ids);
  /// What the lists say now of these alone: products, and variations under their product (0: itself a product). What
  /// is not listed is left out.
  StoreCatalogue read_only(const std::vector<ProductId>& products);

 private:
  StoreCatalogue read_lists(const MarkRules& marks, const std::vector<std::int64_t>& marked,
                            const std::function<void(const CatalogueProgress&)>& progress);

  StoreApi& api_;
  Log& log_;
};

}  // namespace dsz
