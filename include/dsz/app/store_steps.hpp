#pragma once

#include "dsz/app/pending_writes.hpp"
#include "dsz/app/run_context.hpp"
#include "dsz/match/plan.hpp"
#include "dsz/store/catalogue.hpp"
#include "dsz/store/catalogue_reader.hpp"
#include "dsz/store/stock_change.hpp"
#include "dsz/store/stock_writer.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// The steps on the store's side that match, apply and undo share.

inline constexpr std::string_view kStockManagementOff =
    "Stock management is off in WooCommerce, so it ignores every quantity: turn on Settings > Products > Inventory > "
    "Enable stock management; nothing was written";

/// The store's home URL. What a cut-off run left open is settled before anything else, by reading those products again
/// (`settled`). Failure(guard) when its stock management is off.
std::string connect_store(RunContext& context, SettledWrites& settled);

StoreCatalogue read_catalogue(RunContext& context, const MarkRules& marks);

/// What is about to be written, from the lists: CatalogueReader::read_again(). Where the key may not read whether stock
/// management is on, Failure(guard) when none of the products that managed their stock does so by the lists.
void read_again(RunContext& context, StoreCatalogue& catalogue, const std::vector<std::int64_t>& ids);

WriteReport write_changes(RunContext& context, std::span<const StockChange> changes);
/// The same, and names in the log what stays buyable at 0.
WriteReport write_planned(RunContext& context, std::span<const PlannedChange> planned);

}  // namespace dsz
