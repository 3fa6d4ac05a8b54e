#include "dsz/store/catalogue.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dsz {

std::string_view to_text(ProductType type) {
  switch (type) {
    case ProductType::simple:
      return "simple";
    case ProductType::variable:
      return "variable";
    case ProductType::variation:
      return "variation";
    case ProductType::grouped:
      return "grouped";
    case ProductType::external:
      return "external";
    case ProductType::other:
      return "other";
  }
  return "other";
}

std::string_view to_text(StockStatus status) {
  switch (status) {
    case StockStatus::instock:
      return "instock";
    case StockStatus::outofstock:
      return "outofstock";
    case StockStatus::onbackorder:
      return "onbackorder";
    case StockStatus::other:
      return "other";
  }
  return "other";
}

void StoreCatalogue::add(const StoreProduct& product) {
  Entry entry{};
  entry.id = product.id;
  entry.parent = product.parent;
  entry.quantity = product.quantity.value_or(std::numeric_limits<double>::quiet_NaN());
  entry.text = text_.size();
  entry.sku_bytes = static_cast<std::uint32_t>(product.sku.size());
  entry.name_bytes = static_cast<std::uint32_t>(product.name.size());
  entry.type = product.type;
  entry.manage = product.manage;
  entry.status = product.status;
  entry.backorders = product.backorders;
  entry.marked = product.marked;
  text_ += product.sku;
  text_ += product.name;
  entries_.push_back(entry);
}

void StoreCatalogue::remove(std::span<const std::int64_t> ids) {
  std::erase_if(entries_, [ids](const Entry& entry) { return std::binary_search(ids.begin(), ids.end(), entry.id); });
  ordered_ = 0;
}

void StoreCatalogue::finish() {
  const auto by_id = [](const Entry& a, const Entry& b) { return a.id < b.id; };
  std::stable_sort(entries_.begin(), entries_.end(), by_id);
  // Of several with one id the last one added holds.
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const bool replaced = i + 1 < entries_.size() && entries_[i + 1].id == entries_[i].id;
    if (!replaced) entries_[kept++] = entries_[i];
  }
  entries_.resize(kept);
  ordered_ = kept;

  for (Entry& each : entries_) {
    if (each.parent == 0) continue;
    const Entry* const parent = entry(each.parent);
    each.marked = each.marked || (parent != nullptr && parent->marked);
  }
}

std::size_t StoreCatalogue::size() const { return entries_.size(); }

StoreProduct StoreCatalogue::at(std::size_t position) const {
  const Entry& entry = entries_.at(position);
  const std::string_view text(text_);
  StoreProduct product;
  product.id = entry.id;
  product.parent = entry.parent;
  product.sku = text.substr(entry.text, entry.sku_bytes);
  product.name = text.substr(entry.text + entry.sku_bytes, entry.name_bytes);
  if (!std::isnan(entry.quantity)) product.quantity = entry.quantity;
  product.type = entry.type;
  product.manage = entry.manage;
  product.status = entry.status;
  product.backorders = entry.backorders;
  product.marked = entry.marked;
  return product;
}

std::optional<StoreProduct> StoreCatalogue::find(std::int64_t id) const {
  const Entry* const found = entry(id);
  if (found == nullptr) return std::nullopt;
  return at(static_cast<std::size_t>(found - entries_.data()));
}

const StoreCatalogue::Entry* StoreCatalogue::entry(std::int64_t id) const {
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(ordered_);
  const auto found = std::lower_bound(entries_.begin(), end, id,
                                      [](const Entry& each, std::int64_t wanted) { return each.id < wanted; });
  return found == end || found->id != id ? nullptr : &*found;
}

}  // namespace dsz
