#include "dsz/app/inventory_input.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace dsz {
namespace {

constexpr std::array<std::string_view, 3> kModes = {"full", "targeted", "delta"};
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
  input.info = read_inventory(files, path, [&](const SupplierProduct& product) {
    if (product.missing) {
      input.missing.push_back(product.sku);
    } else {
      input.index.add(product.sku, product.stock);
    }
  });
  const std::string& mode = input.info.header.mode;
  if (std::find(kModes.begin(), kModes.end(), mode) == kModes.end()) {
    throw Failure(FailureKind::usage, fmt::format("{} has mode \"{}\", which this version does not know; run "
                                                  "\"dsz-sync fetch\" first",
                                                  path.string(), visible(mode)));
  }
  check_inventory_age(input.info.header, now, max_age);
  return input;
}

}  // namespace dsz
