// GET /v2/products: the body, in pieces as the network brings them.

#include "dsz/base/sku.hpp"
#include "dsz/supplier/product_page.hpp"

#include "fuzz_input.hpp"
#include "promises.hpp"
#include "reference_rows.hpp"

#include <algorithm>

namespace dsz::fuzz {
namespace {

bool read_page(ProductPageSink& sink, const std::vector<std::string_view>& pieces) {
  sink.begin({});
  const bool taken =
      std::all_of(pieces.begin(), pieces.end(), [&sink](std::string_view piece) { return sink.write(piece); });
  return taken && sink.finish();
}

/// S2: what is known of the stock stands in the row, and what stands there clearly is known.
void hold_stock(const SupplierProduct& product, const ReferenceRow& row, bool alone) {
  const std::vector<std::string> quantities = row.texts("stock_qty");
  const bool stated = std::any_of(quantities.begin(), quantities.end(), [&product](const std::string& text) {
    return product.stock.known() && clear_number(text) == product.stock.quantity();
  });
  if (product.stock.known()) {
    hold(stated || (product.stock.quantity() == 0 && says_gone(row)), "a quantity stands in the answer", product.sku);
  }
  const bool clear = quantities.size() == 1 && clear_number(quantities[0]) && *clear_number(quantities[0]) > 0;
  const bool only_quantity = std::none_of(row.fields.begin(), row.fields.end(), [](const auto& field) {
    return field.first == "in_stock" || field.first == "status" || field.first.starts_with("discontinued");
  });
  if (alone && clear && only_quantity) {
    hold(product.stock.known() && stated, "a clear quantity is understood", product.sku);
  }
}

void hold_page(const ProductPage& page, std::string_view text) {
  hold(page.rows == static_cast<std::int64_t>(page.products.size()) + page.without_sku, "every row is counted");
  const auto unknown = std::count_if(page.products.begin(), page.products.end(),
                                     [](const SupplierProduct& product) { return !product.stock.known(); });
  hold(page.unknown == unknown, "every unknown stock is counted");
  hold(page.unknown_notes.size() == static_cast<std::size_t>(std::min<std::int64_t>(page.unknown, 20)),
       "the first 20 unknown are noted");
  for (const std::string& note : page.unknown_notes) hold_sentence(note);

  const auto rows = reference_rows(text);
  if (!rows) return;  // a number that only the other parser refuses
  auto row = rows->begin();
  for (const SupplierProduct& product : page.products) {
    hold(usable_sku(product.sku), "a SKU can stand for a product", product.sku);
    hold(product.price.size() <= 32 && product.price.find_first_not_of("0123456789.") == std::string::npos,
         "a price is a decimal text", product.price);
    // Rows without a usable SKU are passed over; the others are in the order of the answer.
    row = std::find_if(row, rows->end(), [&product](const ReferenceRow& each) {
      const std::vector<std::string> skus = each.texts("sku");
      const bool one = !skus.empty() && std::count(skus.begin(), skus.end(), skus[0]) == std::ssize(skus);
      return one && without_space(skus[0]) == product.sku;
    });
    hold(row != rows->end(), "a product stands in the answer", product.sku);
    hold_stock(product, *row++, std::ranges::count(page.products, product.sku, &SupplierProduct::sku) == 1);
  }
}

bool same(const ProductPage& a, const ProductPage& b) {
  return a.products == b.products && a.total == b.total && a.total_pages == b.total_pages &&
         a.current_page == b.current_page && a.page_size == b.page_size && a.rows == b.rows &&
         a.unknown_notes == b.unknown_notes;
}

void run(const FuzzInput& input) {
  ProductPageSink whole;
  const bool usable = read_page(whole, {input.text});
  ProductPageSink cut;
  hold(read_page(cut, input.pieces()) == usable, "where the body is cut changes nothing", input.text);
  if (usable) {
    hold(same(whole.page(), cut.page()), "where the body is cut changes no product", input.text);
    hold_page(whole.page(), input.text);
  } else {
    hold_sentence(whole.unusable_because());
    hold_sentence(cut.unusable_because());
  }
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
