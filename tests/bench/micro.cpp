// Google Benchmark of the parts that work on every product. `--benchmark_format=json` for a program to read.
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/inventory/stock_index.hpp"
#include "dsz/match/matcher.hpp"
#include "dsz/os/file_system.hpp"
#include "dsz/supplier/product_page.hpp"

#include "sandbox/supplier/supplier_product.hpp"
#include "temporary_folder.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simdjson.h>

#include <string>
#include <vector>

namespace dsz {
namespace {

constexpr std::size_t kListed = 165'000;
constexpr std::size_t kInStore = 100'000;

std::string sku(std::size_t number) { return fmt::format("SHELF-{:06}-GREEN", number); }
StockLevel stock(std::size_t number) { return StockLevel::of(static_cast<std::int64_t>(number * 37 % 200)); }

/// A page as the sandbox answers it: 200 products, 3 to 5 KB each.
const std::string& page_body() {
  static const std::string body = [] {
    std::string text = R"({"result":[)";
    for (std::size_t i = 0; i < 200; ++i) {
      sandbox::SupplierProduct product;
      product.entity_id = static_cast<std::int64_t>(i) + 1;
      product.sku = sku(i);
      product.stock = static_cast<int>(i);
      text += (i == 0 ? "" : ",") + sandbox::to_supplier_json(product, false);
    }
    return text + R"(],"total":165000,"total_pages":825,"current_page":1})";
  }();
  return body;
}

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * static_cast<std::int64_t>(state.iterations()));
}

void count_items(benchmark::State& state, std::size_t items) {
  state.SetItemsProcessed(static_cast<std::int64_t>(items) * static_cast<std::int64_t>(state.iterations()));
}

/// In pieces of 16 KiB, as libcurl hands them over.
void page_parsing(benchmark::State& state) {
  const std::string& body = page_body();
  for (auto _ : state) {
    ProductPageSink sink;
    sink.begin({});
    for (std::size_t at = 0; at < body.size(); at += 16'384) sink.write(std::string_view(body).substr(at, 16'384));
    if (!sink.finish() || sink.page().products.size() != 200) state.SkipWithError("not parsed");
  }
  count_bytes(state, body.size());
}
BENCHMARK(page_parsing);

/// The limit: simdjson on the whole answer, the same fields of each product, none of the checks.
void page_parsing_simdjson(benchmark::State& state) {
  const simdjson::padded_string body(page_body());
  simdjson::ondemand::parser parser;
  for (auto _ : state) {
    std::size_t rows = 0;
    simdjson::ondemand::document document = parser.iterate(body);
    for (simdjson::ondemand::object product : document["result"]) {
      for (auto field : product) {
        const std::string_view key = field.unescaped_key();
        if (key == "sku" || key == "price" || key == "status" || key == "in_stock" || key == "discontinued") {
          benchmark::DoNotOptimize(std::string_view(field.value().raw_json_token()));
        } else if (key == "stock_qty") {
          benchmark::DoNotOptimize(std::string_view(field.value().raw_json_token()));
        }
      }
      ++rows;
    }
    if (rows != 200) state.SkipWithError("not parsed");
  }
  count_bytes(state, page_body().size());
}
BENCHMARK(page_parsing_simdjson);

StockIndex make_index() {
  StockIndex index;
  for (std::size_t i = 0; i < kListed; ++i) index.add(sku(i), stock(i));
  return index;
}

std::vector<std::string> make_skus() {
  std::vector<std::string> skus;
  for (std::size_t i = 0; i < kListed; ++i) skus.push_back(sku(i));
  return skus;
}

void index_building(benchmark::State& state) {
  const std::vector<std::string> skus = make_skus();
  for (auto _ : state) {
    StockIndex index;
    for (std::size_t i = 0; i < skus.size(); ++i) index.add(skus[i], stock(i));
    benchmark::DoNotOptimize(index.size());
  }
  count_items(state, kListed);
}
BENCHMARK(index_building)->Unit(benchmark::kMillisecond);

void index_lookup(benchmark::State& state) {
  const StockIndex index = make_index();
  const std::vector<std::string> skus = make_skus();
  std::size_t i = 0;
  for (auto _ : state) {
    i = (i + 77'773) % kListed;  // in no order that a cache could guess
    benchmark::DoNotOptimize(index.find(skus[i]));
  }
  count_items(state, 1);
}
BENCHMARK(index_lookup);

/// The decision on 100,000 products of which one in a hundred has another stock.
void diff(benchmark::State& state) {
  const StockIndex index = make_index();
  StoreCatalogue catalogue;
  for (std::size_t i = 0; i < kInStore; ++i) {
    const std::string text = sku(i);
    StoreProduct product;
    product.id = static_cast<std::int64_t>(i) + 1;
    product.sku = text;
    product.quantity = static_cast<double>(stock(i).quantity()) + (i % 100 == 0 ? 1 : 0);
    product.type = ProductType::simple;
    product.manage = ManageStock::yes;
    product.status = StockStatus::instock;
    catalogue.add(product);
  }
  catalogue.finish();
  const Selection selection({}, [](std::string_view) { return true; });
  for (auto _ : state) {
    const Matcher matcher(catalogue, index, selection, {});
    const Plan plan = matcher.plan([](std::string_view) { return Confirmation{}; });
    if (plan.changes.size() < kInStore / 100) state.SkipWithError("no plan");
  }
  count_items(state, kInStore);
}
BENCHMARK(diff)->Unit(benchmark::kMillisecond);

/// Written, synced and renamed.
void inventory_writing(benchmark::State& state) {
  const test::TemporaryFolder folder;
  const auto files = posix_file_system();
  SupplierProduct product;
  for (auto _ : state) {
    InventoryWriter writer(*files, folder.path() / "inventory.json", {});
    for (std::size_t i = 0; i < kListed; ++i) {
      product.sku = sku(i);
      product.stock = stock(i);
      product.price = "82.41";
      writer.add(product);
    }
    writer.commit();
  }
  count_items(state, kListed);
}
BENCHMARK(inventory_writing)->Unit(benchmark::kMillisecond);

void inventory_reading(benchmark::State& state) {
  const test::TemporaryFolder folder;
  const auto files = posix_file_system();
  InventoryWriter writer(*files, folder.path() / "inventory.json", {});
  for (std::size_t i = 0; i < kListed; ++i) writer.add({sku(i), stock(i), "82.41"});
  writer.commit();
  for (auto _ : state) {
    StockIndex index;
    read_inventory(*files, folder.path() / "inventory.json",
                   [&](const SupplierProduct& product) { index.add(product.sku, product.stock); });
    if (index.size() != kListed) state.SkipWithError("not read");
  }
  count_items(state, kListed);
}
BENCHMARK(inventory_reading)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dsz

BENCHMARK_MAIN();
