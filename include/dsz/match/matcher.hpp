#pragma once

#include "dsz/inventory/stock_index.hpp"
#include "dsz/match/plan.hpp"
#include "dsz/match/selection.hpp"
#include "dsz/match/stock_rules.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

enum class MissingRule { zero, ignore };
enum class UnmanagedRule { status, manage, skip };
enum class ParentManagedRule { skip, manage };  ///< manage: detach the variation, it gets a quantity of its own
enum class DuplicateRule { leave, update };     ///< update: all products with the SKU get the stock

struct MatchRules {
  StockRules stock{};
  MissingRule missing = MissingRule::zero;
  UnmanagedRule unmanaged = UnmanagedRule::status;
  ParentManagedRule parent_managed = ParentManagedRule::skip;
  DuplicateRule duplicates = DuplicateRule::leave;
};

/// What is known of a SKU whose stock is not in the inventory: what the supplier said when it was asked by name.
struct Confirmation {
  enum class Kind {
    unasked,
    missing,
    listed,
    not_covered,  ///< the inventory does not speak of this SKU
  };
  Kind kind = Kind::unasked;
  StockLevel stock;  ///< when listed
};

/// Pure. Inputs: the store as it was read, the inventory, the selection and the rules. The catalogue and the index
/// outlive the matcher; the selection is asked once for each product, by the constructor.
///
/// A variation that shows its parent's SKU has none of its own (that is how the store shows such a variation) and is
/// never selected. Two products that could be written and whose SKUs fold to the same (base/sku.hpp) are duplicates.
class Matcher {
 public:
  Matcher(const StoreCatalogue& catalogue, const StockIndex& index, const Selection& selection,
          const MatchRules& rules);
  /// SKUs (as the store writes them, each once) of all selected products, those that are left alone too.
  [[nodiscard]] std::vector<std::string> selected_skus() const;
  /// SKUs (as the store writes them, each once) of selected products that are not in the inventory and could be
  /// written: the supplier must be asked for them by name before plan().
  [[nodiscard]] std::vector<std::string> to_confirm() const;
  /// `confirm` answers for the SKUs of to_confirm().
  [[nodiscard]] Plan plan(const std::function<Confirmation(std::string_view sku)>& confirm) const;

 private:
  struct Candidate {
    std::size_t position = 0;  ///< in the catalogue
    std::optional<Left> left;  ///< why it is left alone whatever the supplier says
  };

  void leave_duplicates();

  const StoreCatalogue& catalogue_;
  const StockIndex& index_;
  MatchRules rules_;
  std::vector<Candidate> selected_;  ///< by id
};

}  // namespace dsz
