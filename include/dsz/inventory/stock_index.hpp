#pragma once

#include "dsz/base/stock_level.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// SKU → stock, for up to millions of SKUs: one text arena, one table of entries, one open-addressing hash table over
/// the folded form (base/sku.hpp). About 40 bytes a SKU beside its text. Looking up allocates nothing.
class StockIndex {
 public:
  enum class Match { none, exact, folded, ambiguous };
  struct Found {
    Match match = Match::none;
    StockLevel stock;      ///< for exact and folded
    std::string_view sku;  ///< as the supplier writes it, for exact and folded; lives until the next add()
  };

  void reserve(std::size_t products);
  /// A SKU that is there already (exactly) is replaced: false.
  bool add(std::string_view sku, StockLevel stock);
  /// Exactly first; else trimmed and without regard to case: folded when one supplier SKU fits, or several with the
  /// same stock; ambiguous when several do with different stock. The order of add() changes nothing.
  [[nodiscard]] Found find(std::string_view sku) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint32_t offset;  ///< of the SKU in text_
    std::uint32_t length;
    std::uint32_t hash;  ///< the low half of the folded hash: spares most comparisons, and hashing again on growth
    StockLevel stock;
  };

  [[nodiscard]] std::string_view text_of(const Entry& entry) const;
  void append(std::string_view sku, StockLevel stock, std::uint32_t hash);
  void grow_slots(std::size_t products);
  void place(std::uint32_t position);
  /// Calls `visit` with the position of each entry whose folded form is that of `sku`, until it returns false.
  template <typename Visit>
  void for_each_equal(std::string_view sku, std::uint32_t hash, const Visit& visit) const;

  std::string text_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  ///< positions in entries_; the size is a power of two, at most half is taken
};

}  // namespace dsz
