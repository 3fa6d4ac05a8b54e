#pragma once

#include "dsz/store/catalogue.hpp"

#include <string>
#include <string_view>

namespace dsz {

/// The value of a journalled field ("stock_quantity", "stock_status", "manage_stock") as the store has it now, in the
/// journal's form (state/journal.hpp, JournalEntry::old_value). "" for another field.
std::string present_value(const StoreProduct& product, std::string_view field);

}  // namespace dsz
