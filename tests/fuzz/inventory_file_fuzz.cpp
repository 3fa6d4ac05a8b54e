// dropshipzone_inventory.json, in pieces as the disk gives them.

#include "dsz/inventory/inventory_file.hpp"
#include "dsz/inventory/stock_index.hpp"

#include "fuzz_input.hpp"
#include "memory_file_system.hpp"
#include "promises.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace dsz::fuzz {
namespace {

constexpr const char* kPath = "/state/dropshipzone_inventory.json";

class PiecesReader : public ReadableFile {
 public:
  explicit PiecesReader(std::vector<std::string_view> pieces) : pieces_(std::move(pieces)) {}
  std::size_t read(char* into, std::size_t size) override {
    return next_ == pieces_.size() ? 0 : pieces_[next_++].copy(into, size);
  }

 private:
  std::vector<std::string_view> pieces_;
  std::size_t next_ = 0;
};

/// Every file of it is the input.
class PiecesFileSystem : public test::MemoryFileSystem {
 public:
  explicit PiecesFileSystem(const FuzzInput& input) : input_(input) {}
  std::unique_ptr<ReadableFile> open(const std::filesystem::path& /*path*/) override {
    return std::make_unique<PiecesReader>(input_.pieces());
  }

 private:
  const FuzzInput& input_;
};

struct Inventory {
  InventoryInfo info;
  std::vector<SupplierProduct> products;
};

Inventory read(FileSystem& files) {
  Inventory inventory;
  inventory.info = read_inventory(
      files, kPath, [&inventory](const SupplierProduct& product) { inventory.products.push_back(product); });
  return inventory;
}

Inventory written_and_read(const Inventory& inventory) {
  test::MemoryFileSystem files;
  InventoryWriter writer(files, kPath, inventory.info.header);
  for (const SupplierProduct& product : inventory.products) writer.add(product);
  hold(writer.commit() == inventory.info.count, "every product is written");
  return read(files);
}

bool same(const InventoryHeader& a, const InventoryHeader& b) {
  return a.source == b.source && a.mode == b.mode &&
         std::chrono::floor<std::chrono::seconds>(a.fetched_at) ==
             std::chrono::floor<std::chrono::seconds>(b.fetched_at);
}

/// Held to what nlohmann/json reads. A field that the program passes over may hold a number that nlohmann refuses.
void hold_products(const Inventory& inventory, std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const nlohmann::json file = nlohmann::json::parse(text, nullptr, false);
  if (!file.is_object()) return;
  const nlohmann::json& rows = file.at("products");
  hold(rows.size() == inventory.products.size(), "every product of the file is read");
  std::set<std::string> skus;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const SupplierProduct& product = inventory.products[i];
    hold(product.sku == rows[i].at("sku").get<std::string>(), "a SKU is as the file has it", product.sku);
    hold(skus.insert(product.sku).second, "each SKU is there once", product.sku);
    const nlohmann::json& stock = rows[i].at("stock");
    hold(product.stock.known() ? stock == product.stock.quantity() : stock.is_null(), "a stock is as the file has it",
         product.sku);
  }
}

void hold_index(const Inventory& inventory) {
  StockIndex index;
  for (const SupplierProduct& product : inventory.products) index.add(product.sku, product.stock);
  hold(index.size() == inventory.products.size(), "every product is in the index");
  for (const SupplierProduct& product : inventory.products) {
    const StockIndex::Found found = index.find(product.sku);
    hold(found.match == StockIndex::Match::exact && found.stock == product.stock && found.sku == product.sku,
         "the index finds what was read", product.sku);
  }
}

void run(const FuzzInput& input) {
  test::MemoryFileSystem whole_file;
  whole_file.put(kPath, input.text);
  PiecesFileSystem in_pieces(input);
  Inventory whole;
  Inventory cut;
  const auto refused = failure_of({FailureKind::usage, FailureKind::guard}, [&] { whole = read(whole_file); });
  const auto cut_refused = failure_of({FailureKind::usage, FailureKind::guard}, [&] { cut = read(in_pieces); });
  hold(refused.has_value() == cut_refused.has_value(), "where the file is cut changes nothing", input.text);
  if (refused) {
    hold(std::string_view(refused->what()) == cut_refused->what(), "where the file is cut changes no sentence",
         refused->what());
    return;
  }
  hold(whole.products == cut.products && whole.info.identity == cut.info.identity &&
           same(whole.info.header, cut.info.header),
       "where the file is cut changes no product", input.text);
  hold(whole.info.count == static_cast<std::int64_t>(whole.products.size()), "the count is that of the products");
  hold_products(whole, input.text);
  hold_index(whole);

  const Inventory again = written_and_read(whole);
  hold(again.products == whole.products && same(again.info.header, whole.info.header),
       "what is written is read again as it was", input.text);
  hold(written_and_read(again).info.identity == again.info.identity, "the same inventory makes the same file");
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
