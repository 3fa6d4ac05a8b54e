#pragma once

#include "dsz/base/log.hpp"
#include "dsz/store/catalogue_reader.hpp"
#include "dsz/store/store_api.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// The products that have a configured tag, category or brand.
class TermMarks {
 public:
  TermMarks(StoreApi& api, Log& log) : api_(api), log_(log) {}
  /// Their ids, ordered. A term that the store does not have is Failure(usage) that names it and its key.
  std::vector<std::int64_t> products(const MarkRules& rules);

 private:
  struct Taxonomy {
    std::string route;       ///< "wc/v3/products/tags"
    std::string filter;      ///< of wc/v3/products: "tag"
    std::string key;         ///< in the configuration: "match.select.tag"
    std::string_view since;  ///< "" or the version of WooCommerce that brought it
  };
  struct Term {
    std::int64_t id = 0;
    std::string slug;
    std::string name;
  };

  void add_products(const Taxonomy& taxonomy, const std::vector<std::string>& wanted, std::vector<std::int64_t>& ids);
  std::vector<std::int64_t> term_ids(const Taxonomy& taxonomy, const std::string& wanted);
  std::vector<Term> terms(const Taxonomy& taxonomy, Query filter);

  StoreApi& api_;
  Log& log_;
};

/// `text` with the entities that WordPress puts into names (&amp; &lt; &gt; &quot; &#039;) as characters.
std::string without_entities(std::string_view text);

}  // namespace dsz
