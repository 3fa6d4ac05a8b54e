#pragma once

#include "sandbox/store/stock_rules.hpp"
#include "sandbox/store/store_product.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

/// The three kinds of terms, as the API names their routes.
enum class Taxonomy { tags, categories, brands };

/// What the store holds: products and variations by id, and the terms. Not locked: the service does that.
class StoreCatalogue {
 public:
  /// Adds or replaces; returns the id. Status and quantity are settled as a save settles them.
  std::int64_t put(StoreProduct product);
  bool remove(std::int64_t id);
  std::int64_t put_term(Taxonomy taxonomy, Term term);

  [[nodiscard]] const StoreProduct* find(std::int64_t id) const;
  [[nodiscard]] const StoreProduct* parent_of(const StoreProduct& product) const;
  [[nodiscard]] const std::map<std::int64_t, StoreProduct>& products() const { return products_; }
  [[nodiscard]] std::vector<std::int64_t> variations_of(std::int64_t parent) const;
  [[nodiscard]] const std::map<std::int64_t, Term>& terms(Taxonomy taxonomy) const;
  /// Published products that carry the term.
  [[nodiscard]] std::size_t products_with(Taxonomy taxonomy, std::int64_t term) const;

  /// Saves the stock fields of a product or variation and what follows from them in its family.
  void save_stock(std::int64_t id, const StockFields& fields, bool stock_management, const std::string& now);
  void move_variation(std::int64_t id, std::int64_t new_parent);
  /// A change from within the store: a sale, or the owner's hand. Not a save.
  bool set_quantity(std::int64_t id, std::int64_t quantity);
  bool set_status(std::int64_t id, std::string_view status);
  /// Products saved so far through save_stock.
  [[nodiscard]] std::size_t saves() const { return saves_; }

 private:
  void sync_family(std::int64_t parent_id);
  std::int64_t free_id();

  std::map<std::int64_t, StoreProduct> products_;
  std::map<std::int64_t, std::set<std::int64_t>> children_;
  std::map<Taxonomy, std::map<std::int64_t, Term>> terms_;
  std::int64_t next_id_ = 10;
  std::int64_t next_meta_id_ = 1;
  std::size_t saves_ = 0;
};

/// The term ids of a product in one taxonomy.
const std::vector<std::int64_t>& term_ids(const StoreProduct& product, Taxonomy taxonomy);

}  // namespace dsz::sandbox
