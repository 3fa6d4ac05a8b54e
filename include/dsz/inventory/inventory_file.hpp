#pragma once

#include "dsz/base/supplier_product.hpp"
#include "dsz/base/time.hpp"
#include "dsz/os/atomic_file.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace dsz {

/// The first line of `dropshipzone_inventory.json` (design.md, "Files").
struct InventoryHeader {
  WallTime fetched_at{};
  std::string source;         ///< the supplier's base URL
  std::string mode = "full";  ///< "full", "targeted" or "delta"
  /// It speaks of the SKUs in it and of no other: one that is not there is unknown. Else it holds the whole catalogue,
  /// and one that is not there is not listed.
  bool partial = false;
  /// Of a delta: when the full or targeted fetch was that it rests on.
  std::optional<WallTime> rests_on{};
};

/// Writes temp_inventory.json beside the target, one product a line, and renames it when complete (644).
class InventoryWriter {
 public:
  InventoryWriter(FileSystem& files, const std::filesystem::path& target, const InventoryHeader& header);
  /// Each SKU once, and usable (base/sku.hpp): another is Failure(unexpected), because no reader would take the file.
  void add(const SupplierProduct& product);
  /// Writes the last line, syncs, renames, and returns how many products there are. Without it nothing changes.
  std::int64_t commit();

 private:
  AtomicFile file_;
  std::int64_t count_ = 0;
};

struct InventoryInfo {
  InventoryHeader header;
  std::int64_t count = 0;    ///< lines
  std::int64_t missing = 0;  ///< of these: asked for by name, and the supplier does not list them
  std::string identity;      ///< SHA-256 of the file, hexadecimal: names this inventory in a saved plan
};

/// Reads a whole inventory file by streaming; `visit` gets each product. Failure(usage) with the file and line when it
/// is absent, incomplete (no last line, wrong count), of another format, or damaged; never a guess. The last line comes
/// last: what `visit` got before a Failure must be thrown away. Unknown fields beside "products" are passed over, those
/// in a product are not.
InventoryInfo read_inventory(FileSystem& files, const std::filesystem::path& path,
                             const std::function<void(const SupplierProduct&)>& visit);

/// The same for who needs no products: in memory that does not grow with the file, and with every check but the one for
/// a SKU that comes twice, which must remember them all.
InventoryInfo inspect_inventory(FileSystem& files, const std::filesystem::path& path);

}  // namespace dsz
