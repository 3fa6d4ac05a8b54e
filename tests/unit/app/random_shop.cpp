#include "random_shop.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz::test {
namespace {

using nlohmann::json;
using Random = std::mt19937_64;

int below(Random& random, int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); }

json random_row(Random& random, std::int64_t id, const std::string& sku) {
  if (below(random, 5) == 0) return unmanaged_row(id, sku, below(random, 2) == 0 ? "instock" : "outofstock");
  return product_row(id, sku, below(random, 4));
}

/// Puts a product of this SKU, or not, at the supplier.
void supply(RandomShop& world, Random& random, const std::string& sku) {
  switch (below(random, 8)) {
    case 0:
      return;  // nowhere
    case 1:
      world.by_name[sku] = below(random, 4);
      return;
    case 2:
      world.inventory[sku] = -1;
      return;
    default:
      world.inventory[sku] = below(random, 4);
  }
}

std::string stock_of(const json& row) {
  return row.at("manage_stock") == true ? row.at("stock_quantity").dump() : row.at("stock_status").get<std::string>();
}

template <typename Each>
void for_each_row(const FakeShop& shop, const Each& each) {
  for (const json& row : shop.products) each(row);
  for (const auto& [parent, rows] : shop.variations) {
    for (const json& row : rows) each(row);
  }
}

bool selects(const RandomShop& world, const std::string& sku) {
  if (world.by_prefix) return sku.starts_with("S-");
  return world.inventory.count(sku) == 1;
}

/// nullopt: nobody knows. `missing` says whether the supplier said so.
std::optional<std::int64_t> supplied(const RandomShop& world, const std::string& sku, bool& missing) {
  if (const auto found = world.inventory.find(sku); found != world.inventory.end()) {
    return found->second < 0 ? std::nullopt : std::optional(found->second);
  }
  if (world.trouble == Trouble::supplier_away) return std::nullopt;
  if (const auto found = world.by_name.find(sku); found != world.by_name.end()) return found->second;
  missing = true;
  if (world.rules.missing == MissingRule::ignore) return std::nullopt;
  return 0;
}

bool above(std::int64_t part, std::int64_t whole, double percent) {
  return static_cast<double>(part) * 100 > percent * static_cast<double>(whole);
}

}  // namespace

RandomShop random_shop(Random& random) {
  RandomShop world;
  std::int64_t id = 0;
  for (int i = 1 + below(random, 12); i > 0; --i) {
    const char* const side = below(random, 4) == 0 ? "X" : "S";
    const std::string sku = fmt::format("{}-{:03}", side, ++id);
    supply(world, random, sku);
    if (below(random, 4) > 0) {
      world.products.push_back(random_row(random, id, sku));
      continue;
    }
    json parent = unmanaged_row(id, "", "instock");
    parent["type"] = "variable";
    const std::int64_t parent_id = id;
    world.products.push_back(parent);
    for (int v = 1 + below(random, 3); v > 0; --v) {
      const std::string variation_sku = fmt::format("{}-V{:03}", side, ++id);
      json row = random_row(random, id, variation_sku);
      row["type"] = "variation";
      row["parent_id"] = parent_id;
      supply(world, random, variation_sku);
      world.variations[parent_id].push_back(row);
    }
  }
  world.inventory["S-of-no-store"] = 7;
  world.by_prefix = below(random, 2) == 0;
  world.rules.missing = below(random, 3) == 0 ? MissingRule::ignore : MissingRule::zero;
  world.rules.unmanaged = static_cast<UnmanagedRule>(below(random, 3));
  world.rules.stock.buffer = static_cast<std::uint32_t>(below(random, 4) == 0 ? 1 : 0);
  world.guards.floor = 1 + below(random, 5);
  world.guards.missing_percent = world.guards.zeroed_percent = below(random, 3) == 0 ? 30 : 100;
  world.batch_size = 1 + below(random, 4);
  world.old_store = below(random, 2) == 0;
  world.trouble = static_cast<Trouble>(below(random, kTroubles));
  world.at = below(random, 4);
  return world;
}

Stocks stocks_of(const FakeShop& shop) {
  Stocks stocks;
  for_each_row(shop, [&](const json& row) { stocks[row.at("id")] = stock_of(row); });
  return stocks;
}

Expected expected(const RandomShop& world, const FakeShop& shop) {
  Expected result;
  std::int64_t selected = 0;
  std::int64_t in_stock = 0;
  std::int64_t gone = 0;  // missing, or not to be asked for
  std::int64_t gone_to_zero = 0;
  std::int64_t to_zero = 0;
  for_each_row(shop, [&](const json& row) {
    const std::string sku = row.at("sku");
    if (sku.empty() || !selects(world, sku)) return;
    ++selected;
    const std::string now = stock_of(row);
    const bool sells = now != "0" && now != "outofstock";
    in_stock += sells ? 1 : 0;
    const bool managed = row.at("manage_stock") == true;
    if (!managed && world.rules.unmanaged == UnmanagedRule::skip) return;
    bool missing = false;
    const std::optional<std::int64_t> supply = supplied(world, sku, missing);
    gone += missing || (world.inventory.count(sku) == 0 && world.trouble == Trouble::supplier_away) ? 1 : 0;
    if (!supply) return;
    const std::int64_t quantity = std::max<std::int64_t>(0, *supply - world.rules.stock.buffer);
    const bool counts = managed || world.rules.unmanaged == UnmanagedRule::manage;
    result.wanted[row.at("id")] = counts ? std::to_string(quantity) : quantity > 0 ? "instock" : "outofstock";
    if (!sells || quantity > 0) return;
    ++to_zero;
    gone_to_zero += missing ? 1 : 0;
  });
  result.guarded = (above(gone, selected, world.guards.missing_percent) && gone_to_zero >= world.guards.floor) ||
                   (above(to_zero, in_stock, world.guards.zeroed_percent) && to_zero >= world.guards.floor);
  return result;
}

}  // namespace dsz::test
