// Random small worlds, planned by the Matcher and by a plain model that shares no code with it.

#include "dsz/match/matcher.hpp"

#include "worlds.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <random>
#include <set>

namespace dsz {
namespace {

using Random = std::mt19937_64;

const int kWorlds = test::worlds(10'000);

struct Row {
  std::int64_t parent = 0;
  std::string sku;
  std::optional<double> quantity;
  ProductType type = ProductType::simple;
  ManageStock manage = ManageStock::yes;
  StockStatus status = StockStatus::instock;
  bool backorders = false;
};

/// What the supplier answers for a SKU that is not in the inventory; a number is a stock, kUnknown one that it could
/// not state.
constexpr int kUnknown = -1;
constexpr int kMissing = -2;
constexpr int kUnasked = -3;

struct World {
  std::map<std::int64_t, Row> store;
  std::map<std::string, int> supplier;
  std::map<std::string, int> answers;  ///< by SKU as the store writes it; absent: unasked
  std::set<std::string> known;         ///< plain()
  MatchRules rules;
};

std::string plain(std::string sku) {
  while (!sku.empty() && sku.back() == ' ') sku.pop_back();
  while (!sku.empty() && sku.front() == ' ') sku.erase(0, 1);
  std::transform(sku.begin(), sku.end(), sku.begin(), [](unsigned char c) { return std::tolower(c); });
  return sku;
}

int answer_for(const World& world, const std::string& sku) {
  const auto answer = world.answers.find(sku);
  return answer == world.answers.end() ? kUnasked : answer->second;
}

// The model

bool model_selects(const World& world, const Row& row) {
  if (plain(row.sku).empty() || world.known.count(plain(row.sku)) == 0) return false;
  if (row.type != ProductType::variation) return true;
  const auto parent = world.store.find(row.parent);
  return parent == world.store.end() || parent->second.sku != row.sku;
}

bool model_may_write(const World& world, const Row& row) {
  const bool has_stock = row.type == ProductType::simple || row.type == ProductType::variation ||
                         (row.type == ProductType::variable && row.manage == ManageStock::yes);
  return model_selects(world, row) && has_stock &&
         !(row.manage == ManageStock::parent && world.rules.parent_managed == ParentManagedRule::skip) &&
         !(row.manage == ManageStock::no &&
           (world.rules.unmanaged == UnmanagedRule::skip || row.status == StockStatus::other));
}

bool model_is_duplicate(const World& world, const Row& row) {
  return std::count_if(world.store.begin(), world.store.end(), [&](const auto& other) {
           return model_may_write(world, other.second) && plain(other.second.sku) == plain(row.sku);
         }) > 1;
}

/// A stock, or kUnknown, kMissing, kUnasked; kUnknown also when it is not clear which SKU is meant.
int model_supply(const World& world, const std::string& sku) {
  if (world.supplier.count(sku) == 1) return world.supplier.at(sku);
  std::set<int> stocks;
  for (const auto& [candidate, stock] : world.supplier) {
    if (plain(candidate) == plain(sku)) stocks.insert(stock);
  }
  if (stocks.empty()) return answer_for(world, sku);
  return stocks.size() == 1 ? *stocks.begin() : kUnknown;
}

/// "5", "5 managed", "instock"; "" when nothing is to be written.
std::string model_write(const World& world, const Row& row) {
  if (!model_may_write(world, row)) return "";
  if (world.rules.duplicates == DuplicateRule::leave && model_is_duplicate(world, row)) return "";
  const int supply = model_supply(world, row.sku);
  if (supply == kUnknown || supply == kUnasked) return "";
  if (supply == kMissing && world.rules.missing == MissingRule::ignore) return "";
  std::int64_t wanted = 0;
  if (supply != kMissing) {
    wanted = std::max<std::int64_t>(0, std::int64_t{supply} - world.rules.stock.buffer);
    if (world.rules.stock.cap && *world.rules.stock.cap < wanted) wanted = *world.rules.stock.cap;
    if (wanted < world.rules.stock.minimum) wanted = 0;
  }
  const std::string number = std::to_string(wanted);
  if (row.manage == ManageStock::yes) return row.quantity == static_cast<double>(wanted) ? "" : number;
  if (row.manage == ManageStock::parent || world.rules.unmanaged == UnmanagedRule::manage) return number + " managed";
  if (wanted > 0) return row.status == StockStatus::instock ? "" : "instock";
  return row.status == StockStatus::outofstock ? "" : "outofstock";
}

using Writes = std::map<std::int64_t, std::string>;

Writes model_writes(const World& world) {
  Writes writes;
  for (const auto& [id, row] : world.store) {
    const std::string write = model_write(world, row);
    if (!write.empty()) writes[id] = write;
  }
  return writes;
}

bool model_in_stock(const Row& row) {
  if (row.manage == ManageStock::yes && row.quantity) return *row.quantity > 0;
  return row.status != StockStatus::outofstock;
}

// The Matcher, asked the same

Plan plan_of(const World& world, Random* shuffle = nullptr) {
  std::vector<std::pair<std::int64_t, Row>> rows(world.store.begin(), world.store.end());
  std::vector<std::pair<std::string, int>> skus(world.supplier.begin(), world.supplier.end());
  if (shuffle != nullptr) {
    std::shuffle(rows.begin(), rows.end(), *shuffle);
    std::shuffle(skus.begin(), skus.end(), *shuffle);
  }
  StoreCatalogue catalogue;
  for (const auto& [id, row] : rows) {
    StoreProduct product;
    product.id = id;
    product.parent = row.parent;
    product.sku = row.sku;
    product.quantity = row.quantity;
    product.type = row.type;
    product.manage = row.manage;
    product.status = row.status;
    product.backorders = row.backorders;
    catalogue.add(product);
  }
  catalogue.finish();
  StockIndex index;
  for (const auto& [sku, stock] : skus) index.add(sku, StockLevel::of(stock));
  const Selection selection({},
                            [&world](std::string_view sku) { return world.known.count(plain(std::string(sku))) == 1; });
  const Matcher matcher(catalogue, index, selection, world.rules);

  const std::vector<std::string> asked = matcher.to_confirm();
  return matcher.plan([&](std::string_view sku) -> Confirmation {
    EXPECT_EQ(std::count(asked.begin(), asked.end(), sku), 1) << "to_confirm() names each SKU that plan() asks for";
    const int answer = answer_for(world, std::string(sku));
    if (answer == kUnasked) return {};
    if (answer == kMissing) return {Confirmation::Kind::missing, {}};
    return {Confirmation::Kind::listed, StockLevel::of(answer)};
  });
}

Writes writes_of(const Plan& plan) {
  Writes writes;
  for (const PlannedChange& planned : plan.changes) {
    const StockChange& change = planned.change;
    EXPECT_NE(change.quantity.has_value(), change.status.has_value()) << "S7: exactly one of quantity and status";
    std::string write = change.quantity ? std::to_string(*change.quantity) : std::string(to_text(*change.status));
    if (change.start_managing) write += " managed";
    EXPECT_TRUE(writes.emplace(change.product, write).second) << "one write a product";
  }
  return writes;
}

// Random worlds

int below(Random& random, int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); }

template <typename T>
T one_of(Random& random, std::initializer_list<T> values) {
  return *(values.begin() + below(random, static_cast<int>(values.size())));
}

std::string random_sku(Random& random) {
  std::string sku(1, static_cast<char>("abcdefgh"[below(random, 8)]));
  if (below(random, 3) == 0) sku = static_cast<char>(std::toupper(static_cast<unsigned char>(sku[0])));
  if (below(random, 8) == 0) sku += ' ';
  if (below(random, 12) == 0) sku.clear();
  return sku;
}

Row random_row(Random& random, std::int64_t id, const World& world) {
  Row row;
  row.sku = random_sku(random);
  row.quantity = one_of<std::optional<double>>(random, {std::nullopt, -2, 0, 1, 2, 2.5, 3, 5});
  row.type = one_of(random, {ProductType::simple, ProductType::simple, ProductType::simple, ProductType::variable,
                             ProductType::variation, ProductType::variation, ProductType::grouped, ProductType::other});
  row.manage = one_of(random, {ManageStock::yes, ManageStock::yes, ManageStock::no, ManageStock::parent});
  row.status =
      one_of(random, {StockStatus::instock, StockStatus::outofstock, StockStatus::onbackorder, StockStatus::other});
  row.backorders = below(random, 4) == 0;
  if (row.type == ProductType::variation) {
    row.parent = 1 + below(random, static_cast<int>(id));
    const auto parent = world.store.find(row.parent);
    if (parent != world.store.end() && below(random, 2) == 0) row.sku = parent->second.sku;
  }
  return row;
}

World random_world(Random& random) {
  World world;
  for (std::int64_t id = 1 + below(random, 3); id < 12; id += 1 + below(random, 3)) {
    world.store[id] = random_row(random, id, world);
  }
  for (int i = below(random, 8); i > 0; --i) world.supplier[random_sku(random) + "x"] = 1;
  for (int i = below(random, 12); i > 0; --i) {
    const std::string sku = random_sku(random);
    if (!sku.empty()) world.supplier[sku] = below(random, 7) - 1;
  }
  for (const auto& [id, row] : world.store) {
    if (below(random, 3) > 0) world.answers[row.sku] = below(random, 6) + kMissing;
    if (below(random, 5) > 0) world.known.insert(plain(row.sku));
  }
  world.rules.stock.buffer = static_cast<std::uint32_t>(one_of(random, {0, 0, 1, 3}));
  if (below(random, 3) == 0) world.rules.stock.cap = static_cast<std::uint32_t>(below(random, 4));
  world.rules.stock.minimum = static_cast<std::uint32_t>(one_of(random, {0, 0, 1, 2}));
  world.rules.missing = one_of(random, {MissingRule::zero, MissingRule::ignore});
  world.rules.unmanaged = one_of(random, {UnmanagedRule::status, UnmanagedRule::manage, UnmanagedRule::skip});
  world.rules.parent_managed = one_of(random, {ParentManagedRule::skip, ParentManagedRule::manage});
  world.rules.duplicates = one_of(random, {DuplicateRule::leave, DuplicateRule::update});
  return world;
}

template <typename Check>
void for_each_world(const Check& check) {
  Random random(20261122);
  for (int number = 0; number < kWorlds; ++number) {
    const World world = random_world(random);
    SCOPED_TRACE(fmt::format("world {}", number));
    check(world, random);
    if (testing::Test::HasFailure()) return;
  }
}

// What must hold

TEST(MatcherProperty, WritesExactlyWhatAPlainModelWrites) {
  std::size_t writes = 0;
  for_each_world([&](const World& world, Random&) {
    const Writes expected = model_writes(world);
    writes += expected.size();
    EXPECT_EQ(writes_of(plan_of(world)), expected);
  });
  EXPECT_GT(writes, static_cast<std::size_t>(kWorlds) / 2) << "the worlds must have something to write";
}

TEST(MatcherProperty, S1NothingThatIsNotSelectedIsEvenMentioned) {
  for_each_world([](const World& world, Random&) {
    const Plan plan = plan_of(world);
    for (const PlannedChange& each : plan.changes) {
      EXPECT_TRUE(model_selects(world, world.store.at(each.change.product)));
    }
    for (const LeftAlone& each : plan.left_alone) EXPECT_TRUE(model_selects(world, world.store.at(each.product)));
  });
}

TEST(MatcherProperty, S2WhatIsNotKnownNeverBecomesAWrite) {
  for_each_world([](const World& world, Random&) {
    for (const PlannedChange& each : plan_of(world).changes) {
      const int supply = model_supply(world, world.store.at(each.change.product).sku);
      EXPECT_NE(supply, kUnknown);
      EXPECT_NE(supply, kUnasked);
      EXPECT_EQ(each.why == Why::missing, supply == kMissing);
      EXPECT_EQ(each.why == Why::supplier_out_of_stock, supply == 0);
    }
  });
}

TEST(MatcherProperty, EveryWriteThatTakesAProductOutOfStockIsCountedAsSuch) {
  for_each_world([](const World& world, Random&) {
    for (const PlannedChange& each : plan_of(world).changes) {
      const bool was = model_in_stock(world.store.at(each.change.product));
      const bool will_be = each.change.quantity.value_or(0) > 0 || each.change.status == StockStatus::instock;
      EXPECT_EQ(each.effect == Effect::to_zero, was && !will_be);
      EXPECT_EQ(each.effect == Effect::back_in_stock, !was && will_be);
    }
  });
}

TEST(MatcherProperty, S6AndS7WritesKeepToTheProductsThatWereReadAndToWholeNumbers) {
  for_each_world([](const World& world, Random&) {
    for (const PlannedChange& each : plan_of(world).changes) {
      const Row& row = world.store.at(each.change.product);
      EXPECT_EQ(each.change.parent, row.parent);
      EXPECT_EQ(each.change.sku, row.sku);
      EXPECT_EQ(each.change.old_quantity, row.quantity);
      EXPECT_LE(each.change.quantity.value_or(0), static_cast<std::uint32_t>(StockLevel::kMax));
      const StockStatus status = each.change.status.value_or(StockStatus::instock);
      EXPECT_TRUE(status == StockStatus::instock || status == StockStatus::outofstock);
    }
  });
}

TEST(MatcherProperty, EachSelectedProductIsCountedExactlyOnce) {
  for_each_world([](const World& world, Random&) {
    const Plan plan = plan_of(world);
    const PlanCounts& counts = plan.counts;
    const auto selected = std::count_if(world.store.begin(), world.store.end(),
                                        [&](const auto& each) { return model_selects(world, each.second); });
    EXPECT_EQ(counts.store_products, static_cast<std::int64_t>(world.store.size()));
    EXPECT_EQ(counts.selected, selected);
    const auto changes = static_cast<std::int64_t>(plan.changes.size());
    const auto left = static_cast<std::int64_t>(plan.left_alone.size());
    EXPECT_EQ(counts.selected, counts.unchanged + changes + left);
    EXPECT_EQ(changes, counts.up + counts.down + counts.to_zero + counts.back_in_stock);
    EXPECT_EQ(left, counts.unconfirmed + counts.unknown + counts.duplicates + counts.skipped);
    EXPECT_LE(counts.to_zero, counts.in_stock);
    EXPECT_LE(counts.missing_to_zero, std::min(counts.missing, counts.to_zero));
    std::set<std::int64_t> ids;
    for (const PlannedChange& each : plan.changes) EXPECT_TRUE(ids.insert(each.change.product).second);
    for (const LeftAlone& each : plan.left_alone) EXPECT_TRUE(ids.insert(each.product).second);
  });
}

std::string described(const Plan& plan) {
  std::string text;
  for (const PlannedChange& each : plan.changes) {
    text += fmt::format("{} {} {} {}\n", to_text(each.effect), each.change.sku, each.change.product, to_text(each.why));
  }
  for (const LeftAlone& each : plan.left_alone) {
    text += fmt::format("left {} {} {}\n", each.product, each.sku, to_text(each.left));
  }
  return text;
}

TEST(MatcherProperty, TheOrderInWhichThingsWereReadChangesNothing) {
  for_each_world([](const World& world, Random& random) {
    EXPECT_EQ(described(plan_of(world)), described(plan_of(world, &random)));
  });
}

/// The world after the plan was written.
World written(World world, const Plan& plan) {
  for (const PlannedChange& each : plan.changes) {
    Row& row = world.store.at(each.change.product);
    if (each.change.quantity) {
      row.quantity = *each.change.quantity;
      row.manage = ManageStock::yes;
    } else {
      row.status = *each.change.status;
    }
  }
  return world;
}

TEST(MatcherProperty, ASecondRunHasNothingLeftToDo) {
  for_each_world([](const World& world, Random&) {
    const World after = written(world, plan_of(world));
    EXPECT_EQ(writes_of(plan_of(after)), Writes{});
  });
}

}  // namespace
}  // namespace dsz
