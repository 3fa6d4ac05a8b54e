#pragma once

#include "dsz/store/stock_change.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// What a change does to the shop's customers. The order is that of the diff: the most harmful first.
enum class Effect : std::uint8_t { to_zero, down, up, back_in_stock };

enum class Why : std::uint8_t {
  supplier_quantity,      ///< the supplier's quantity, after the stock rules
  supplier_out_of_stock,  ///< the supplier has none (or discontinued it)
  below_minimum,          ///< cut to 0 by `minimum` or `buffer`
  missing,                ///< not at the supplier any more, confirmed by name
};
/// The names above, as they stand in --json: "to_zero", "below_minimum".
std::string_view to_text(Effect effect);
std::string_view to_text(Why why);

/// In stock in the store now. A product with a quantity of its own: above 0 (at 0 or below with backorders allowed it
/// is not in stock). Any other, and one whose quantity is null: by its status, all but outofstock.
bool in_stock(const StoreProduct& product);

struct PlannedChange {
  StockChange change;
  Effect effect = Effect::down;
  Why why = Why::supplier_quantity;
  std::string name;            ///< product or variation, for the diff
  bool stays_buyable = false;  ///< its quantity goes to 0 while backorders are allowed: reported
};

/// A selected product that was left alone, and why.
enum class Left : std::uint8_t {
  unknown_stock,       ///< the supplier's stock could not be read
  not_covered,         ///< the inventory does not speak of this SKU: it was fetched for others
  unconfirmed,         ///< not in the inventory, and the supplier could not be asked
  duplicate_in_store,  ///< two store products with one SKU
  ambiguous_sku,       ///< several supplier SKUs differ from it only by case
  missing_ignored,     ///< missing, and configured to be left alone
  unmanaged_skipped,   ///< does not manage stock, and configured to be skipped
  foreign_status,      ///< does not manage stock, and its status is none of WooCommerce's: not understood, not written
  parent_managed,      ///< a variation whose stock is its parent's
  not_stockable,       ///< external, grouped, or a variable product without stock of its own
};
std::string_view to_text(Left left);

struct LeftAlone {
  std::int64_t product = 0;
  std::string sku;
  Left left = Left::unknown_stock;
  std::int64_t parent = 0;  ///< 0: no variation
  std::string name{};       ///< "" when it was read without its name
};

/// Missing at the supplier, and the store's stock says so already: nothing is to be written.
struct MissingUnchanged {
  std::int64_t product = 0;
  std::int64_t parent = 0;
  std::string sku;
  std::string name;
};

struct PlanCounts {
  std::int64_t store_products = 0;  ///< products and variations read
  std::int64_t selected = 0;
  std::int64_t in_stock = 0;  ///< selected, able to have stock (not Left::not_stockable), and in_stock() now
  std::int64_t unchanged = 0;
  std::int64_t up = 0;
  std::int64_t down = 0;
  std::int64_t to_zero = 0;  ///< from in stock to 0, for whatever reason
  std::int64_t back_in_stock = 0;
  std::int64_t missing = 0;          ///< confirmed, whatever their stock in the store
  std::int64_t missing_to_zero = 0;  ///< of to_zero: those that are missing
  std::int64_t unconfirmed = 0;
  std::int64_t unknown = 0;
  std::int64_t duplicates = 0;  ///< store products left alone because they share a SKU
  std::int64_t skipped = 0;     ///< the other LeftAlone
};

/// Everything that a run would write, and why. Same inputs, same plan. Each selected product is exactly one of
/// unchanged, a change, and left alone.
struct Plan {
  std::vector<PlannedChange> changes;                 ///< by effect, then SKU, then id
  std::vector<LeftAlone> left_alone;                  ///< by id
  std::vector<MissingUnchanged> missing_unchanged{};  ///< by id
  PlanCounts counts;
};

}  // namespace dsz
