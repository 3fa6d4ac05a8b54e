#pragma once

#include "dsz/store/catalogue.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace dsz {

/// What is to be written to one product or variation: stock fields and nothing else (S7). Exactly one of quantity and
/// status.
struct StockChange {
  std::int64_t product = 0;
  std::int64_t parent = 0;  ///< as read in this run; 0: not a variation
  std::string sku;
  std::optional<std::uint32_t> quantity;  ///< whole, from 0 up, at most 2^31 - 1
  bool start_managing = false;            ///< with quantity: send manage_stock true too
  std::optional<StockStatus> status;      ///< instock or outofstock, for a product that does not manage stock

  std::optional<double> old_quantity;
  ManageStock old_manage = ManageStock::no;
  StockStatus old_status = StockStatus::other;
};

}  // namespace dsz
