#include "plan_builder.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace dsz {
namespace {

Why why_wanted(StockLevel supplier, std::uint32_t wanted) {
  if (supplier.quantity() == 0) return Why::supplier_out_of_stock;
  return wanted == 0 ? Why::below_minimum : Why::supplier_quantity;
}

/// How the stock of a product is written: the quantity that it has, its status, or a quantity that it is to have from
/// now on.
enum class Way { quantity, status, new_quantity };

Way way_to_write(const StoreProduct& product, UnmanagedRule unmanaged) {
  if (product.manage == ManageStock::yes) return Way::quantity;
  return product.manage == ManageStock::no && unmanaged == UnmanagedRule::status ? Way::status : Way::new_quantity;
}

StockStatus status_for(std::uint32_t wanted) { return wanted > 0 ? StockStatus::instock : StockStatus::outofstock; }

bool stands_already(const StoreProduct& product, std::uint32_t wanted, Way way) {
  switch (way) {
    case Way::quantity:
      return product.quantity && *product.quantity == wanted;
    case Way::status:
      return product.status == status_for(wanted);
    case Way::new_quantity:
      return false;
  }
  return false;
}

StockChange change_to(const StoreProduct& product, std::uint32_t wanted, Way way) {
  StockChange change;
  change.product = product.id;
  change.parent = product.parent;
  change.sku = product.sku;
  if (way == Way::status) {
    change.status = status_for(wanted);
  } else {
    change.quantity = wanted;
    change.start_managing = way == Way::new_quantity;
  }
  change.old_quantity = product.quantity;
  change.old_manage = product.manage;
  change.old_status = product.status;
  return change;
}

Effect effect_of(const StoreProduct& product, std::uint32_t wanted, Way way) {
  const bool was_in_stock = in_stock(product);
  if (was_in_stock && wanted == 0) return Effect::to_zero;
  if (!was_in_stock && wanted > 0) return Effect::back_in_stock;
  // onbackorder becomes instock: customers get it sooner.
  if (way == Way::status) return Effect::up;
  // In stock without a quantity is without a limit: any quantity is less.
  constexpr double kNoLimit = std::numeric_limits<double>::infinity();
  return wanted < product.quantity.value_or(was_in_stock ? kNoLimit : -kNoLimit) ? Effect::down : Effect::up;
}

std::int64_t& count_of(PlanCounts& counts, Effect effect) {
  switch (effect) {
    case Effect::to_zero:
      return counts.to_zero;
    case Effect::down:
      return counts.down;
    case Effect::up:
      return counts.up;
    case Effect::back_in_stock:
      break;
  }
  return counts.back_in_stock;
}

std::int64_t& count_of(PlanCounts& counts, Left left) {
  switch (left) {
    case Left::unknown_stock:
    case Left::not_covered:
      return counts.unknown;
    case Left::unconfirmed:
      return counts.unconfirmed;
    case Left::duplicate_in_store:
      return counts.duplicates;
    default:
      return counts.skipped;
  }
}

}  // namespace

PlanBuilder::PlanBuilder(const MatchRules& rules, std::size_t store_products) : rules_(rules) {
  plan_.counts.store_products = static_cast<std::int64_t>(store_products);
}

void PlanBuilder::leave(const StoreProduct& product, Left left) {
  count_selected(product, left != Left::not_stockable);
  leave_counted(product, left);
}

void PlanBuilder::apply(const StoreProduct& product, StockLevel supplier) {
  count_selected(product, true);
  const std::optional<std::uint32_t> wanted = rules_.stock.wanted(supplier);
  if (wanted) {
    want(product, *wanted, why_wanted(supplier, *wanted));
  } else {
    leave_counted(product, Left::unknown_stock);
  }
}

void PlanBuilder::apply_missing(const StoreProduct& product) {
  count_selected(product, true);
  ++plan_.counts.missing;
  if (rules_.missing == MissingRule::zero) {
    want(product, 0, Why::missing);
  } else {
    leave_counted(product, Left::missing_ignored);
  }
}

Plan PlanBuilder::finish() {
  std::sort(plan_.changes.begin(), plan_.changes.end(), [](const PlannedChange& a, const PlannedChange& b) {
    return std::tie(a.effect, a.change.sku, a.change.product) < std::tie(b.effect, b.change.sku, b.change.product);
  });
  return std::move(plan_);
}

void PlanBuilder::count_selected(const StoreProduct& product, bool stockable) {
  ++plan_.counts.selected;
  if (stockable && in_stock(product)) ++plan_.counts.in_stock;
}

void PlanBuilder::leave_counted(const StoreProduct& product, Left left) {
  plan_.left_alone.push_back({product.id, std::string(product.sku), left, product.parent, std::string(product.name)});
  ++count_of(plan_.counts, left);
}

void PlanBuilder::want(const StoreProduct& product, std::uint32_t wanted, Why why) {
  const Way way = way_to_write(product, rules_.unmanaged);
  if (stands_already(product, wanted, way)) {
    ++plan_.counts.unchanged;
    if (why == Why::missing) {
      plan_.missing_unchanged.push_back(
          {product.id, product.parent, std::string(product.sku), std::string(product.name)});
    }
    return;
  }
  PlannedChange planned;
  planned.change = change_to(product, wanted, way);
  planned.effect = effect_of(product, wanted, way);
  planned.why = why;
  planned.name = product.name;
  planned.stays_buyable = planned.change.quantity == 0U && product.backorders;
  ++count_of(plan_.counts, planned.effect);
  if (why == Why::missing && planned.effect == Effect::to_zero) ++plan_.counts.missing_to_zero;
  plan_.changes.push_back(std::move(planned));
}

}  // namespace dsz
