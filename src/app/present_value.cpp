#include "dsz/app/present_value.hpp"

#include "dsz/store/stock_text.hpp"

namespace dsz {

std::string present_value(const StoreProduct& product, std::string_view field) {
  if (field == "stock_quantity") return quantity_text(product.quantity);
  if (field == "stock_status") return status_text(product.status);
  if (field == "manage_stock") return manage_text(product.manage);
  return "";
}

}  // namespace dsz
