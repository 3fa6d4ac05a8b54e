#include "row_stream.hpp"

#include "dsz/base/json_stream.hpp"

#include "answer_json.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace dsz {
namespace {

using nlohmann::json;

/// nullopt: beyond every double.
std::optional<json> number_from(std::string_view literal) {
  std::uint64_t whole = 0;  // as nearly all of them are
  const auto [end, error] = std::from_chars(literal.data(), literal.data() + literal.size(), whole);
  if (error == std::errc() && end == literal.data() + literal.size()) return json(whole);
  json number = json::parse(literal, nullptr, false);
  return number.is_discarded() ? std::nullopt : std::optional(std::move(number));
}

class RowBuilder final : public JsonHandler {
 public:
  explicit RowBuilder(const TakeRow& take) : take_(take) {}

  /// What was read is a list, and answer_json() would not refuse it.
  [[nodiscard]] bool is_list() const { return in_list_ && !refused_; }

  void begin_object() override { begin(json::value_t::object); }
  void begin_array() override {
    if (in_list_) {
      begin(json::value_t::array);
    } else {
      in_list_ = true;
    }
  }
  void end_object() override { end(); }
  void end_array() override { end(); }
  bool key(std::string_view name) override {
    key_ = name;
    return true;
  }
  void string(std::string_view value) override { put(json(value)); }
  void number(std::string_view literal) override {
    auto value = number_from(literal);
    if (!value) refused_ = true;
    put(std::move(value).value_or(json()));
  }
  void boolean(bool value) override { put(json(value)); }
  void null() override { put(json()); }

 private:
  void begin(json::value_t kind) {
    if (json* const value = place(kind); value != nullptr) open_.push_back(value);
  }
  void put(json value) {
    if (json* const place_of_value = place(std::move(value)); place_of_value != nullptr && open_.empty()) take_(row_);
  }
  void end() {
    if (open_.empty()) return;  // of the list itself
    open_.pop_back();
    if (open_.empty() && !refused_) take_(row_);
  }
  /// Where the value stands now; nullptr when nothing more is made.
  json* place(json value) {
    refused_ = refused_ || !in_list_ || ++values_ > kMostValues;
    if (refused_) return nullptr;
    if (open_.empty()) {
      if (row_.is_object() && value.is_object()) {
        row_.clear();  // cheaper than to destroy it
      } else {
        row_ = std::move(value);
      }
      return &row_;
    }
    json& around = *open_.back();
    json& slot = around.is_array() ? around.emplace_back() : around[key_];
    slot = std::move(value);
    return &slot;
  }

  const TakeRow& take_;
  json row_;
  std::vector<json*> open_;  ///< the objects and lists within the row that are not at their ends
  std::string key_;
  std::size_t values_ = 0;
  bool in_list_ = false;
  bool refused_ = false;
};

}  // namespace

bool stream_rows(std::string_view body, const TakeRow& take) {
  RowBuilder rows(take);
  JsonStream stream(rows);
  return stream.write(body) && stream.finish() && rows.is_list();
}

}  // namespace dsz
