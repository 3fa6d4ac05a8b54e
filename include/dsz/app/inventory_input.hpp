#pragma once

#include "dsz/inventory/inventory_file.hpp"
#include "dsz/inventory/stock_index.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dsz {

struct InventoryInput {
  InventoryInfo info;
  StockIndex index;                  ///< what the supplier lists
  std::vector<std::string> missing;  ///< asked for by name, and not listed
};

/// Failure(guard) when the inventory is older than `max_age`, or from the future by more than ten minutes (one of the
/// two clocks is wrong then, and its age unknown).
void check_inventory_age(const InventoryHeader& header, WallTime now, Millis max_age);

/// The whole inventory, checked; Failure(usage) when it is absent or damaged.
InventoryInput load_inventory(FileSystem& files, const std::filesystem::path& path, WallTime now, Millis max_age);

}  // namespace dsz
