#pragma once

#include "dsz/match/matcher.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsz::test {

// A store, a supplier and its answers, said in few words.

inline StoreProduct simple(std::int64_t id, std::string_view sku, std::optional<double> quantity) {
  StoreProduct product;
  product.id = id;
  product.sku = sku;
  product.quantity = quantity;
  product.type = ProductType::simple;
  product.manage = ManageStock::yes;
  product.status = quantity && *quantity > 0 ? StockStatus::instock : StockStatus::outofstock;
  return product;
}

inline StoreProduct unmanaged(std::int64_t id, std::string_view sku, StockStatus status) {
  StoreProduct product = simple(id, sku, std::nullopt);
  product.manage = ManageStock::no;
  product.status = status;
  return product;
}

inline StoreProduct variation(std::int64_t id, std::int64_t parent, std::string_view sku, double quantity) {
  StoreProduct product = simple(id, sku, quantity);
  product.type = ProductType::variation;
  product.parent = parent;
  return product;
}

inline StoreProduct of_type(ProductType type, StoreProduct product) {
  product.type = type;
  return product;
}

inline StoreProduct managed_by(ManageStock manage, StoreProduct product) {
  product.manage = manage;
  return product;
}

/// One world: what stands in the store, what the supplier has, what it says when asked.
struct World {
  std::vector<StoreProduct> store;
  std::vector<std::pair<std::string, StockLevel>> supplier;
  MatchRules rules;
  std::map<std::string, Confirmation, std::less<>> answers;
  std::function<bool(std::string_view)> known = [](std::string_view) { return true; };

  template <typename Use>
  auto with_matcher(const Use& use) const {
    StoreCatalogue catalogue;
    for (const StoreProduct& product : store) catalogue.add(product);
    catalogue.finish();
    StockIndex index;
    for (const auto& [sku, stock] : supplier) index.add(sku, stock);
    const Selection selection(SelectionRules{}, known);
    return use(Matcher(catalogue, index, selection, rules));
  }

  [[nodiscard]] Plan plan() const {
    return with_matcher([this](const Matcher& matcher) {
      return matcher.plan([this](std::string_view sku) {
        const auto answer = answers.find(sku);
        return answer == answers.end() ? Confirmation{} : answer->second;
      });
    });
  }
  [[nodiscard]] std::vector<std::string> to_confirm() const {
    return with_matcher([](const Matcher& matcher) { return matcher.to_confirm(); });
  }
};

inline constexpr Confirmation kMissing{Confirmation::Kind::missing, {}};
inline Confirmation listed(StockLevel stock) { return {Confirmation::Kind::listed, stock}; }
inline StockLevel stock(std::int64_t quantity) { return StockLevel::of(quantity); }

}  // namespace dsz::test
