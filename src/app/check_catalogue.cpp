#include "check_catalogue.hpp"

#include "dsz/app/counted.hpp"
#include "dsz/base/sku.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <set>

namespace dsz {
namespace {

constexpr std::size_t kNamed = 10;

/// "A, B, C and 4 more"
std::string names(const std::vector<std::string>& skus) {
  std::string text;
  for (std::size_t i = 0; i < skus.size() && i < kNamed; ++i) text += (i == 0 ? "" : ", ") + visible(skus[i], 60);
  return skus.size() > kNamed ? fmt::format("{} and {} more", text, skus.size() - kNamed) : text;
}

/// Everything that a selection leaves, whatever the supplier says: its matcher knows no SKU of the supplier.
Plan blind_plan(const StoreCatalogue& catalogue, const Selection& selection) {
  const StockIndex nothing;
  return Matcher(catalogue, nothing, selection, MatchRules{}).plan([](std::string_view) { return Confirmation{}; });
}

std::string because(const SelectionRules& rules) {
  std::vector<std::string> keys;
  if (!rules.sku_prefixes.empty()) keys.emplace_back("sku_prefix");
  if (!rules.sku_pattern.empty()) keys.emplace_back("sku_pattern");
  if (!rules.marks.tags.empty()) keys.emplace_back("tag");
  if (!rules.marks.categories.empty()) keys.emplace_back("category");
  if (!rules.marks.brands.empty()) keys.emplace_back("brand");
  if (!rules.marks.meta.empty()) keys.emplace_back("meta");
  return fmt::format("as match.select says ({})", names(keys));
}

}  // namespace

std::vector<std::int64_t> selected_products(const StoreCatalogue& catalogue, const Selection& selection) {
  std::vector<std::int64_t> ids;
  for (const LeftAlone& product : blind_plan(catalogue, selection).left_alone) ids.push_back(product.product);
  return ids;
}

Finding check_duplicates(const StoreCatalogue& catalogue, const MatchRules& rules) {
  const Selection everything(SelectionRules{}, [](std::string_view) { return true; });
  std::set<std::string> seen;
  std::vector<std::string> skus;
  for (const LeftAlone& product : blind_plan(catalogue, everything).left_alone) {
    if (product.left != Left::duplicate_in_store) continue;
    if (seen.insert(fold_sku(product.sku)).second) skus.push_back(product.sku);
  }
  if (skus.empty()) return fine(kDuplicateSkus, "none");
  const std::string sentence = fmt::format("several products share one SKU: {}", names(skus));
  if (rules.duplicates == DuplicateRule::update) {
    return fine(kDuplicateSkus, sentence + "; all of them get the stock, as match.duplicates says");
  }
  return warning(kDuplicateSkus, sentence + "; they are left alone",
                 "give each product a SKU of its own, or set match.duplicates to \"update\"");
}

Finding check_selection(std::size_t selected, std::size_t in_all, const SelectionRules& rules,
                        std::int64_t known_skus) {
  if (!rules.configured() && known_skus == 0) {
    return skipped(kSelection,
                   "without match.select those are selected whose SKU the supplier has, which is not known before the "
                   "first fetch");
  }
  const std::string why = rules.configured()
                              ? because(rules)
                              : fmt::format("their SKUs are among the {} that the supplier has or had", known_skus);
  const std::string sentence = fmt::format("{} of {} are selected: {}", selected, counted_products(in_all), why);
  if (selected > 0) return fine(kSelection, sentence);
  return warning(kSelection, sentence,
                 rules.configured() ? "correct match.select" : "compare the store's SKUs with the supplier's");
}

Finding check_backorders(const StoreCatalogue& catalogue, const std::vector<std::int64_t>& selected) {
  std::vector<std::string> skus;
  for (const std::int64_t id : selected) {
    const auto product = catalogue.find(id);
    if (product && product->backorders) skus.emplace_back(product->sku);
  }
  if (skus.empty()) return fine(kBackorders, "no selected product allows them");
  return warning(
      kBackorders,
      fmt::format("{} can be bought although the supplier has none: {}", counted_products(skus.size()), names(skus)),
      "set Allow backorders to no for them, unless you mean it");
}

}  // namespace dsz
