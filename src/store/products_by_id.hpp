#pragma once

#include "dsz/store/catalogue.hpp"
#include "dsz/store/store_api.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace dsz {

/// Reads single products and variations from the lists by their ids, 100 a request; variations in bulk where the store
/// can, else parent by parent.
class ProductsById {
 public:
  explicit ProductsById(StoreApi& api) : api_(api) {}
  /// As the store shows them now; what it does not list is left out. Variations are under the product under which they
  /// were read.
  StoreCatalogue read(const std::vector<std::int64_t>& products,
                      const std::map<std::int64_t, std::vector<std::int64_t>>& variations_by_parent);

 private:
  struct Question {
    std::string path;
    std::int64_t read_under = 0;
    std::vector<std::int64_t> ids;
  };

  static void ask_for(std::vector<Question>& questions, const std::string& path, std::int64_t read_under,
                      const std::vector<std::int64_t>& ids);
  /// False when the store has no such route: nothing was added then.
  bool add_answers(const std::vector<Question>& questions, StoreCatalogue& found);

  StoreApi& api_;
};

}  // namespace dsz
