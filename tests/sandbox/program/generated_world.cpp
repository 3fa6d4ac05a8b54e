#include "sandbox/program/generated_world.hpp"

#include "sandbox/supplier/dice.hpp"
#include "sandbox/supplier/invented_text.hpp"
#include "sandbox/wire/http_message.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace dsz::sandbox {
namespace {

/// "BBQ-0017-GREEN" and the like: upper case, digits, hyphens, as the supplier's are.
std::string invented_sku(std::size_t number, Dice& dice) {
  constexpr std::array<const char*, 8> kStems = {"BBQ", "SHELF", "TENT", "KETTLE", "BIN", "LAMP", "CHAIR", "MAT"};
  constexpr std::array<const char*, 6> kTails = {"", "-BK", "-WH", "-GREEN", "-X2", "-120CM"};
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%s-%05zu%s", kStems[dice.below(kStems.size())], number,
                kTails[dice.below(kTails.size())]);
  return text.data();
}

/// One in eight has none, a third has 200 (the supplier's cap), the rest something between.
int invented_stock(Dice& dice) {
  const std::size_t kind = dice.below(24);
  if (kind < 3) return 0;
  return kind < 11 ? 200 : 1 + static_cast<int>(dice.below(150));
}

std::string invented_price(Dice& dice) {
  const std::size_t cents = 990 + dice.below(40000);
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%zu.%02zu", cents / 100, cents % 100);
  return text.data();
}

std::vector<SupplierProduct> supplier_products(std::size_t count, Dice& dice) {
  std::vector<SupplierProduct> products;
  std::int64_t id = 1500;
  for (std::size_t i = 0; i < count; ++i) {
    SupplierProduct product;
    id += 1 + static_cast<std::int64_t>(dice.below(3));
    product.entity_id = id;
    product.sku = invented_sku(i, dice);
    product.stock = invented_stock(dice);
    product.price = invented_price(dice);
    if (dice.percent(4)) product.eta = "2027-03-24 00:00:00";
    if (dice.percent(2)) product.discontinued = true;
    products.push_back(std::move(product));
  }
  return products;
}

/// Puts the store's products one after another and counts those of the supplier.
class Shelves {
 public:
  Shelves(StoreService& store, std::vector<SupplierProduct>& stocked, Dice& dice)
      : store_(store), stocked_(stocked), dice_(dice) {
    tag_ = store_.put_term(Taxonomy::tags, {0, "Dropshipzone", "dropshipzone", 0});
    category_ = store_.put_term(Taxonomy::categories, {0, "Home &amp; Garden", "home-garden", 0});
  }

  void fill() {
    while (next_ < stocked_.size()) {
      const std::size_t left = stocked_.size() - next_;
      const std::size_t kind = dice_.below(20);
      if (kind < 2 && left >= 3) {
        put_variable(kind == 0);
      } else {
        put_simple(kind);
      }
      if (dice_.percent(33)) put_of_somebody_else();
    }
  }

 private:
  /// A store product for the supplier's next one, its stock mostly as it was there some days ago.
  StoreProduct next() {
    const SupplierProduct& from = stocked_[next_++];
    StoreProduct product;
    product.sku = dice_.percent(3) ? to_lower(from.sku) : from.sku;
    product.name = invented_title(from.sku);
    product.price = from.price;
    product.tags = {tag_};
    product.categories = {category_};
    product.meta = {{0, "_supplier", "dropshipzone"}};
    const int now = from.discontinued ? 0 : from.stock.value_or(0);
    product.stock_quantity = dice_.percent(40) ? outdated(now) : now;
    return product;
  }

  /// Sold out meanwhile, back in stock meanwhile, or some pieces more or less.
  int outdated(int now) {
    if (now == 0) return 1 + static_cast<int>(dice_.below(20));
    return dice_.percent(25) ? 0 : std::max(0, now + static_cast<int>(dice_.below(21)) - 10);
  }

  void put_simple(std::size_t kind) {
    StoreProduct product = next();
    if (kind == 2) product.manage_stock = false;
    if (kind == 3) product.status = "draft";
    if (kind == 4) product.status = "private";
    if (kind == 5) product.backorders = "notify";
    store_.put(product);
  }

  void put_variable(bool parent_manages) {
    std::vector<StoreProduct> variations;
    for (const char* colour : {"Black", "White", "Green"}) {
      StoreProduct variation = next();
      variation.name.clear();
      variation.attributes = {{"Colour", colour}};
      // One of the three leaves its stock to a parent that manages it.
      if (parent_manages && variations.empty()) variation.manage_stock = false;
      variations.push_back(variation);
    }
    StoreProduct parent;
    parent.sku = "SHOP-SET-" + std::to_string(next_);
    parent.name = "Set " + std::to_string(next_);
    parent.manage_stock = parent_manages;
    parent.stock_quantity = 12;
    parent.tags = {tag_};
    store_.put_variable(parent, variations);
  }

  void put_of_somebody_else() {
    StoreProduct product;
    ++others_;
    product.sku = dice_.percent(10) ? "" : "OTHER-" + std::to_string(1000 + others_);
    product.name = "Somebody else's product " + std::to_string(others_);
    product.stock_quantity = static_cast<std::int64_t>(dice_.below(40));
    product.meta = {{0, "_supplier", "acme"}};
    store_.put(product);
  }

  StoreService& store_;
  std::vector<SupplierProduct>& stocked_;
  Dice& dice_;
  std::int64_t tag_ = 0;
  std::int64_t category_ = 0;
  std::size_t next_ = 0;
  std::size_t others_ = 0;
};

}  // namespace

void generate_world(const WorldSize& size, SupplierService& supplier, StoreService& store) {
  Dice dice(size.seed);
  std::vector<SupplierProduct> all = supplier_products(size.supplier_products, dice);
  std::vector<SupplierProduct> stocked;
  const std::size_t count = std::min(size.store_products, all.size());
  for (std::size_t i = 0; i < count; ++i) stocked.push_back(all[i * all.size() / count]);
  // The first that the store sells has left the supplier since, the second came back disabled.
  const std::size_t gone = count >= 20 ? 2 : 0;
  for (std::size_t i = 0; i < gone; ++i) all[i * all.size() / count].enabled = false;
  supplier.put(std::move(all));
  Shelves(store, stocked, dice).fill();
}

}  // namespace dsz::sandbox
