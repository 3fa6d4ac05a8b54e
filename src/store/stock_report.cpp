#include "stock_report.hpp"

#include "dsz/base/failure.hpp"

#include "catalogue_pages.hpp"
#include "in_flight.hpp"
#include "listing_reader.hpp"
#include "product_rows.hpp"
#include "store_errors.hpp"
#include "variation_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace dsz {
namespace {

constexpr const char* kProducts = "wc/v3/products";
constexpr const char* kVariations = "wc/v3/variations";
/// What the report may leave out: it lists what is published, and what is private where the key's user may see that.
constexpr std::array<const char*, 4> kOtherStatuses = {"draft", "pending", "future", "private"};

/// A 500 is the report's own way to fail: one broken product among its rows is enough. The listings then have to do.
Listing report_listing() {
  return {"wc-analytics/reports/stock", {{"type", "all"}, {"_fields", kReportFields}}, false};
}

Listing listing_of_type(const char* type, const char* fields) {
  return {kProducts, {{"status", "any"}, {"type", type}, {"_fields", fields}}};
}

Listing listing_of_status(const char* status) { return {kProducts, {{"status", status}, {"_fields", kProductFields}}}; }

Request count_request(StoreApi& api, const char* path, Query query) {
  query.insert(query.end(), {{"per_page", "1"}, {"_fields", "id"}});
  return api.get(path, query);
}

std::size_t count_of(const StoreApi& api, const Outcome& outcome, const char* path) {
  return static_cast<std::size_t>(page_of(api, outcome, fmt::format("GET {}", path)).total);
}

/// The first pages of several listings.
std::vector<Request> first_pages(StoreApi& api, const std::vector<Listing>& listings) {
  std::vector<Request> requests;
  requests.reserve(listings.size());
  for (const Listing& listing : listings) requests.push_back(page_request(api, listing, 1));
  return requests;
}

/// What is wrong with the report: caught in StockReport::read().
[[noreturn]] void refuse(const std::string& why) { throw Failure(FailureKind::store, why); }

bool contains(const std::vector<std::int64_t>& ordered, std::int64_t id) {
  return std::binary_search(ordered.begin(), ordered.end(), id);
}

StoreProduct required_report_row(const nlohmann::json& row) {
  const auto product = report_product_of(row);
  if (!product) refuse(fmt::format("its row of product {} lacks what is needed", id_of(row).value_or(0)));
  return *product;
}

/// All rows of one listing of which the first page has been read.
void read_rows(StoreApi& api, Log& log, const Listing& listing, const Outcome& first_page, const TakeRow& take) {
  std::vector<std::vector<nlohmann::json>> pages;
  const auto begin_page = [&pages](std::size_t page) {
    if (pages.size() <= page) pages.resize(page + 1);
    pages[page].clear();
    return [&pages, page](const nlohmann::json& row) { pages[page].push_back(row); };
  };
  pages.resize(ListingReader(api, log, listing, begin_page).read(first_page).value_or(0));
  for (const auto& page : pages) {
    for (const nlohmann::json& row : page) take(row);
  }
}

}  // namespace

StockReport::StockReport(StoreApi& api, Log& log, const std::vector<std::int64_t>& marked, Progress progress)
    : api_(api), log_(log), marked_(marked), progress_(std::move(progress)) {}

std::optional<StoreCatalogue> StockReport::read() {
  const auto& names = api_.identity().namespaces;
  if (std::find(names.begin(), names.end(), "wc-analytics") == names.end()) {
    log_.info("this store has no stock report (WooCommerce's analytics are off): its products are read from the lists");
    return std::nullopt;
  }
  try {
    return put_together();
  } catch (const Failure& failure) {
    if (failure.kind() != FailureKind::store && failure.kind() != FailureKind::credentials) throw;
    log_.info("the store's stock report is of no use: {}; its products are read from the lists", failure.what());
    return std::nullopt;
  }
}

StoreCatalogue StockReport::put_together() {
  const Outcome first_page = begin();
  const bool all_simple = totals_.simple == totals_.products;
  if (!all_simple) read_types();
  StoreCatalogue catalogue = read_report(first_page);
  // A store that ignores the filter by type counts all products as simple; that it has variations gives it away.
  if (all_simple && variations_.size() > 0) read_types();
  if (catalogue.size() != totals_.products) add_other_statuses(catalogue);
  check_products(catalogue);
  add_variations(catalogue);
  return catalogue;
}

Outcome StockReport::begin() {
  std::vector<Request> requests;
  requests.push_back(page_request(api_, report_listing(), 1));
  requests.push_back(count_request(api_, kProducts, {{"status", "any"}}));
  requests.push_back(count_request(api_, kProducts, {{"status", "any"}, {"type", "simple"}}));
  std::vector<Outcome> answers = fetch_all(api_, std::move(requests));
  if (no_such_route(answers[0])) refuse("WooCommerce's analytics are off");
  page_of(api_, answers[0], page_label(report_listing(), 1));  // a refusal costs these three requests
  totals_.products = count_of(api_, answers[1], kProducts);
  totals_.simple = count_of(api_, answers[2], kProducts);
  return std::move(answers[0]);
}

void StockReport::read_types() {
  const Outcome variations = api_.send(count_request(api_, kVariations, {}));
  const auto page = page_if_usable(api_, log_, variations, fmt::format("GET {}", kVariations));
  if (page) totals_.variations = static_cast<std::size_t>(page->total);
  const char* const of_variable = totals_.variations ? "id" : "id,variations";
  const std::vector<Listing> listings = {listing_of_type("variable", of_variable), listing_of_type("grouped", "id"),
                                         listing_of_type("external", "id")};
  const std::vector<Outcome> answers = fetch_all(api_, first_pages(api_, listings));
  const std::array<std::vector<std::int64_t>*, 3> ids = {&variable_, &grouped_, &external_};
  for (std::size_t i = 0; i < listings.size(); ++i) {
    read_rows(api_, log_, listings[i], answers[i], [&](const nlohmann::json& row) {
      ids[i]->push_back(*id_of(row));
      note_family(row);
    });
    std::sort(ids[i]->begin(), ids[i]->end());
  }
  std::sort(families_.begin(), families_.end());
}

void StockReport::note_family(const nlohmann::json& product) {
  const auto variations = product.find("variations");
  if (variations == product.end() || !variations->is_array()) return;
  for (const nlohmann::json& variation : *variations) {
    if (variation.is_number_integer()) families_.push_back({*id_of(product), variation.get<std::int64_t>()});
  }
}

StoreCatalogue StockReport::read_report(const Outcome& first_page) {
  CataloguePages pages(required_report_row);
  const auto count = ListingReader(api_, log_, report_listing(), pages.begin_page(), progress_).read(first_page);
  StoreCatalogue products;
  pages.hand_over(count.value_or(0), [&](StoreProduct row) {
    row.marked = contains(marked_, row.id);
    if (row.parent == 0) row.type = type_of(row.id);
    (row.parent == 0 ? products : variations_).add(row);
  });
  products.finish();
  variations_.finish();
  return products;
}

ProductType StockReport::type_of(std::int64_t product) const {
  if (contains(variable_, product)) return ProductType::variable;
  if (contains(grouped_, product)) return ProductType::grouped;
  return contains(external_, product) ? ProductType::external : ProductType::simple;
}

void StockReport::add_other_statuses(StoreCatalogue& catalogue) {
  std::vector<Listing> listings;
  listings.reserve(kOtherStatuses.size());
  for (const char* const status : kOtherStatuses) listings.push_back(listing_of_status(status));
  const std::vector<Outcome> answers = fetch_all(api_, first_pages(api_, listings));
  for (std::size_t i = 0; i < listings.size(); ++i) {
    read_rows(api_, log_, listings[i], answers[i],
              [&](const nlohmann::json& row) { catalogue.add(listed_product(row, 0)); });
  }
  catalogue.finish();
}

StoreProduct StockReport::listed_product(const nlohmann::json& row, std::int64_t read_under) const {
  StoreProduct product = product_of(row, read_under);
  product.marked = contains(marked_, product.id);
  return product;
}

/// What is external, grouped or of a plugin's type must never be taken for simple: what is left for that must be as
/// many as the store says.
void StockReport::check_products(const StoreCatalogue& catalogue) const {
  std::size_t simple = 0;
  std::size_t listed_by_type = 0;
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const StoreProduct product = catalogue.at(i);
    if (product.type == ProductType::simple) ++simple;
    if (product.type != ProductType::simple && product.type == type_of(product.id)) ++listed_by_type;
  }
  const std::size_t of_types = variable_.size() + grouped_.size() + external_.size();
  if (catalogue.size() != totals_.products || simple != totals_.simple || listed_by_type != of_types ||
      simple + of_types != catalogue.size()) {
    refuse(fmt::format("it names {} products, {} of them simple, and the store says {} and {}", catalogue.size(),
                       simple, totals_.products, totals_.simple));
  }
}

void StockReport::add_variations(StoreCatalogue& catalogue) {
  VariationReader reader(
      api_, log_, kProductFields,
      [this](const nlohmann::json& row, std::int64_t under) { return listed_product(row, under); }, progress_);
  if (totals_.variations && variations_.size() != *totals_.variations) {
    log_.info("the stock report names {} variations, the store has {}: they are read from their list",
              variations_.size(), *totals_.variations);
    reader.add_to(catalogue);
    catalogue.finish();
    return;
  }
  const std::vector<std::int64_t> differing = totals_.variations ? std::vector<std::int64_t>() : families_that_differ();
  std::size_t orphans = 0;
  for (std::size_t i = 0; i < variations_.size(); ++i) {
    const StoreProduct variation = variations_.at(i);
    if (!contains(variable_, variation.parent) || catalogue.find(variation.id)) {
      ++orphans;
    } else if (!contains(differing, variation.parent)) {
      catalogue.add(variation);
    }
  }
  if (orphans > 0) log_.info("{} variations are left alone: no variable product has them", orphans);
  reader.add_by_product(catalogue, differing);
  catalogue.finish();
}

/// The variable products of which the report has other variations than they state themselves.
std::vector<std::int64_t> StockReport::families_that_differ() const {
  std::vector<Family> reported;
  for (std::size_t i = 0; i < variations_.size(); ++i) {
    const StoreProduct variation = variations_.at(i);
    if (contains(variable_, variation.parent)) reported.push_back({variation.parent, variation.id});
  }
  std::sort(reported.begin(), reported.end());
  std::vector<Family> differing;
  std::set_symmetric_difference(reported.begin(), reported.end(), families_.begin(), families_.end(),
                                std::back_inserter(differing));
  std::vector<std::int64_t> parents;
  for (const Family& family : differing) {
    if (parents.empty() || parents.back() != family.parent) parents.push_back(family.parent);
  }
  return parents;
}

}  // namespace dsz
