#include "dsz/supplier/product_page.hpp"

#include "dsz/base/text.hpp"

#include "product_row.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kNotesKept = 20;

enum class PageField { result, total, total_pages, current_page, page_size, code, message };

std::optional<PageField> page_field(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, PageField>, 7> kFields{{
      {"result", PageField::result},
      {"total", PageField::total},
      {"total_pages", PageField::total_pages},
      {"current_page", PageField::current_page},
      {"page_size", PageField::page_size},
      {"code", PageField::code},
      {"message", PageField::message},
  }};
  for (const auto& [known, field] : kFields) {
    if (known == name) return field;
  }
  return std::nullopt;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  const StockLevel level = StockLevel::parse(text);  // the same words stand for a whole number here
  if (!level.known()) return std::nullopt;
  return level.quantity();
}

}  // namespace

/// Depths: 1 in the answer's object, 2 in the array `result`, 3 in a product; what lies deeper is passed over.
class ProductPageSink::Parser : public JsonHandler {
 public:
  bool write(std::string_view piece) { return problem_.empty() && stream_.write(piece) && problem_.empty(); }
  bool finish() {
    if (!problem_.empty() || !stream_.finish() || !problem_.empty()) return false;  // a number ends with the text
    if (!error_words_.empty()) {
      problem_ = "an error in place of products:" + error_words_;
    } else if (!has_result_) {
      problem_ = "an answer without \"result\"";
    }
    return problem_.empty();
  }
  [[nodiscard]] std::string problem() const { return problem_.empty() ? "not JSON: " + stream_.error() : problem_; }
  ProductPage& page() { return page_; }

  void begin_object() override {
    begin_container();
    if (in_result_ && depth_ == 3) row_.clear();
  }
  void end_object() override {
    if (in_result_ && depth_ == 3) end_row();
    end_container();
  }
  void begin_array() override {
    if (depth_ == 1 && page_field_ == PageField::result) {
      if (std::exchange(has_result_, true)) problem_ = "an answer with two lists \"result\"";
      in_result_ = true;
      page_field_.reset();
    }
    const bool bad_row = in_result_ && depth_ == 2;
    begin_container();
    if (bad_row) count_bad_row();
  }
  void end_array() override { end_container(); }

  void key(std::string_view name) override {
    if (depth_ == 1) page_field_ = page_field(name);
    if (in_result_ && depth_ == 3) product_field_ = product_field(name);
  }
  void string(std::string_view value) override { scalar(ValueKind::text, value); }
  void number(std::string_view literal) override { scalar(ValueKind::number, literal); }
  void boolean(bool value) override { scalar(ValueKind::boolean, value ? "true" : "false"); }
  void null() override { scalar(ValueKind::null, ""); }
  [[nodiscard]] bool skips_text() const override {
    return !(depth_ == 1 && page_field_) && !(depth_ == 3 && product_field_);
  }

 private:
  void begin_container() {
    if (depth_ == 3 && product_field_) row_.set(*product_field_, ValueKind::container, "");
    if (depth_ == 1 && page_field_ == PageField::result) problem_ = "\"result\" is not a list";
    product_field_.reset();
    page_field_.reset();
    ++depth_;
  }

  void end_container() {
    --depth_;
    if (depth_ == 1) in_result_ = false;
  }

  void scalar(ValueKind kind, std::string_view text) {
    if (depth_ == 0) problem_ = "an answer that is not an object";
    if (depth_ == 1 && page_field_) set_page_field(*page_field_, kind, text);
    if (depth_ == 2 && in_result_) count_bad_row();
    if (depth_ == 3 && product_field_) row_.set(*product_field_, kind, text);
    page_field_.reset();
    product_field_.reset();
  }

  void set_page_field(PageField field, ValueKind kind, std::string_view text) {
    const bool readable = kind == ValueKind::number || kind == ValueKind::text;
    const std::optional<std::int64_t> number = readable ? whole_number(text) : std::nullopt;
    switch (field) {
      case PageField::result:
        problem_ = "\"result\" is not a list";
        break;
      case PageField::total:
        page_.total = number;
        break;
      case PageField::total_pages:
        page_.total_pages = number;
        break;
      case PageField::current_page:
        page_.current_page = number;
        break;
      case PageField::page_size:
        page_.page_size = number;
        break;
      case PageField::code:
        if (!text.empty()) error_words_ += fmt::format(" code \"{}\"", visible(text));
        break;
      case PageField::message:
        if (!text.empty()) error_words_ += fmt::format(" message \"{}\"", visible(text));
        break;
    }
  }

  void count_bad_row() {
    ++page_.rows;
    ++page_.without_sku;
  }

  void end_row() {
    std::optional<SupplierProduct> product = row_.product();
    if (!product) {
      count_bad_row();
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

  JsonStream stream_{*this};
  ProductPage page_;
  ProductRow row_;
  std::string problem_;
  std::string error_words_;
  int depth_ = 0;
  bool has_result_ = false;
  bool in_result_ = false;
  std::optional<PageField> page_field_;
  std::optional<ProductField> product_field_;
};

ProductPageSink::ProductPageSink() : parser_(std::make_unique<Parser>()) {}
ProductPageSink::~ProductPageSink() = default;

void ProductPageSink::begin(const ResponseHead& /*head*/) { parser_ = std::make_unique<Parser>(); }
bool ProductPageSink::write(std::string_view piece) { return parser_->write(piece); }
bool ProductPageSink::finish() { return parser_->finish(); }
std::string ProductPageSink::unusable_because() const { return parser_->problem(); }
ProductPage& ProductPageSink::page() { return parser_->page(); }

}  // namespace dsz
