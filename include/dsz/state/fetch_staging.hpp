#pragma once

#include "dsz/base/supplier_product.hpp"
#include "dsz/base/time.hpp"
#include "dsz/state/database.hpp"

#include <functional>
#include <span>
#include <string_view>

namespace dsz {

/// Where a fetch gathers its pages before the inventory file is written: keeps memory flat, merges duplicates by SKU
/// (the later page holds), counts distinct SKUs, and outlives a crash. One fetch at a time (the run holds sync.lock).
class FetchStaging {
 public:
  explicit FetchStaging(Database& database);
  /// Empties it for a new fetch.
  void start(std::string_view mode, WallTime now);
  /// One page, in one transaction. A page read again replaces nothing that a later page stated.
  void put_page(std::int64_t page, std::span<const SupplierProduct> products);
  [[nodiscard]] std::int64_t distinct() const;
  /// In the order of SKU bytes, so that two inventories can be compared line by line.
  void for_each(const std::function<void(const SupplierProduct&)>& visit) const;
  void clear();

 private:
  Database& database_;
  Statement put_;
};

}  // namespace dsz
