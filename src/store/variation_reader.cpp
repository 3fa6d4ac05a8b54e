#include "variation_reader.hpp"

#include "catalogue_pages.hpp"
#include "in_flight.hpp"
#include "listing_reader.hpp"
#include "product_rows.hpp"
#include "store_errors.hpp"

#include <fmt/format.h>

namespace dsz {
namespace {

std::vector<std::int64_t> variable_products(const StoreCatalogue& catalogue) {
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const StoreProduct product = catalogue.at(i);
    if (product.type == ProductType::variable) ids.push_back(product.id);
  }
  return ids;
}

/// A product that was made simple keeps its variations in the database: nobody can buy them.
bool can_have_variations(const StoreCatalogue& catalogue, std::int64_t id) {
  const auto product = catalogue.find(id);
  return product && (product->type == ProductType::variable || product->type == ProductType::other);
}

/// In WordPress products and variations share one count of ids; a variation that has a product's would take its place.
bool has_id_of_product(const StoreCatalogue& products, const StoreProduct& variation) {
  return products.find(variation.id).has_value();
}

}  // namespace

VariationReader::VariationReader(StoreApi& api, Log& log, std::string fields, ReadRow read_row, Progress progress)
    : api_(api),
      log_(log),
      fields_(std::move(fields)),
      read_row_(std::move(read_row)),
      progress_(std::move(progress)) {}

void VariationReader::add_to(StoreCatalogue& catalogue) {
  const std::vector<std::int64_t> parents = variable_products(catalogue);
  if (parents.empty() || add_in_bulk(catalogue)) return;
  log_.info(
      "variations are read product by product, {} requests: this store does not list them all together (WooCommerce "
      "10.3 and later do)",
      parents.size());
  add_by_product(catalogue, parents);
}

bool VariationReader::add_in_bulk(StoreCatalogue& catalogue) {
  const Listing listing{"wc/v3/variations", {{"_fields", fields_}}};
  const Outcome first_page = send_first_page(api_, log_, listing);
  if (!page_if_usable(api_, log_, first_page, page_label(listing, 1))) return false;
  CataloguePages pages([this](const nlohmann::json& row) { return read_row_(row, 0); });
  ListingReader reader(api_, log_, listing, pages.begin_page(), progress_);
  const std::size_t count = reader.read(first_page).value_or(0);
  std::int64_t orphans = 0;
  pages.hand_over(count, [&](const StoreProduct& variation) {
    if (variation.type == ProductType::variation && can_have_variations(catalogue, variation.parent) &&
        !has_id_of_product(catalogue, variation)) {
      catalogue.add(variation);
    } else {
      ++orphans;
    }
  });
  if (orphans > 0) {
    log_.info(
        "{} variations are left alone: their product is in the trash, is no longer variable, or was made while the "
        "list was read",
        orphans);
  }
  return true;
}

void VariationReader::add_by_product(StoreCatalogue& catalogue, const std::vector<std::int64_t>& parents) {
  std::vector<std::int64_t> large;
  InFlight<std::int64_t> in_flight(api_);
  auto next = parents.begin();
  while (next != parents.end() || in_flight.size() > 0) {
    while (next != parents.end() && in_flight.size() < api_.concurrency()) {
      in_flight.start(page_request(api_, listing_of(*next), 1), *next);
      ++next;
    }
    const auto [parent, outcome] = in_flight.next();
    if (!add_first_page(catalogue, parent, outcome)) large.push_back(parent);
  }
  for (const std::int64_t parent : large) add_page_by_page(catalogue, parent);
}

bool VariationReader::add_first_page(StoreCatalogue& catalogue, std::int64_t parent, const Outcome& outcome) {
  if (product_is_gone(outcome)) {
    log_.info("product {} was removed while the catalogue was read", parent);
    return true;
  }
  if (too_many_rows(outcome)) return false;
  CataloguePages rows([this, parent](const nlohmann::json& row) { return read_row_(row, parent); });
  const ListingPage page =
      page_of(api_, outcome, page_label(listing_of(parent), 1), [&rows] { return rows.begin_page()(0); });
  if (page.pages > 1 || !whole(page.ids, page.total)) return false;
  rows.hand_over(1, [&](const StoreProduct& variation) { add(catalogue, variation); });
  return true;
}

void VariationReader::add_page_by_page(StoreCatalogue& catalogue, std::int64_t parent) {
  CataloguePages pages([this, parent](const nlohmann::json& row) { return read_row_(row, parent); });
  ListingReader reader(api_, log_, listing_of(parent), pages.begin_page());
  const std::size_t count = reader.read().value_or(0);
  pages.hand_over(count, [&](const StoreProduct& variation) { add(catalogue, variation); });
}

void VariationReader::add(StoreCatalogue& catalogue, const StoreProduct& variation) {
  if (has_id_of_product(catalogue, variation)) {
    log_.warning("the store gives a variation of product {} the id of product {}; it is left alone", variation.parent,
                 variation.id);
    return;
  }
  catalogue.add(variation);
  ++read_;
  progress_(read_, read_);
}

Listing VariationReader::listing_of(std::int64_t parent) const {
  return {fmt::format("wc/v3/products/{}/variations", parent), {{"_fields", fields_}}};
}

}  // namespace dsz
