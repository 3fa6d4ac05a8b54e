#include "dsz/app/inventory_input.hpp"

#include "dsz/base/failure.hpp"

#include <fmt/format.h>

#include <chrono>

namespace dsz {
namespace {

constexpr Millis kClockTolerance = std::chrono::minutes{10};

}  // namespace

void check_inventory_age(const InventoryHeader& header, WallTime now, Millis max_age) {
  const Millis age = now - header.fetched_at;
  if (age > max_age) {
    throw Failure(FailureKind::guard,
                  fmt::format("the inventory is {} old (fetched at {}), the limit is {} "
                              "(match.max_inventory_age_hours); run \"dsz-sync fetch\" first; nothing was written",
                              format_span(age), format_utc(header.fetched_at), format_span(max_age)));
  }
  if (age < -kClockTolerance) {
    throw Failure(FailureKind::guard,
                  fmt::format("the inventory says that it was fetched at {}, which is {} in the future; set this "
                              "machine's clock, or fetch again; nothing was written",
                              format_utc(header.fetched_at), format_span(-age)));
  }
}

InventoryInput load_inventory(FileSystem& files, const std::filesystem::path& path, WallTime now, Millis max_age) {
  InventoryInput input;
  input.info =
      read_inventory(files, path, [&](const SupplierProduct& product) { input.index.add(product.sku, product.stock); });
  check_inventory_age(input.info.header, now, max_age);
  return input;
}

}  // namespace dsz
