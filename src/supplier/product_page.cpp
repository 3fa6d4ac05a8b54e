#include "dsz/supplier/product_page.hpp"

#include "dsz/base/text.hpp"

#include "list_answer.hpp"
#include "product_row.hpp"

#include <fmt/format.h>

#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kNotesKept = 20;

}  // namespace

class ProductPageSink::Parser final : public ListRows {
 public:
  bool write(std::string_view piece) { return answer_.write(piece); }
  bool finish() {
    page_.total = answer_.number_beside("total");
    page_.total_pages = answer_.number_beside("total_pages");
    page_.current_page = answer_.number_beside("current_page");
    page_.page_size = answer_.number_beside("page_size");
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
    if (!product->stock.known()) {
      ++page_.unknown;
      if (page_.unknown_notes.size() < kNotesKept) {
        page_.unknown_notes.push_back(fmt::format("{}: {}", visible(product->sku), row_.unknown_because()));
      }
    }
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
