#include "dsz/supplier/product_page.hpp"

#include "dsz/base/text.hpp"

#include "list_answer.hpp"
#include "product_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kNotesKept = 20;

void note_unknown(ProductPage& page, const SupplierProduct& product, std::string_view because) {
  ++page.unknown;
  if (page.unknown_notes.size() >= kNotesKept) return;
  page.unknown_notes.push_back(fmt::format("{}: {}", visible(product.sku), because));
}

/// Which of two rows with one SKU and different stock is right cannot be told.
void doubt_contradictory_rows(ProductPage& page) {
  std::vector<SupplierProduct*> by_sku;
  by_sku.reserve(page.products.size());
  for (SupplierProduct& product : page.products) by_sku.push_back(&product);
  std::ranges::stable_sort(by_sku, {}, &SupplierProduct::sku);
  for (auto from = by_sku.begin(); from != by_sku.end();) {
    const auto to = std::find_if(from, by_sku.end(), [&](const auto* each) { return each->sku != (*from)->sku; });
    const bool agree = std::all_of(from, to, [&](const auto* each) { return each->stock == (*from)->stock; });
    for (; from != to; ++from) {
      if (agree || !(*from)->stock.known()) continue;
      (*from)->stock = StockLevel{};
      note_unknown(page, **from, "it comes twice with different stock");
    }
  }
}

}  // namespace

class ProductPageSink::Parser final : public ListRows {
 public:
  bool write(std::string_view piece) { return answer_.write(piece); }
  bool finish() {
    page_.total = answer_.number_beside("total");
    page_.total_pages = answer_.number_beside("total_pages");
    page_.current_page = answer_.number_beside("current_page");
    page_.page_size = answer_.number_beside("page_size");
    doubt_contradictory_rows(page_);
    return answer_.finish();
  }
  [[nodiscard]] std::string problem() const { return answer_.problem(); }
  ProductPage& page() { return page_; }

  void begin_row() override { row_.clear(); }
  bool field(std::string_view name) override {
    field_ = product_field(name);
    return field_ != ProductField::other;
  }
  void value(ValueKind kind, std::string_view text) override { row_.set(field_, kind, text); }
  void end_row() override {
    std::optional<SupplierProduct> product = row_.product();
    if (!product) {
      bad_row();
      return;
    }
    ++page_.rows;
    if (!product->stock.known()) note_unknown(page_, *product, row_.unknown_because());
    page_.products.push_back(std::move(*product));
  }
  void bad_row() override {
    ++page_.rows;
    ++page_.without_sku;
  }

 private:
  ListAnswer answer_{*this};
  ProductPage page_;
  ProductRow row_;
  ProductField field_ = ProductField::other;
};

ProductPageSink::ProductPageSink() : parser_(std::make_unique<Parser>()) {}
ProductPageSink::~ProductPageSink() = default;

void ProductPageSink::begin(const ResponseHead& /*head*/) { parser_ = std::make_unique<Parser>(); }
bool ProductPageSink::write(std::string_view piece) { return parser_->write(piece); }
bool ProductPageSink::finish() { return parser_->finish(); }
std::string ProductPageSink::unusable_because() const { return parser_->problem(); }
ProductPage& ProductPageSink::page() { return parser_->page(); }

}  // namespace dsz
