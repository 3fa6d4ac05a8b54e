#pragma once

#include "dsz/store/catalogue.hpp"
#include "dsz/store/store_api.hpp"

#include "listing.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace dsz {

/// Reads single products and variations from the lists by their ids, a page of rows a request (and whatever further
/// pages the store makes of them), past every cache; variations in bulk where the store can, else parent by parent.
class ProductsById {
 public:
  ProductsById(StoreApi& api, Log& log) : api_(api), log_(log) {}
  /// As the store shows them now; what it does not list is left out. An answer that is not whole, or came from a cache,
  /// is Failure(store).
  /// Variations are under the product under which they were read.
  StoreCatalogue read(const std::vector<std::int64_t>& products,
                      const std::map<std::int64_t, std::vector<std::int64_t>>& variations_by_parent);

 private:
  struct Question {
    std::string path;
    std::int64_t read_under = 0;
    std::vector<std::int64_t> ids;
  };

  void ask_for(std::vector<Question>& questions, const std::string& path, std::int64_t read_under,
               const std::vector<std::int64_t>& ids) const;
  static Listing listing_of(const Question& question);
  std::vector<Outcome> first_pages(const std::vector<Question>& questions);
  void add(const std::vector<Question>& questions, const std::vector<Outcome>& first_pages, StoreCatalogue& found);
  void add_answer(const Question& question, const Outcome& first_page, StoreCatalogue& found);

  StoreApi& api_;
  Log& log_;
};

}  // namespace dsz
