#pragma once

#include "dsz/store/catalogue.hpp"

#include <optional>
#include <string>

namespace dsz {

/// The values of a product's stock fields as the journal keeps them: JSON. Undo and the settling of cut-off writes
/// compare these texts, so that nothing else may write them.

/// "5", "-2", "2.5"; "null" when there is none.
std::string quantity_text(std::optional<double> quantity);
/// "false", "true" or "\"parent\"".
std::string manage_text(ManageStock manage);
/// "\"instock\"".
std::string status_text(StockStatus status);

}  // namespace dsz
