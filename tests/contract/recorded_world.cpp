#include "recorded_world.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace dsz::test {
namespace {

using sandbox::StoreProduct;
using sandbox::StoreService;
using sandbox::Taxonomy;

constexpr std::size_t kMadeForTheRecording = 13;  // without the trashed one, which a listing does not count
constexpr std::int64_t kFirstFiller = 10;

std::string filler_sku(std::size_t number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "V%03zu-SKU%06zu", number, number);
  return text.data();
}

/// Simple products from id 10 on, and variable ones with three variations each from the first free id or
/// `variable_from`.
void seed_fillers(StoreService& store, const RecordedWorld& world, std::int64_t variable_from) {
  const std::size_t variations = world.variations - 3;
  const std::size_t parents = (variations + 2) / 3;
  const std::size_t simple = world.products - kMadeForTheRecording - parents;
  std::int64_t id = kFirstFiller;
  std::size_t parent = 0;
  std::size_t number = 0;
  const auto put_family = [&] {
    StoreProduct variable;
    variable.id = id++;
    variable.type = "variable";
    variable.manage_stock = false;
    const std::int64_t parent_id = store.put(variable);
    for (std::size_t i = 0; i < 3 && parent * 3 + i < variations; ++i) {
      StoreProduct variation;
      variation.id = id++;
      variation.type = "variation";
      variation.parent_id = parent_id;
      std::array<char, 32> sku{};
      std::snprintf(sku.data(), sku.size(), "VV-%05zu-%zu", parent, i);
      variation.sku = sku.data();
      variation.stock_quantity = static_cast<std::int64_t>(i);
      store.put(variation);
    }
    ++parent;
  };
  while (number < simple || parent < parents) {
    if (parent < parents && (id >= variable_from || number >= simple)) {
      put_family();
      continue;
    }
    StoreProduct filler;
    filler.id = id++;
    filler.sku = filler_sku(number);
    filler.stock_quantity = static_cast<std::int64_t>(number % 7);
    store.put(filler);
    ++number;
  }
}

/// One of the products made for the recording; each test product differs from it in what it is there for.
StoreProduct made(const RecordedWorld& world, std::int64_t offset, const std::string& sku) {
  StoreProduct product;
  product.id = world.first_id + offset;
  product.sku = sku;
  product.stock_quantity = 5;
  product.date_created = world.minute;
  return product;
}

void seed_simple(StoreService& store, const RecordedWorld& world) {
  const std::string& tail = world.tail;
  StoreProduct plain = made(world, 0, "REC-PLAIN-" + tail);
  plain.name = "Plain &amp; <b>simple</b>";
  plain.slug = world.plain_slug;
  plain.tags = {world.tag};
  plain.categories = {world.category};
  store.put(plain);
  StoreProduct unmanaged = made(world, 1, "REC-UNMANAGED-" + tail);
  unmanaged.manage_stock = false;
  store.put(unmanaged);
  StoreProduct backorder = made(world, 2, "REC-BACKORDER-" + tail);
  backorder.stock_quantity = 2;
  backorder.backorders = "notify";
  store.put(backorder);
  store.put(made(world, 3, "REC A&B \"x\" " + tail));
  store.put(made(world, 4, "REC,COMMA," + tail));
  store.put(made(world, 5, "rec-lower-" + tail));
  store.put(made(world, 8, ""));
  StoreProduct meta = made(world, 13, "REC-META-" + tail);
  meta.meta = {{world.first_meta, "_supplier", "dropshipzone"},
               {world.first_meta + 1, "supplier_name", "Dropshipzone"}};
  store.put(meta);
}

void seed_other_kinds(StoreService& store, const RecordedWorld& world) {
  const std::string& tail = world.tail;
  const auto with_status = [&](std::int64_t offset, const std::string& sku, const std::string& status) {
    StoreProduct product = made(world, offset, sku);
    product.status = status;
    store.put(product);
  };
  with_status(6, "REC-DRAFT-" + tail, "draft");
  with_status(7, "REC-PRIVATE-" + tail, "private");
  with_status(11, "REC-TRASH-" + tail, "trash");
  StoreProduct external = made(world, 9, "REC-EXT-" + tail);
  external.type = "external";
  store.put(external);
  StoreProduct grouped = made(world, 10, "REC-GRP-" + tail);
  grouped.type = "grouped";
  grouped.grouped_products = {world.first_id};
  store.put(grouped);
}

void seed_variable(StoreService& store, const RecordedWorld& world) {
  StoreProduct variable = made(world, 14, "REC-VAR-" + world.tail);
  variable.stock_quantity = 30;
  variable.slug = world.variable_slug;
  std::vector<StoreProduct> variations;
  std::int64_t offset = 15;
  for (const char* colour : {"Red", "Blue", "Green"}) {
    std::string upper = colour;
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    StoreProduct variation = made(world, offset++, "REC-VAR-" + upper + "-" + world.tail);
    variation.manage_stock = upper == "RED";
    variation.stock_quantity = 7;
    variation.price = "5";
    variation.attributes = {{"Colour", colour}};
    variations.push_back(variation);
  }
  store.put_variable(variable, variations);
}

}  // namespace

nlohmann::json read_recording(const std::string& name) {
  std::ifstream file(std::string(DSZ_RECORDINGS) + "/" + name);
  if (!file) throw std::runtime_error("no recording " + name);
  return nlohmann::json::parse(file);
}

RecordedWorld world_of(const std::string& version) {
  if (version == "11.0.1") {
    return {version, "5536", 1900564, 23, 24, 331312, "plain-simple", "var", "2026-11-22T08:54:55", 10053, 203};
  }
  return {version, "8105", 363, 21, 22, 6770, "plain-simple-2", "var-2", "2026-11-22T08:55:09", 246, 84};
}

void seed(StoreService& store, const RecordedWorld& world) {
  store.put_term(Taxonomy::tags,
                 {world.tag, "Supplier: Dropshipzone " + world.tail, "supplier-dropshipzone-" + world.tail, 0});
  store.put_term(Taxonomy::categories,
                 {world.category, "Dropship &amp; Co " + world.tail, "dropship-co-" + world.tail, 0});
  // On 11.0.1 the first variable product was number 793.
  seed_fillers(store, world, world.version == "11.0.1" ? 793 : 100);
  seed_simple(store, world);
  seed_other_kinds(store, world);
  seed_variable(store, world);
}

}  // namespace dsz::test
