#include "dsz/match/selection.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <utility>

namespace dsz {

class Selection::Pattern {
 public:
  explicit Pattern(const std::string& text) : text_(text), regex_(text, std::regex::ECMAScript) {}

  [[nodiscard]] bool is_in(std::string_view sku) const {
    try {
      return std::regex_search(sku.begin(), sku.end(), regex_);
    } catch (const std::regex_error& error) {
      throw Failure(FailureKind::usage, fmt::format("match.select.sku_pattern \"{}\" is too complex for the SKU "
                                                    "\"{}\": {}",
                                                    visible(text_), visible(sku), error.what()));
    }
  }

 private:
  std::string text_;
  std::regex regex_;
};

std::string pattern_complaint(const std::string& pattern) try {
  const std::regex expression(pattern, std::regex::ECMAScript);
  return "";
} catch (const std::regex_error& error) {
  return fmt::format("\"{}\" is not a regular expression: {}", visible(pattern), error.what());
}

bool SelectionRules::configured() const { return !sku_prefixes.empty() || !sku_pattern.empty() || !marks.empty(); }

Selection::Selection(const SelectionRules& rules, std::function<bool(std::string_view sku)> known)
    : rules_(rules), known_(std::move(known)) {
  for (std::string& prefix : rules_.sku_prefixes) {
    prefix = fold_sku(prefix);
    if (prefix.empty()) {
      throw Failure(FailureKind::usage,
                    "match.select.sku_prefix is empty, which would select the whole store; name the "
                    "prefix of the supplier's SKUs, or leave it out");
    }
  }
  if (rules_.sku_pattern.empty()) return;
  if (const std::string complaint = pattern_complaint(rules_.sku_pattern); !complaint.empty()) {
    throw Failure(FailureKind::usage, "match.select.sku_pattern " + complaint);
  }
  pattern_ = std::make_unique<Pattern>(rules_.sku_pattern);
}

Selection::~Selection() = default;

bool Selection::selects(const StoreProduct& product) const {
  if (!usable_sku(product.sku)) return false;
  if (!rules_.configured()) return known_(product.sku);
  if (product.marked) return true;
  const std::string folded = fold_sku(product.sku);
  return std::any_of(rules_.sku_prefixes.begin(), rules_.sku_prefixes.end(),
                     [&folded](const std::string& prefix) { return folded.starts_with(prefix); }) ||
         (pattern_ && pattern_->is_in(product.sku));
}

}  // namespace dsz
