#include "dsz/app/apply_plan.hpp"

#include "dsz/app/present_value.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <optional>

namespace dsz {
namespace {

/// "" when it is the product that the plan was made of.
std::string another_product(const SavedChange& saved, const StoreProduct& product) {
  const StockChange& change = saved.planned.change;
  if (product.type != saved.type) {
    return fmt::format("its type is {} now, it was {}", to_text(product.type), to_text(saved.type));
  }
  if (product.parent != change.parent) {
    return fmt::format("it belongs to product {} now, it belonged to {}", product.parent, change.parent);
  }
  if (product.sku != change.sku) {
    return product.sku.empty() ? "it has no SKU any more" : fmt::format("its SKU is {} now", visible(product.sku));
  }
  return "";
}

bool has_new_value(const StockChange& change, const StoreProduct& product) {
  if (change.status) return product.manage != ManageStock::yes && product.status == *change.status;
  return product.manage == ManageStock::yes && product.quantity == static_cast<double>(*change.quantity);
}

/// "" when its stock is what it was when the plan was made.
std::string stock_changed(const StockChange& change, const StoreProduct& product) {
  StoreProduct then;
  then.quantity = change.old_quantity;
  then.status = change.old_status;
  then.manage = change.old_manage;
  for (const char* field : {"manage_stock", "stock_quantity", "stock_status"}) {
    const std::string was = present_value(then, field);
    const std::string is = present_value(product, field);
    if (was != is) return fmt::format("{} is {} now, it was {} when the plan was made", field, is, was);
  }
  return "";
}

}  // namespace

ApplyPlan plan_apply(const SavedPlan& saved, const StoreCatalogue& catalogue, const Selection& selection) {
  ApplyPlan plan;
  for (const SavedChange& each : saved.changes) {
    const StockChange& change = each.planned.change;
    const auto skip = [&](std::string why) { plan.skipped.push_back({change.product, change.sku, std::move(why)}); };
    const std::optional<StoreProduct> product = catalogue.find(change.product);
    if (!product) {
      skip("it is not in the store any more");
    } else if (std::string another = another_product(each, *product); !another.empty()) {
      skip(std::move(another));
    } else if (!selection.selects(*product)) {
      skip("it is not selected any more (match.select)");
    } else if (has_new_value(change, *product)) {
      ++plan.done;
    } else if (std::string changed = stock_changed(change, *product); !changed.empty()) {
      skip(std::move(changed));
    } else {
      plan.changes.push_back(each.planned);
    }
  }
  return plan;
}

}  // namespace dsz
