#include "dsz/supplier/stock_change_page.hpp"

#include "dsz/base/sku.hpp"

#include "list_answer.hpp"
#include "row_value.hpp"

#include <string_view>
#include <utility>

namespace dsz {

class StockChangeSink::Parser : public ListRows {
 public:
  bool write(std::string_view piece) { return answer_.write(piece); }
  bool finish() {
    page_.total = answer_.number_beside("total");
    page_.page_no = answer_.number_beside("page_no");
    return answer_.finish();
  }
  [[nodiscard]] std::string problem() const { return answer_.problem(); }
  StockChangePage& page() { return page_; }

  void begin_row() override {
    for (RowValue* const value : {&sku_, &created_at_, &new_qty_, &status_}) value->clear();
  }
  bool field(std::string_view name) override {
    field_ = nullptr;
    if (name == "sku") field_ = &sku_;
    if (name == "created_at") field_ = &created_at_;
    if (name == "new_qty") field_ = &new_qty_;
    if (name == "status") field_ = &status_;
    return field_ != nullptr;
  }
  void value(ValueKind kind, std::string_view text) override { field_->set(kind, text); }
  void end_row() override {
    ++page_.rows;
    std::string sku = sku_.sku();
    const bool dated = created_at_.kind == ValueKind::text && !created_at_.contradicted;
    const std::optional<WallTime> at = dated ? parse_utc(created_at_.text) : std::nullopt;
    if (!usable_sku(sku) || !at) {
      ++page_.unreadable;
    } else {
      page_.news.push_back({std::move(sku), *at, stock()});
    }
  }
  void bad_row() override {
    ++page_.rows;
    ++page_.unreadable;
  }

 private:
  [[nodiscard]] StockLevel stock() const {
    if (status_.says("out of stock")) return StockLevel::of(0);
    return status_.contradicted ? StockLevel{} : new_qty_.stock();
  }

  ListAnswer answer_{*this};
  StockChangePage page_;
  RowValue sku_;
  RowValue created_at_;
  RowValue new_qty_;
  RowValue status_;
  RowValue* field_ = nullptr;
};

StockChangeSink::StockChangeSink() : parser_(std::make_unique<Parser>()) {}
StockChangeSink::~StockChangeSink() = default;

void StockChangeSink::begin(const ResponseHead& /*head*/) { parser_ = std::make_unique<Parser>(); }
bool StockChangeSink::write(std::string_view piece) { return parser_->write(piece); }
bool StockChangeSink::finish() { return parser_->finish(); }
std::string StockChangeSink::unusable_because() const { return parser_->problem(); }
StockChangePage& StockChangeSink::page() { return parser_->page(); }

}  // namespace dsz
