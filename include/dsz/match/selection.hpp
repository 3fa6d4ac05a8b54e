#pragma once

#include "dsz/store/catalogue.hpp"
#include "dsz/store/catalogue_reader.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// Configuration `match.select`: what any of them matches is the supplier's. Nothing configured: SKUs that the supplier
/// has or ever had, so that a store with several suppliers is safe (S1).
struct SelectionRules {
  std::vector<std::string> sku_prefixes{};  ///< compared without regard to case
  std::string sku_pattern{};                ///< ECMAScript regular expression, found anywhere in the SKU; "" none
  MarkRules marks{};
  [[nodiscard]] bool configured() const;
};

/// What is wrong with a `sku_pattern`, to follow its name; "" when it is a regular expression.
std::string pattern_complaint(const std::string& pattern);

class Selection {
 public:
  /// `known` says whether the supplier has or ever had a SKU. Failure(usage) when the pattern is not a regular
  /// expression, and for an empty prefix, which would select the whole store.
  Selection(const SelectionRules& rules, std::function<bool(std::string_view sku)> known);
  ~Selection();
  /// Never a product without a usable SKU (base/sku.hpp). Failure(usage) when the pattern is too complex for a SKU.
  [[nodiscard]] bool selects(const StoreProduct& product) const;

 private:
  class Pattern;
  SelectionRules rules_;
  std::unique_ptr<Pattern> pattern_;
  std::function<bool(std::string_view)> known_;
};

}  // namespace dsz
