#include "dsz/match/matcher.hpp"

#include "dsz/base/sku.hpp"

#include "plan_builder.hpp"

#include <unordered_map>
#include <unordered_set>

namespace dsz {
namespace {

bool shows_its_parents_sku(const StoreProduct& product, const StoreCatalogue& catalogue) {
  if (product.type != ProductType::variation) return false;
  const std::optional<StoreProduct> parent = catalogue.find(product.parent);
  return parent && parent->sku == product.sku;
}

/// Why a product cannot or may not be written, whatever the supplier says of its SKU.
std::optional<Left> left_by_kind(const StoreProduct& product, const MatchRules& rules) {
  switch (product.type) {
    case ProductType::grouped:
    case ProductType::external:
    case ProductType::other:
      return Left::not_stockable;
    case ProductType::variable:
      if (product.manage != ManageStock::yes) return Left::not_stockable;
      break;
    case ProductType::simple:
    case ProductType::variation:
      break;
  }
  if (product.manage == ManageStock::parent && rules.parent_managed == ParentManagedRule::skip) {
    return Left::parent_managed;
  }
  if (product.manage == ManageStock::no && rules.unmanaged == UnmanagedRule::skip) return Left::unmanaged_skipped;
  // S2 holds for the store's side too; and nothing could put such a status back.
  if (product.manage == ManageStock::no && product.status == StockStatus::other) return Left::foreign_status;
  return std::nullopt;
}

/// A product that is not in the inventory, after the supplier was asked for it by name.
void plan_unlisted(const StoreProduct& product, const Confirmation& confirmation, PlanBuilder& builder) {
  switch (confirmation.kind) {
    case Confirmation::Kind::listed:
      builder.apply(product, confirmation.stock);
      break;
    case Confirmation::Kind::missing:
      builder.apply_missing(product);
      break;
    case Confirmation::Kind::unasked:
      builder.leave(product, Left::unconfirmed);
      break;
    case Confirmation::Kind::not_covered:
      builder.leave(product, Left::not_covered);
      break;
  }
}

}  // namespace

Matcher::Matcher(const StoreCatalogue& catalogue, const StockIndex& index, const Selection& selection,
                 const MatchRules& rules)
    : catalogue_(catalogue), index_(index), rules_(rules) {
  for (std::size_t position = 0; position < catalogue_.size(); ++position) {
    const StoreProduct product = catalogue_.at(position);
    if (product.sku.empty() || shows_its_parents_sku(product, catalogue_) || !selection.selects(product)) continue;
    selected_.push_back({position, left_by_kind(product, rules_)});
  }
  if (rules_.duplicates == DuplicateRule::leave) leave_duplicates();
}

void Matcher::leave_duplicates() {
  std::unordered_map<std::string, Candidate*> first_with;
  first_with.reserve(selected_.size());
  for (Candidate& candidate : selected_) {
    if (candidate.left) continue;
    const auto [first, is_new] = first_with.try_emplace(fold_sku(catalogue_.at(candidate.position).sku), &candidate);
    if (is_new) continue;
    first->second->left = Left::duplicate_in_store;
    candidate.left = Left::duplicate_in_store;
  }
}

std::vector<std::string> Matcher::selected_skus() const {
  std::vector<std::string> skus;
  std::unordered_set<std::string_view> seen;
  for (const Candidate& candidate : selected_) {
    const std::string_view sku = catalogue_.at(candidate.position).sku;
    if (seen.insert(sku).second) skus.emplace_back(sku);
  }
  return skus;
}

std::vector<std::string> Matcher::to_confirm() const {
  std::vector<std::string> skus;
  std::unordered_set<std::string_view> seen;
  for (const Candidate& candidate : selected_) {
    if (candidate.left) continue;
    const std::string_view sku = catalogue_.at(candidate.position).sku;
    if (index_.find(sku).match == StockIndex::Match::none && seen.insert(sku).second) skus.emplace_back(sku);
  }
  return skus;
}

Plan Matcher::plan(const std::function<Confirmation(std::string_view sku)>& confirm) const {
  PlanBuilder builder(rules_, catalogue_.size());
  for (const Candidate& candidate : selected_) {
    const StoreProduct product = catalogue_.at(candidate.position);
    if (candidate.left) {
      builder.leave(product, *candidate.left);
      continue;
    }
    const StockIndex::Found found = index_.find(product.sku);
    if (found.match == StockIndex::Match::ambiguous) {
      builder.leave(product, Left::ambiguous_sku);
    } else if (found.match != StockIndex::Match::none) {
      builder.apply(product, found.stock);
    } else {
      plan_unlisted(product, confirm(product.sku), builder);
    }
  }
  return builder.finish();
}

}  // namespace dsz
