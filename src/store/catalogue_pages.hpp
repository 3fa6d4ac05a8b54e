#pragma once

#include "dsz/store/catalogue.hpp"

#include "row_stream.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace dsz {

/// The pages of a listing of products until it is whole, each compact; a page may be put again.
class CataloguePages {
 public:
  /// `read_row` makes a product out of a row; its views may point into the row.
  explicit CataloguePages(std::function<StoreProduct(const nlohmann::json& row)> read_row);
  /// For a ListingReader: gives what takes the rows of a page.
  std::function<TakeRow(std::size_t page)> begin_page();
  /// Hands over the products of the first `pages` pages, and forgets them.
  void hand_over(std::size_t pages, const std::function<void(const StoreProduct&)>& take);

 private:
  std::function<StoreProduct(const nlohmann::json& row)> read_row_;
  std::vector<StoreCatalogue> pages_;
};

}  // namespace dsz
