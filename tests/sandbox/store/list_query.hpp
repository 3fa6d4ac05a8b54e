#pragma once

#include "sandbox/store/field_filter.hpp"
#include "sandbox/store/rest_answer.hpp"
#include "sandbox/store/store_catalogue.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dsz::sandbox {

/// What every list has in common.
struct ListQuery {
  Page page;
  std::string orderby;
  bool descending = false;
  FieldFilter fields;
  std::vector<InvalidParameter> errors;  ///< when not empty, the list is answered with 400
};
ListQuery read_list_query(const Query& query, const std::string& default_orderby, bool default_descending);

/// The products (or variations) that a list of wc/v3 names by its parameters, in the order that was asked for.
/// Ties of the default order come differently on every page, as a database gives them.
std::vector<const StoreProduct*> find_products(const StoreCatalogue& catalogue, const Query& query,
                                               const ListQuery& list);
/// `parent`: of this product only; nothing: of all.
std::vector<const StoreProduct*> find_variations(const StoreCatalogue& catalogue, const Query& query,
                                                 const ListQuery& list, std::optional<std::int64_t> parent);
/// The rows of the stock report: products and variations, published or private.
std::vector<const StoreProduct*> find_stock_rows(const StoreCatalogue& catalogue, const Query& query,
                                                 const ListQuery& list);
std::vector<const Term*> find_terms(const StoreCatalogue& catalogue, Taxonomy taxonomy, const Query& query);

/// The rows of one page.
template <typename Row>
std::vector<const Row*> rows_of(const std::vector<const Row*>& all, const Page& page) {
  if (page.offset >= all.size()) return {};
  const auto first = all.begin() + static_cast<std::ptrdiff_t>(page.offset);
  const auto size = static_cast<std::ptrdiff_t>(page.size);
  return {first, all.end() - first > size ? first + size : all.end()};
}

/// A text as WordPress cleans a parameter: tags like <y> taken out, runs of spaces made one.
std::string sanitized(const std::string& text);

}  // namespace dsz::sandbox
