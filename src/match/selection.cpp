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
  explicit Pattern(const std::string& text) try : text_(text), regex_(text, std::regex::ECMAScript) {
  } catch (const std::regex_error& error) {
    fail(text, "is not a regular expression", error);
  }

  [[nodiscard]] bool is_in(std::string_view sku) const {
    try {
      return std::regex_search(sku.begin(), sku.end(), regex_);
    } catch (const std::regex_error& error) {
      fail(text_, fmt::format("is too complex for the SKU \"{}\"", visible(sku)), error);
    }
  }

 private:
  [[noreturn]] static void fail(const std::string& text, std::string_view what, const std::regex_error& error) {
    throw Failure(FailureKind::usage,
                  fmt::format("match.select.sku_pattern \"{}\" {}: {}", visible(text), what, error.what()));
  }

  std::string text_;
  std::regex regex_;
};

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
  if (!rules_.sku_pattern.empty()) pattern_ = std::make_unique<Pattern>(rules_.sku_pattern);
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
