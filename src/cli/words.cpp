#include "words.hpp"

#include <fmt/format.h>

namespace dsz {

std::string_view words_for(Why why) {
  switch (why) {
    case Why::supplier_quantity:
      return "supplier's quantity";
    case Why::supplier_out_of_stock:
      return "out of stock at the supplier";
    case Why::below_minimum:
      return "too few at the supplier";
    case Why::missing:
      return "missing at the supplier";
  }
  return "";
}

std::string_view words_for(Left left) {
  switch (left) {
    case Left::unknown_stock:
      return "the supplier's stock cannot be read";
    case Left::not_covered:
      return "the inventory was fetched without asking for it";
    case Left::unconfirmed:
      return "not in the inventory, and the supplier could not be asked";
    case Left::duplicate_in_store:
      return "several products in the store have this SKU";
    case Left::ambiguous_sku:
      return "several SKUs of the supplier differ from it only by case";
    case Left::missing_ignored:
      return "missing at the supplier, left alone as configured";
    case Left::unmanaged_skipped:
      return "its stock is not managed, skipped as configured";
    case Left::foreign_status:
      return "its stock status is none of WooCommerce's own";
    case Left::parent_managed:
      return "a variation with its parent's stock";
    case Left::not_stockable:
      return "has no stock of its own";
  }
  return "";
}

std::string_view words_for(StockStatus status) {
  switch (status) {
    case StockStatus::instock:
      return "in stock";
    case StockStatus::outofstock:
      return "out of stock";
    case StockStatus::onbackorder:
      return "on backorder";
    case StockStatus::other:
      return "unknown";
  }
  return "";
}

std::string titled_line(std::string_view title, std::string_view text) {
  return fmt::format("{:<12}{}\n", title, text);
}

}  // namespace dsz
