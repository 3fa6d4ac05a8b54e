#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

enum class ProductType : std::uint8_t { simple, variable, variation, grouped, external, other };
enum class ManageStock : std::uint8_t { no, yes, parent };
enum class StockStatus : std::uint8_t { instock, outofstock, onbackorder, other };

/// "simple", "variable", …
std::string_view to_text(ProductType type);
/// "instock", "outofstock", "onbackorder", as the store writes them; "other".
std::string_view to_text(StockStatus status);

/// One product or variation as it was read in this run.
struct StoreProduct {
  std::int64_t id = 0;
  std::int64_t parent = 0;         ///< for a variation: the product under which it was read (S6); else 0
  std::string_view sku;            ///< "" when none; for a variation without its own, the store shows its parent's
  std::string_view name;           ///< as the store shows it; "" when not asked for
  std::optional<double> quantity;  ///< nullopt: null. May be negative, and with plugins a fraction
  ProductType type = ProductType::other;
  ManageStock manage = ManageStock::no;
  StockStatus status = StockStatus::other;
  bool backorders = false;  ///< allowed, with or without notice
  bool marked = false;      ///< has a configured tag, category, brand or meta field, itself or its parent
};

/// Everything in the store but what is in the trash, ordered by id. Text lives in the catalogue: the views that at()
/// and find() return are good until the next add().
class StoreCatalogue {
 public:
  /// Copies the text. A product with an id that is there already replaces it.
  void add(const StoreProduct& product);
  /// `ids` are ordered; those that are not there are passed over. Call finish() after it.
  void remove(std::span<const std::int64_t> ids);
  /// Call when all are added: orders by id, sets `marked` of variations from their parents.
  void finish();
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] StoreProduct at(std::size_t position) const;
  /// nullopt when not read in this run. Knows what was there at the last finish().
  [[nodiscard]] std::optional<StoreProduct> find(std::int64_t id) const;

 private:
  /// 48 bytes: a store may have 100,000 products.
  struct Entry {
    std::int64_t id;
    std::int64_t parent;
    double quantity;     ///< NaN: null
    std::uint64_t text;  ///< where the SKU starts in text_; the name follows it
    std::uint32_t sku_bytes;
    std::uint32_t name_bytes;
    ProductType type;
    ManageStock manage;
    StockStatus status;
    bool backorders;
    bool marked;
  };

  [[nodiscard]] const Entry* entry(std::int64_t id) const;

  std::string text_;
  std::vector<Entry> entries_;
  std::size_t ordered_ = 0;  ///< how many of them finish() has ordered
};

}  // namespace dsz
