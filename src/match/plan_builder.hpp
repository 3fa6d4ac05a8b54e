#pragma once

#include "dsz/match/matcher.hpp"

#include <cstdint>

namespace dsz {

/// Gathers a plan, one selected product after the other, by id. Each product ends in exactly one of leave(), apply()
/// and apply_missing().
class PlanBuilder {
 public:
  PlanBuilder(const MatchRules& rules, std::size_t store_products);

  void leave(const StoreProduct& product, Left left);
  /// The supplier has the product, with this stock.
  void apply(const StoreProduct& product, StockLevel supplier);
  /// The supplier does not have it any more.
  void apply_missing(const StoreProduct& product);
  /// The plan, in its order. Ends the builder.
  [[nodiscard]] Plan finish();

 private:
  void count_selected(const StoreProduct& product, bool stockable);
  void leave_counted(const StoreProduct& product, Left left);
  void want(const StoreProduct& product, std::uint32_t wanted, Why why);

  const MatchRules& rules_;
  Plan plan_;
};

}  // namespace dsz
