// dsz-index FOLDER: pages of the supplier from files, parsed as they come from the network, into the index by SKU: what
// plain.php and plain.py do with "index".
#include "dsz/inventory/stock_index.hpp"
#include "dsz/supplier/product_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

namespace {

bool parse(const std::filesystem::path& path, dsz::ProductPageSink& sink) {
  std::array<char, 16'384> piece{};
  std::ifstream file(path, std::ios::binary);
  sink.begin({});
  while (file) {
    file.read(piece.data(), piece.size());
    if (!sink.write({piece.data(), static_cast<std::size_t>(file.gcount())})) return false;
  }
  return sink.finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  dsz::StockIndex index;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    dsz::ProductPageSink sink;
    if (!parse(entry.path(), sink)) {
      fmt::print(stderr, "{}: {}\n", entry.path().string(), sink.unusable_because());
      return 1;
    }
    for (const dsz::SupplierProduct& product : sink.page().products) index.add(product.sku, product.stock);
  }
  fmt::print(R"({{"count":{}}})"
             "\n",
             index.size());
  return 0;
}
