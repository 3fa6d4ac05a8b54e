#include "sandbox/supplier/supplier_catalogue.hpp"

#include <algorithm>
#include <set>

namespace dsz::sandbox {
namespace {

constexpr std::int64_t kFirstId = 1001;

bool passes(const SupplierProduct& product, const SupplierFilter& filter) {
  if (product.enabled != filter.enabled) return false;
  return !filter.in_stock || (product.stock.value_or(0) > 0) == *filter.in_stock;
}

}  // namespace

void SupplierCatalogue::put(SupplierProduct product) {
  const auto known = id_of_sku_.find(product.sku);
  if (known != id_of_sku_.end()) {
    if (product.entity_id == 0) product.entity_id = known->second;
    by_id_.erase(known->second);
  } else if (product.entity_id == 0) {
    product.entity_id = by_id_.empty() ? kFirstId : by_id_.rbegin()->first + 1;
  }
  id_of_sku_[product.sku] = product.entity_id;
  by_id_[product.entity_id] = std::move(product);
}

bool SupplierCatalogue::remove(std::string_view sku) {
  const auto known = id_of_sku_.find(sku);
  if (known == id_of_sku_.end()) return false;
  by_id_.erase(known->second);
  id_of_sku_.erase(known);
  return true;
}

bool SupplierCatalogue::set_stock(std::string_view sku, std::optional<int> stock,
                                  std::chrono::system_clock::time_point at) {
  SupplierProduct* product = find_mutable(sku);
  if (product == nullptr) return false;
  product->stock = stock;
  product->stock_changed = true;
  // Two changes at one instant would contradict each other.
  if (!changes_.empty()) at = std::max(at, changes_.back().at + std::chrono::milliseconds(1));
  changes_.push_back({std::string(sku), at, stock});
  return true;
}

bool SupplierCatalogue::set_enabled(std::string_view sku, bool enabled) {
  SupplierProduct* product = find_mutable(sku);
  if (product != nullptr) product->enabled = enabled;
  return product != nullptr;
}

const SupplierProduct* SupplierCatalogue::find(std::string_view sku) const {
  const auto known = id_of_sku_.find(sku);
  return known == id_of_sku_.end() ? nullptr : &by_id_.at(known->second);
}

SupplierProduct* SupplierCatalogue::find_mutable(std::string_view sku) {
  const auto known = id_of_sku_.find(sku);
  return known == id_of_sku_.end() ? nullptr : &by_id_.at(known->second);
}

std::vector<const SupplierProduct*> SupplierCatalogue::matching(const SupplierFilter& filter) const {
  std::vector<const SupplierProduct*> found;
  if (filter.nothing) return found;
  if (filter.skus) {
    const std::set<std::string> wanted(filter.skus->begin(), filter.skus->end());
    for (const std::string& sku : wanted) {
      const SupplierProduct* product = find(sku);
      if (product != nullptr && passes(*product, filter)) found.push_back(product);
    }
    std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->entity_id < b->entity_id; });
    return found;
  }
  for (const auto& [id, product] : by_id_) {
    if (passes(product, filter)) found.push_back(&product);
  }
  return found;
}

}  // namespace dsz::sandbox
