#include "list_answer.hpp"

#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dsz {
namespace {

constexpr std::string_view kResult = "result";
/// Fifty times what is asked for: more would only fill memory.
constexpr std::size_t kMostRows = 10'000;
constexpr std::array<std::string_view, 8> kBeside{kResult,     "total",   "total_pages", "current_page",
                                                  "page_size", "page_no", "code",        "message"};

}  // namespace

bool ListAnswer::write(std::string_view piece) { return problem_.empty() && stream_.write(piece) && problem_.empty(); }

bool ListAnswer::finish() {
  if (!problem_.empty() || !stream_.finish() || !problem_.empty()) return false;  // a number ends with the text
  if (!error_words_.empty()) {
    problem_ = "an error in place of a list:" + error_words_;
  } else if (!has_result_) {
    problem_ = "an answer without \"result\"";
  }
  return problem_.empty();
}

std::string ListAnswer::problem() const { return problem_.empty() ? "not JSON: " + stream_.error() : problem_; }

std::optional<std::int64_t> ListAnswer::number_beside(std::string_view name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? std::nullopt : found->second;
}

void ListAnswer::begin_object() {
  begin_container();
  if (!in_result_ || depth_ != 3) return;
  if (++row_count_ > kMostRows) problem_ = fmt::format("a list of more than {} rows", kMostRows);
  rows_.begin_row();
}

void ListAnswer::end_object() {
  if (in_result_ && depth_ == 3) rows_.end_row();
  end_container();
}

void ListAnswer::begin_array() {
  if (depth_ == 1 && beside_ == kResult) {
    if (std::exchange(has_result_, true)) problem_ = "an answer with two lists \"result\"";
    in_result_ = true;
    beside_ = {};
  }
  const bool bad_row = in_result_ && depth_ == 2;
  begin_container();
  if (bad_row) rows_.bad_row();
}

void ListAnswer::end_array() { end_container(); }

bool ListAnswer::key(std::string_view name) {
  if (in_result_ && depth_ == 3) return in_field_ = rows_.field(name);
  if (depth_ != 1) return false;
  const auto* const known = std::find(kBeside.begin(), kBeside.end(), name);
  beside_ = known == kBeside.end() ? std::string_view() : *known;
  return !beside_.empty();
}

void ListAnswer::begin_container() {
  if (depth_ == 3 && in_field_) rows_.value(ValueKind::container, "");
  if (depth_ == 1 && beside_ == kResult) problem_ = "\"result\" is not a list";
  in_field_ = false;
  beside_ = {};
  ++depth_;
}

void ListAnswer::end_container() {
  --depth_;
  if (depth_ == 1) in_result_ = false;
}

void ListAnswer::scalar(ValueKind kind, std::string_view text) {
  if (depth_ == 0) problem_ = "an answer that is not an object";
  if (depth_ == 1 && !beside_.empty()) set_beside(beside_, kind, text);
  if (depth_ == 2 && in_result_) rows_.bad_row();
  if (depth_ == 3 && in_field_) rows_.value(kind, text);
  beside_ = {};
  in_field_ = false;
}

void ListAnswer::set_beside(std::string_view name, ValueKind kind, std::string_view text) {
  if (name == kResult) {
    problem_ = "\"result\" is not a list";
  } else if (name == "code" || name == "message") {
    if (!text.empty()) error_words_ += fmt::format(" {} \"{}\"", name, visible(text));
  } else {
    RowValue value;
    value.set(kind, text);
    const StockLevel level = value.stock();  // the same words stand for a whole number here
    numbers_[std::string(name)] = level.known() ? std::optional<std::int64_t>(level.quantity()) : std::nullopt;
  }
}

}  // namespace dsz
