// The store's lists of products and variations, with their headers, until the catalogue is whole or given up.

#include "dsz/store/catalogue_reader.hpp"

#include "fuzz_store.hpp"
#include "promises.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dsz::fuzz {
namespace {

using nlohmann::json;

constexpr std::size_t kMostRequests = 2'000;

/// The number that a quantity clearly is; nullopt for anything else.
std::optional<double> clear_quantity(const json& row) {
  const auto quantity = row.find("stock_quantity");
  if (quantity == row.end()) return std::nullopt;
  if (quantity->is_number()) return quantity->get<double>();
  if (!quantity->is_string()) return std::nullopt;
  const std::string text = quantity->get<std::string>();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::string text_of(const json& row, const char* name) {
  return row.contains(name) && row.at(name).is_string() ? row.at(name).get<std::string>() : std::string();
}

bool says(const FuzzStore::Row& answered, const StoreProduct& product) {
  const json& row = answered.row;
  if (answered.id != product.id || text_of(row, "sku") != product.sku || text_of(row, "name") != product.name) {
    return false;
  }
  if (clear_quantity(row) != product.quantity) return false;
  if (product.parent == 0) return answered.path == "wc/v3/products";
  return answered.path == "wc/v3/products/" + std::to_string(product.parent) + "/variations" ||
         clear_id(row, "parent_id") == product.parent;
}

void hold_catalogue(const StoreCatalogue& catalogue, const FuzzStore& store) {
  std::int64_t before = 0;
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const StoreProduct product = catalogue.at(i);
    const std::string name = "product " + std::to_string(product.id);
    hold(product.id > before, "products are in the order of their ids, each once", name);
    before = product.id;
    hold(!product.quantity || std::isfinite(*product.quantity), "a quantity is a number", name);
    const auto& rows = store.rows();
    hold(std::any_of(rows.begin(), rows.end(), [&product](const auto& row) { return says(row, product); }),
         "a product is as some answer says", name);
    if (product.type == ProductType::variation) {
      hold(product.parent > 0 && catalogue.find(product.parent), "a variation's parent was read in this run (S6)",
           name);
    } else {
      hold(product.parent == 0, "only variations have a parent", name);
    }
  }
}

MarkRules marks_for(const FuzzInput& input) {
  MarkRules marks;
  if ((input.steer(0) & 1U) != 0) marks.meta = {{"supplier", "dsz"}, {"stock", "7"}};
  if ((input.steer(0) & 2U) != 0) marks.tags = {"dropshipzone"};
  if ((input.steer(0) & 4U) != 0) marks.brands = {"Dropshipzone"};
  return marks;
}

void run(const FuzzInput& input) {
  FuzzStore store(input, 50);
  std::size_t requests = 0;
  store.on_request = [&requests](const Request& request) {
    hold(request.method == Method::get, "reading the catalogue writes nothing (S5)", request.label);
    hold(++requests <= kMostRequests, "the reader comes to an end");
  };
  std::vector<std::string> words;
  StoreCatalogue catalogue;
  // usage: what is configured to mark products is not there
  const auto failure = failure_of({FailureKind::store, FailureKind::credentials, FailureKind::usage}, [&] {
    catalogue = CatalogueReader(store.api(), store.log).read(marks_for(input), {});
  });
  if (failure) words.emplace_back(failure->what());
  store.hold_words(words);
  if (!failure) hold_catalogue(catalogue, store);
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
