#pragma once

#include "dsz/base/log.hpp"
#include "dsz/store/catalogue_reader.hpp"
#include "dsz/store/store_api.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// The products that have a configured tag, category or brand. The store is asked for them, and each row must show the
/// term itself: a store or plugin that ignores the filter would answer with every product it has (S1).
class TermMarks {
 public:
  TermMarks(StoreApi& api, Log& log) : api_(api), log_(log) {}
  /// Their ids, ordered. A term that the store does not have is Failure(usage) that names it and its key. Rows without
  /// the term are left out with a warning; rows that do not say which terms they have are Failure(store).
  std::vector<std::int64_t> products(const MarkRules& rules);

 private:
  struct Taxonomy {
    std::string route;       ///< "wc/v3/products/tags"
    std::string filter;      ///< of wc/v3/products: "tag"
    std::string field;       ///< of a product: "tags"
    bool nested;             ///< terms have parents, and the filter finds what stands below a term, too
    std::string key;         ///< in the configuration: "match.select.tag"
    std::string_view since;  ///< "" or the version of WooCommerce that brought it
  };
  struct Term {
    std::int64_t id = 0;
    std::string slug;
    std::string name;
    std::int64_t parent = 0;
  };
  struct Page {
    std::vector<std::int64_t> having;
    std::size_t foreign = 0;  ///< rows without the term
  };

  void add_products(const Taxonomy& taxonomy, const std::vector<std::string>& wanted, std::vector<std::int64_t>& ids);
  /// The number of rows that the store listed for the term and that do not have it.
  std::size_t add_products_with(const Taxonomy& taxonomy, std::int64_t term, std::vector<std::int64_t>& ids);
  std::set<std::int64_t> with_descendants(const Taxonomy& taxonomy, std::int64_t term);
  std::vector<std::int64_t> term_ids(const Taxonomy& taxonomy, const std::string& wanted);
  std::vector<Term> terms(const Taxonomy& taxonomy, Query filter);
  const std::vector<Term>& all_terms(const Taxonomy& taxonomy);

  StoreApi& api_;
  Log& log_;
  std::optional<std::vector<Term>> all_;  ///< of the taxonomy at hand
};

/// `text` with the entities that WordPress puts into names (&amp; &lt; &gt; &quot; &#039;) as characters.
std::string without_entities(std::string_view text);

}  // namespace dsz
