#pragma once

#include "dsz/match/plan.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/store/catalogue.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dsz {

struct UndoChange {
  StockChange change;
  Effect effect = Effect::down;
  std::string name;
};

/// A product that cannot be put back, and why.
struct UndoConflict {
  std::int64_t product = 0;
  std::string sku;
  std::string why;
};

struct UndoPlan {
  std::vector<UndoChange> changes;      ///< by effect, then SKU, then id
  std::vector<UndoConflict> conflicts;  ///< by SKU, then id
  std::size_t already_back = 0;         ///< products that have their old value: an undo that was cut off goes on
};

/// Pure. `entries` are those of one run. Only what it wrote counts, and only where the store still has just that; the
/// rest, but for those that have their old value again, are conflicts: changed since, gone, under another SKU (S1), or
/// an old value that must not be written (S7: whole numbers from 0 up).
UndoPlan plan_undo(std::span<const JournalEntry> entries, const StoreCatalogue& catalogue);

}  // namespace dsz
