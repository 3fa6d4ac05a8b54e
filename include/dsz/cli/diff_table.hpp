#pragma once

#include "dsz/app/undo_plan.hpp"
#include "dsz/cli/surface.hpp"
#include "dsz/match/plan.hpp"

#include <span>
#include <string>

namespace dsz {

/// SKU, id, name, old → new, why: one line a change, the most harmful first. "" when nothing changes.
std::string diff_table(std::span<const PlannedChange> changes, const Surface& surface);
std::string diff_table(const UndoPlan& plan, const Surface& surface);

/// "12", or the status for a product without a quantity of its own ("in stock").
std::string old_stock_text(const StockChange& change);
std::string new_stock_text(const StockChange& change);

}  // namespace dsz
