#include "random_shop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

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
  if (world.thin && below(random, 2) == 0) return;
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

std::string plain(const std::string& sku) {
  std::string text;
  for (const char c : sku) {
    if (c != ' ') text += static_cast<char>(std::tolower(c));
  }
  return text;
}

/// The same SKU as somebody else may write it.
std::string written_otherwise(Random& random, const std::string& sku) {
  switch (below(random, 3)) {
    case 0:
      return sku;
    case 1:
      return plain(sku);
    default:
      return sku + " ";
  }
}

/// One in eight is another product's; one in eight the store writes otherwise, and half of these the supplier has
/// twice.
std::string next_sku(RandomShop& world, Random& random, std::vector<std::string>& skus, const std::string& sku) {
  if (!skus.empty() && below(random, 8) == 0) return written_otherwise(random, skus[random() % skus.size()]);
  supply(world, random, sku);
  skus.push_back(sku);
  if (below(random, 8) > 0) return sku;
  if (below(random, 2) == 0) world.inventory[plain(sku)] = below(random, 4);
  return written_otherwise(random, sku);
}

template <typename Each>
void for_each_row(const FakeShop& shop, const Each& each) {
  for (const json& row : shop.products) each(row);
  for (const auto& [parent, rows] : shop.variations) {
    for (const json& row : rows) each(row);
  }
}

/// What the inventory says that this SKU could mean: one line that is written like it, or all that differ in letter
/// case only. Lines that say the same are one.
std::set<std::int64_t> listed(const RandomShop& world, const std::string& sku) {
  if (const auto found = world.inventory.find(sku); found != world.inventory.end()) return {found->second};
  std::set<std::int64_t> quantities;
  for (const auto& [line, quantity] : world.inventory) {
    if (plain(line) == plain(sku)) quantities.insert(quantity);
  }
  return quantities;
}

enum class Word { quantity, unknown, ambiguous, missing, unasked };

/// What is known of a SKU in the end.
struct Supply {
  Word word = Word::unknown;
  std::int64_t quantity = 0;
};

Supply supplied(const RandomShop& world, const std::string& sku) {
  const std::set<std::int64_t> lines = listed(world, sku);
  if (lines.size() > 1) return {Word::ambiguous};
  if (lines.contains(-1)) return {Word::unknown};
  if (!lines.empty()) return {Word::quantity, *lines.begin()};
  if (world.trouble == Trouble::supplier_away) return {Word::unasked};
  for (const auto& [name, quantity] : world.by_name) {
    if (plain(name) == plain(sku)) return {Word::quantity, quantity};
  }
  return {Word::missing};
}

void configure(RandomShop& world, Random& random) {
  world.by_prefix = below(random, 2) == 0;
  world.rules.missing = below(random, 3) == 0 ? MissingRule::ignore : MissingRule::zero;
  world.rules.unmanaged = static_cast<UnmanagedRule>(below(random, 3));
  world.rules.duplicates = below(random, 3) == 0 ? DuplicateRule::update : DuplicateRule::leave;
  world.rules.stock.buffer = static_cast<std::uint32_t>(below(random, 4) == 0 ? 1 : 0);
  if (below(random, 4) == 0) world.rules.stock.cap = static_cast<std::uint32_t>(1 + below(random, 2));
  if (below(random, 4) == 0) world.rules.stock.minimum = static_cast<std::uint32_t>(1 + below(random, 2));
  world.guards.floor = 1 + below(random, 5);
  world.guards.missing_percent = world.guards.zeroed_percent = below(random, 3) == 0 ? 30 : 100;
  if (below(random, 3) == 0) world.feed_baseline = static_cast<std::int64_t>(world.inventory.size()) + below(random, 8);
  if (world.allowance != Allowance::none) {  // where it may decide
    world.by_prefix = true;
    world.guards.missing_percent = world.guards.zeroed_percent = 30;
  }
  world.dry_run = below(random, 8) == 0;
  world.batch_size = 1 + below(random, 4);
}

bool above(std::int64_t part, std::int64_t whole, double percent) {
  return static_cast<double>(part) * 100 > percent * static_cast<double>(whole);
}

/// What the guards look at.
struct Harm {
  std::int64_t selected = 0;
  std::int64_t in_stock = 0;
  std::int64_t missing = 0;
  std::int64_t unasked = 0;  ///< not in the inventory, and nobody was there to be asked
  std::int64_t missing_to_zero = 0;
  std::int64_t to_zero = 0;
};

std::optional<std::int64_t> given(Allowance allowance, std::int64_t missing) {
  switch (allowance) {
    case Allowance::right:
      return missing;
    case Allowance::one_more:
      return missing + 1;
    case Allowance::one_fewer:
      return std::max<std::int64_t>(0, missing - 1);
    case Allowance::none:
      break;
  }
  return std::nullopt;
}

bool stopped(const RandomShop& world, Harm harm, std::optional<std::int64_t> allow_missing) {
  if (allow_missing && *allow_missing != harm.missing) return true;
  if (allow_missing) {
    harm.to_zero -= harm.missing_to_zero;
    harm.missing = harm.missing_to_zero = 0;
  }
  const GuardLimits& limits = world.guards;
  const std::int64_t before = world.feed_baseline.value_or(0);
  const std::int64_t dropped = before - static_cast<std::int64_t>(world.inventory.size());
  return (above(harm.missing + harm.unasked, harm.selected, limits.missing_percent) &&
          harm.missing_to_zero >= limits.floor) ||
         (above(harm.to_zero, harm.in_stock, limits.zeroed_percent) && harm.to_zero >= limits.floor) ||
         (above(dropped, before, limits.feed_drop_percent) && dropped >= limits.floor);
}

bool skips(const RandomShop& world, const json& row) {
  return row.at("manage_stock") != true && world.rules.unmanaged == UnmanagedRule::skip;
}

bool sells(const json& row) { return stock_of(row) != "0" && stock_of(row) != "outofstock"; }

std::int64_t by_rules(const StockRules& rules, std::int64_t supply) {
  std::int64_t quantity = std::max<std::int64_t>(0, supply - rules.buffer);
  if (rules.cap) quantity = std::min<std::int64_t>(quantity, *rules.cap);
  return quantity < rules.minimum ? 0 : quantity;
}

/// Adds what becomes of one product.
void look_up(const RandomShop& world, const json& row, Harm& harm, Expected& result) {
  const Supply supply = supplied(world, row.at("sku"));
  const bool missing = supply.word == Word::missing;
  harm.missing += missing ? 1 : 0;
  harm.unasked += supply.word == Word::unasked ? 1 : 0;
  result.ambiguous += supply.word == Word::ambiguous ? 1 : 0;
  const bool to_zero = missing && world.rules.missing == MissingRule::zero;
  if (supply.word != Word::quantity && !to_zero) return;
  const std::int64_t quantity = to_zero ? 0 : by_rules(world.rules.stock, supply.quantity);
  const bool counts = row.at("manage_stock") == true || world.rules.unmanaged == UnmanagedRule::manage;
  const std::string wanted = counts ? std::to_string(quantity) : quantity > 0 ? "instock" : "outofstock";
  result.wanted[row.at("id")] = wanted;
  if (wanted != stock_of(row)) result.changes[row.at("id")] = wanted;
  if (!sells(row) || quantity > 0) return;
  ++harm.to_zero;
  harm.missing_to_zero += missing ? 1 : 0;
}

}  // namespace

RandomShop random_shop(Random& random) {
  RandomShop world;
  if (below(random, 4) == 0) world.allowance = static_cast<Allowance>(1 + below(random, 3));
  world.thin = world.allowance != Allowance::none || below(random, 8) == 0;
  std::int64_t id = 0;
  std::vector<std::string> skus;
  for (int i = 1 + below(random, 12); i > 0; --i) {
    const char* const side = below(random, 4) == 0 ? "X" : "S";
    ++id;
    if (below(random, 4) > 0) {
      world.products.push_back(
          random_row(random, id, next_sku(world, random, skus, fmt::format("{}-{:03}", side, id))));
      continue;
    }
    json parent = unmanaged_row(id, "", "instock");
    parent["type"] = "variable";
    const std::int64_t parent_id = id;
    world.products.push_back(parent);
    for (int v = 1 + below(random, 3); v > 0; --v) {
      ++id;
      json row = random_row(random, id, next_sku(world, random, skus, fmt::format("{}-V{:03}", side, id)));
      row["type"] = "variation";
      row["parent_id"] = parent_id;
      world.variations[parent_id].push_back(row);
    }
  }
  world.inventory["S-of-no-store"] = 7;
  configure(world, random);
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

std::string stock_of(const json& row) {
  return row.at("manage_stock") == true ? row.at("stock_quantity").dump() : row.at("stock_status").get<std::string>();
}

bool selects(const RandomShop& world, const std::string& sku) {
  return world.by_prefix ? plain(sku).starts_with("s-") : !listed(world, sku).empty();
}

Expected expected(const RandomShop& world, const FakeShop& shop) {
  std::map<std::string, int> sharing;
  for_each_row(shop, [&](const json& row) {
    if (selects(world, row.at("sku")) && !skips(world, row)) ++sharing[plain(row.at("sku"))];
  });
  Expected result;
  Harm harm;
  for_each_row(shop, [&](const json& row) {
    if (!selects(world, row.at("sku"))) return;
    ++harm.selected;
    harm.in_stock += sells(row) ? 1 : 0;
    if (skips(world, row)) return;
    const bool shared = sharing[plain(row.at("sku"))] > 1;
    result.duplicates += shared ? 1 : 0;
    if (!shared || world.rules.duplicates == DuplicateRule::update) look_up(world, row, harm, result);
  });
  result.missing = harm.missing;
  result.allow_missing = given(world.allowance, harm.missing);
  result.guarded = stopped(world, harm, result.allow_missing);
  result.allowance_decides = !result.guarded && stopped(world, harm, std::nullopt);
  return result;
}

}  // namespace dsz::test
