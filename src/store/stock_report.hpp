#pragma once

#include "dsz/base/log.hpp"
#include "dsz/store/catalogue.hpp"

#include "listing.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <tuple>
#include <vector>

namespace dsz {

/// The catalogue by way of wc-analytics/reports/stock: products and variations together, in a third of the time
/// (woocommerce-api.md, "Reading the catalogue"). What the report leaves out is read beside it:
/// - types, where not all products are simple or there are variations, by listing the ids of what is variable, grouped
///   or external; the rest must be as many as are simple;
/// - drafts and the like, from the products listing, when the report has fewer products than the store;
/// - variations that are neither published nor private: where the numbers do not agree, variations are read by their
///   own listings.
/// It has names and backorders of none but those read from a listing.
class StockReport {
 public:
  using Progress = std::function<void(std::int64_t read, std::int64_t in_all)>;

  /// `marked`: ids of products that are marked, ordered; it outlives this object.
  StockReport(StoreApi& api, Log& log, const std::vector<std::int64_t>& marked, Progress progress);
  /// nullopt, with the reason in the log, when there is no report, when it is refused, or when what was read does not
  /// add up to what the store says it has: then the listings have to be read.
  std::optional<StoreCatalogue> read();

 private:
  struct Family {
    std::int64_t parent = 0;
    std::int64_t variation = 0;
    friend bool operator<(const Family& a, const Family& b) {
      return std::tie(a.parent, a.variation) < std::tie(b.parent, b.variation);
    }
  };
  struct Totals {
    std::size_t products = 0;
    std::size_t simple = 0;
    std::optional<std::size_t> variations;  ///< nullopt: there are none, or this store does not list them in bulk
  };

  StoreCatalogue put_together();
  /// The report's first page, and the totals of products.
  Outcome begin();
  /// Where not all products are simple: the ids of the others, and how many variations there are.
  void read_types();
  void note_family(const nlohmann::json& product);
  /// The products; the variations go into variations_.
  StoreCatalogue read_report(const Outcome& first_page);
  [[nodiscard]] ProductType type_of(std::int64_t product) const;
  [[nodiscard]] StoreProduct listed_product(const nlohmann::json& row, std::int64_t read_under) const;
  void add_other_statuses(StoreCatalogue& catalogue);
  void check_products(const StoreCatalogue& catalogue) const;
  void add_variations(StoreCatalogue& catalogue);
  [[nodiscard]] std::vector<std::int64_t> families_that_differ() const;

  StoreApi& api_;
  Log& log_;
  const std::vector<std::int64_t>& marked_;
  const Progress progress_;
  Totals totals_;
  std::vector<std::int64_t> variable_;  ///< ids, ordered, as are these
  std::vector<std::int64_t> grouped_;
  std::vector<std::int64_t> external_;
  std::vector<Family> families_;  ///< as variable products state them, where variations are not listed in bulk
  StoreCatalogue variations_;     ///< of the report
};

}  // namespace dsz
