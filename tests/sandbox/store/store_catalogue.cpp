#include "sandbox/store/store_catalogue.hpp"

#include <algorithm>
#include <utility>

namespace dsz::sandbox {
namespace {

std::string status_of_children(const std::vector<const StoreProduct*>& children) {
  const auto any = [&](std::string_view status) {
    return std::any_of(children.begin(), children.end(), [&](const auto* c) { return c->stock_status == status; });
  };
  if (any("instock")) return "instock";
  return any("onbackorder") ? "onbackorder" : "outofstock";
}

}  // namespace

const std::vector<std::int64_t>& term_ids(const StoreProduct& product, Taxonomy taxonomy) {
  if (taxonomy == Taxonomy::tags) return product.tags;
  return taxonomy == Taxonomy::categories ? product.categories : product.brands;
}

std::int64_t StoreCatalogue::free_id() { return next_id_++; }

std::int64_t StoreCatalogue::put(StoreProduct product) {
  if (product.id == 0) product.id = free_id();
  next_id_ = std::max(next_id_, product.id + 1);
  const std::int64_t id = product.id;
  for (MetaEntry& entry : product.meta) {
    if (entry.id == 0) entry.id = next_meta_id_;
    next_meta_id_ = std::max(next_meta_id_, entry.id + 1);
  }
  const bool named = product.type != "variation";
  if (named && product.name.empty()) product.name = "Product " + std::to_string(id);
  if (named && product.slug.empty()) product.slug = "product-" + std::to_string(id);
  remove(id);
  const std::int64_t parent = product.type == "variation" ? product.parent_id : 0;
  if (parent != 0) children_[parent].insert(id);
  if (product.type == "external" || product.type == "grouped") product.manage_stock = false;
  settle_stock(product, parent_of(product));
  products_[id] = std::move(product);
  sync_family(parent != 0 ? parent : id);
  return id;
}

bool StoreCatalogue::remove(std::int64_t id) {
  const auto found = products_.find(id);
  if (found == products_.end()) return false;
  children_[found->second.parent_id].erase(id);
  products_.erase(found);
  return true;
}

std::int64_t StoreCatalogue::put_term(Taxonomy taxonomy, Term term) {
  if (term.id == 0) term.id = free_id();
  const std::int64_t id = term.id;
  terms_[taxonomy][id] = std::move(term);
  return id;
}

const StoreProduct* StoreCatalogue::find(std::int64_t id) const {
  const auto found = products_.find(id);
  return found == products_.end() ? nullptr : &found->second;
}

const StoreProduct* StoreCatalogue::parent_of(const StoreProduct& product) const {
  return product.type == "variation" ? find(product.parent_id) : nullptr;
}

std::vector<std::int64_t> StoreCatalogue::variations_of(std::int64_t parent) const {
  const auto found = children_.find(parent);
  if (found == children_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

const std::map<std::int64_t, Term>& StoreCatalogue::terms(Taxonomy taxonomy) const {
  static const std::map<std::int64_t, Term> kNone;
  const auto found = terms_.find(taxonomy);
  return found == terms_.end() ? kNone : found->second;
}

std::size_t StoreCatalogue::products_with(Taxonomy taxonomy, std::int64_t term) const {
  return static_cast<std::size_t>(std::count_if(products_.begin(), products_.end(), [&](const auto& entry) {
    const auto& ids = term_ids(entry.second, taxonomy);
    return entry.second.status == "publish" && std::find(ids.begin(), ids.end(), term) != ids.end();
  }));
}

void StoreCatalogue::save_stock(std::int64_t id, const StockFields& fields, bool stock_management,
                                const std::string& now) {
  StoreProduct& product = products_.at(id);
  if (product.type == "variation") {
    save_variation_stock(product, parent_of(product), fields);
  } else {
    save_product_stock(product, fields, stock_management);
  }
  product.date_modified = now;
  ++saves_;
  sync_family(product.type == "variation" ? product.parent_id : id);
}

void StoreCatalogue::move_variation(std::int64_t id, std::int64_t new_parent) {
  StoreProduct& variation = products_.at(id);
  if (variation.parent_id == new_parent) return;
  children_[variation.parent_id].erase(id);
  children_[new_parent].insert(id);
  variation.parent_id = new_parent;
  variation.attributes.clear();
}

bool StoreCatalogue::set_quantity(std::int64_t id, std::int64_t quantity) {
  const auto found = products_.find(id);
  if (found == products_.end()) return false;
  StoreProduct& product = found->second;
  product.stock_quantity = quantity;
  settle_stock(product, parent_of(product));
  sync_family(product.type == "variation" ? product.parent_id : id);
  return true;
}

bool StoreCatalogue::set_status(std::int64_t id, std::string_view status) {
  const auto found = products_.find(id);
  if (found == products_.end()) return false;
  found->second.status = status;
  return true;
}

/// A parent that manages stock gives its status to the variations that leave it to the parent; one that does not takes
/// its status from them.
void StoreCatalogue::sync_family(std::int64_t parent_id) {
  const auto parent = products_.find(parent_id);
  if (parent == products_.end() || parent->second.type != "variable") return;
  std::vector<const StoreProduct*> children;
  for (const std::int64_t id : variations_of(parent_id)) {
    StoreProduct& child = products_.at(id);
    if (is_managed_by_parent(child, &parent->second)) settle_stock(child, &parent->second);
    children.push_back(&child);
  }
  if (!parent->second.manage_stock && !children.empty()) parent->second.stock_status = status_of_children(children);
}

}  // namespace dsz::sandbox
