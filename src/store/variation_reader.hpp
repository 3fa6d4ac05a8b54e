#pragma once

#include "dsz/store/catalogue_reader.hpp"

#include "listing.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace dsz {

/// Reads the variations of a catalogue of products: in bulk where the store can (WooCommerce 10.3 and later), else
/// product by product. Each is taken under the product under which it was read (S6).
class VariationReader {
 public:
  using ReadRow = std::function<StoreProduct(const nlohmann::json& row, std::int64_t read_under)>;
  using Progress = std::function<void(std::int64_t read, std::int64_t in_all)>;

  VariationReader(StoreApi& api, Log& log, std::string fields, ReadRow read_row, Progress progress);
  /// Adds them to `catalogue`, in which the products are finished.
  void add_to(StoreCatalogue& catalogue);
  /// Those of these products only, product by product.
  void add_by_product(StoreCatalogue& catalogue, const std::vector<std::int64_t>& parents);

 private:
  bool add_in_bulk(StoreCatalogue& catalogue);
  /// False when the variations of `parent` need more than this one answer.
  bool add_first_page(StoreCatalogue& catalogue, std::int64_t parent, const Outcome& outcome);
  void add_page_by_page(StoreCatalogue& catalogue, std::int64_t parent);
  void add(StoreCatalogue& catalogue, const StoreProduct& variation);
  [[nodiscard]] Listing listing_of(std::int64_t parent) const;

  StoreApi& api_;
  Log& log_;
  const std::string fields_;
  const ReadRow read_row_;
  const Progress progress_;
  std::int64_t read_ = 0;
};

}  // namespace dsz
