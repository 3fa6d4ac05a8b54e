#include "dsz/match/plan.hpp"

namespace dsz {

std::string_view to_text(Effect effect) {
  switch (effect) {
    case Effect::to_zero:
      return "to_zero";
    case Effect::down:
      return "down";
    case Effect::up:
      return "up";
    case Effect::back_in_stock:
      return "back_in_stock";
  }
  return "";
}

std::string_view to_text(Why why) {
  switch (why) {
    case Why::supplier_quantity:
      return "supplier_quantity";
    case Why::supplier_out_of_stock:
      return "supplier_out_of_stock";
    case Why::below_minimum:
      return "below_minimum";
    case Why::missing:
      return "missing";
  }
  return "";
}

std::string_view to_text(Left left) {
  switch (left) {
    case Left::unknown_stock:
      return "unknown_stock";
    case Left::not_covered:
      return "not_covered";
    case Left::unconfirmed:
      return "unconfirmed";
    case Left::duplicate_in_store:
      return "duplicate_in_store";
    case Left::ambiguous_sku:
      return "ambiguous_sku";
    case Left::missing_ignored:
      return "missing_ignored";
    case Left::unmanaged_skipped:
      return "unmanaged_skipped";
    case Left::foreign_status:
      return "foreign_status";
    case Left::parent_managed:
      return "parent_managed";
    case Left::not_stockable:
      return "not_stockable";
  }
  return "";
}

bool in_stock(const StoreProduct& product) {
  if (product.manage == ManageStock::yes && product.quantity) return *product.quantity > 0;
  return product.status != StockStatus::outofstock;
}

}  // namespace dsz
