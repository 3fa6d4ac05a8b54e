#include "dsz/store/catalogue_reader.hpp"

#include "catalogue_pages.hpp"
#include "listing_reader.hpp"
#include "product_rows.hpp"
#include "term_marks.hpp"
#include "variation_reader.hpp"

#include <algorithm>

namespace dsz {
namespace {

std::string fields_for(const MarkRules& marks) {
  return std::string(kProductFields) + (marks.meta.empty() ? "" : ",meta_data");
}

}  // namespace

bool MarkRules::empty() const { return tags.empty() && categories.empty() && brands.empty() && meta.empty(); }

CatalogueReader::CatalogueReader(StoreApi& api, Log& log) : api_(api), log_(log) {}

StoreCatalogue CatalogueReader::read(const MarkRules& marks,
                                     const std::function<void(const CatalogueProgress&)>& progress) {
  const std::vector<std::int64_t> marked = TermMarks(api_, log_).products(marks);
  const auto read_row = [&](const nlohmann::json& row, std::int64_t read_under) {
    StoreProduct product = product_of(row, read_under);
    product.marked = std::binary_search(marked.begin(), marked.end(), product.id) || has_meta(row, marks.meta);
    return product;
  };
  std::int64_t products_read = 0;
  const auto tell = [&](std::int64_t read, std::int64_t in_all) {
    if (progress) progress({products_read + read, products_read + in_all});
  };

  CataloguePages pages([&](const nlohmann::json& row) { return read_row(row, 0); });
  const Listing products{"wc/v3/products", {{"status", "any"}, {"_fields", fields_for(marks)}}};
  ListingReader reader(
      api_, log_, products, [&pages](std::size_t page, const nlohmann::json& rows) { pages.put(page, rows); }, tell);
  const auto count = reader.read();
  if (!count) {
    throw Failure(FailureKind::store, "the store lists no products (GET wc/v3/products): WooCommerce was switched off");
  }
  StoreCatalogue catalogue;
  std::int64_t strays = 0;
  pages.hand_over(*count, [&](const StoreProduct& product) {
    // A variation counts only as read with its product, below (S6).
    if (product.type == ProductType::variation) {
      ++strays;
    } else {
      catalogue.add(product);
    }
  });
  if (strays > 0) log_.info("{} variations in the list of products are passed over", strays);
  catalogue.finish();

  products_read = static_cast<std::int64_t>(catalogue.size());
  VariationReader(api_, log_, fields_for(marks), read_row, tell).add_to(catalogue);
  catalogue.finish();
  return catalogue;
}

}  // namespace dsz
