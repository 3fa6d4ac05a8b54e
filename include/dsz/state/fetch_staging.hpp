#pragma once

#include "dsz/base/supplier_product.hpp"
#include "dsz/base/time.hpp"
#include "dsz/state/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace dsz {

/// What must be remembered of one reading of a page, so that a fetch that was cut off can go on.
struct PageReading {
  std::int64_t number = 0;  ///< counts the readings in the order in which they were asked for
  std::optional<std::int64_t> total;
  std::int64_t rows = 0;
  std::int64_t usable_rows = 0;
  std::int64_t without_sku = 0;
  std::int64_t unknown = 0;
  std::int64_t distinct = 0;        ///< different SKUs among the usable rows
  std::vector<std::uint64_t> skus;  ///< their hashes (sku_hash), sorted, each once
};

struct StagedPage {
  std::int64_t page = 0;
  PageReading reading;
};

/// The same on every machine and in every version of this program: it is kept.
std::uint64_t sku_hash(std::string_view sku);

/// Where a fetch gathers its pages before the inventory file is written: keeps memory flat, merges duplicates by SKU
/// (the later page holds), counts distinct SKUs, and outlives a crash. One fetch at a time (the run holds sync.lock).
class FetchStaging {
 public:
  explicit FetchStaging(Database& database);
  /// Empties it for a new fetch. `source` names what is fetched, and how: another cannot go on with it.
  void start(std::string_view mode, WallTime now, std::string_view source = "");
  /// When the staged fetch began, if it is this one and began after `since`, and not after `now`.
  [[nodiscard]] std::optional<WallTime> started(std::string_view mode, std::string_view source, WallTime since,
                                                WallTime now) const;
  /// One page, in one transaction. A page read again replaces nothing that a later page stated.
  void put_page(std::int64_t page, std::span<const SupplierProduct> products);
  /// The same, and what was read of it.
  void put_page(std::int64_t page, std::span<const SupplierProduct> products, const PageReading& reading);
  /// The newest reading of each page, by page, without `skus`: those of a whole catalogue take memory (skus_of).
  [[nodiscard]] std::vector<StagedPage> pages() const;
  /// Of the newest reading of this page; none when it was not read.
  [[nodiscard]] std::vector<std::uint64_t> skus_of(std::int64_t page) const;
  [[nodiscard]] std::int64_t page_count() const;
  [[nodiscard]] std::int64_t distinct() const;
  /// In the order of SKU bytes, so that two inventories can be compared line by line.
  void for_each(const std::function<void(const SupplierProduct&)>& visit) const;
  /// In one transaction: a page whose products have gone would be taken for one that was read.
  void clear();
  /// The same, but the fetch goes on.
  void clear_pages();

 private:
  void put(std::int64_t page, std::span<const SupplierProduct> products);

  Database& database_;
  Statement put_;
};

}  // namespace dsz
