#include "dsz/store/catalogue_reader.hpp"

#include "dsz/base/failure.hpp"

#include "catalogue_pages.hpp"
#include "listing_reader.hpp"
#include "product_rows.hpp"
#include "products_by_id.hpp"
#include "stock_report.hpp"
#include "term_marks.hpp"
#include "variation_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace dsz {
namespace {

std::string fields_for(const MarkRules& marks) {
  return std::string(kProductFields) + (marks.meta.empty() ? "" : ",meta_data");
}

/// In stock with nothing in stock: the report says 0 where the list says null, which is another thing.
std::vector<std::int64_t> doubtful(const StoreCatalogue& catalogue) {
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const StoreProduct product = catalogue.at(i);
    if (product.manage != ManageStock::no && product.quantity == 0.0 && product.status == StockStatus::instock) {
      ids.push_back(product.id);
    }
  }
  return ids;
}

bool has_its_parent(const StoreCatalogue& catalogue, const StoreProduct& product) {
  if (product.type != ProductType::variation) return true;
  const auto parent = catalogue.find(product.parent);
  return parent && (parent->type == ProductType::variable || parent->type == ProductType::other);
}

}  // namespace

bool MarkRules::empty() const { return tags.empty() && categories.empty() && brands.empty() && meta.empty(); }

CatalogueReader::CatalogueReader(StoreApi& api, Log& log) : api_(api), log_(log) {}

StoreCatalogue CatalogueReader::read(const MarkRules& marks,
                                     const std::function<void(const CatalogueProgress&)>& progress) {
  const std::vector<std::int64_t> marked = TermMarks(api_, log_).products(marks);
  if (!marks.meta.empty()) return read_lists(marks, marked, progress);  // the report has no meta fields
  const auto tell = [&](std::int64_t read, std::int64_t in_all) {
    if (progress) progress({read, in_all});
  };
  auto catalogue = StockReport(api_, log_, marked, tell).read();
  if (!catalogue) return read_lists(marks, marked, progress);
  read_again(*catalogue, doubtful(*catalogue));
  return std::move(*catalogue);
}

StoreCatalogue CatalogueReader::read_lists(const MarkRules& marks, const std::vector<std::int64_t>& marked,
                                           const std::function<void(const CatalogueProgress&)>& progress) {
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
  ListingReader reader(api_, log_, products, pages.begin_page(), tell);
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

StoreCatalogue CatalogueReader::read_only(const std::vector<ProductId>& products) {
  std::vector<std::int64_t> parents;
  std::map<std::int64_t, std::vector<std::int64_t>> variations;
  for (const auto& [id, parent] : products) (parent == 0 ? parents : variations[parent]).push_back(id);
  return ProductsById(api_, log_).read(parents, variations);
}

void CatalogueReader::read_again(StoreCatalogue& catalogue, const std::vector<std::int64_t>& ids) {
  if (ids.empty()) return;
  constexpr ProductType kVariation = ProductType::variation;
  std::vector<ProductId> known;
  for (const std::int64_t id : ids) {
    const auto product = catalogue.find(id);
    if (product) known.push_back({id, product->type == kVariation ? product->parent : 0});
  }
  const StoreCatalogue found = read_only(known);
  std::vector<std::int64_t> gone;
  for (const std::int64_t id : ids) {
    const auto before = catalogue.find(id);
    auto now = found.find(id);
    const bool same_kind = before && now && (before->type == kVariation) == (now->type == kVariation);
    if (same_kind && has_its_parent(catalogue, *now)) {
      now->marked = before->marked;
      catalogue.add(*now);
    } else {
      gone.push_back(id);
    }
  }
  std::sort(gone.begin(), gone.end());
  catalogue.remove(gone);
  catalogue.finish();
  if (gone.empty()) return;
  constexpr std::size_t kBelievable = 5;
  if (gone.size() == ids.size() && gone.size() > kBelievable) {
    throw Failure(
        FailureKind::store,
        fmt::format("store {}: none of {} products that were listed a moment ago is there when they are "
                    "read again by their numbers: if nobody removed them, a page cache or a plugin alters the "
                    "lists under /wp-json/",
                    api_.identity().base, gone.size()));
  }
  log_.warning("{} products, of which the first is {}, are not listed any more when they are read again: left alone",
               gone.size(), gone.front());
}

}  // namespace dsz
