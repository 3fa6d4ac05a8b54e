#include "reference_rows.hpp"

#include "dsz/base/json_stream.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace dsz::fuzz {
namespace {

class RowCollector : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<ReferenceRow> rows;

  bool null() override { return value(""); }
  bool boolean(bool is) override { return value(is ? "true" : "false"); }
  bool number_integer(number_integer_t number) override { return value(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return value(std::to_string(number)); }
  bool number_float(number_float_t /*number*/, const string_t& literal) override { return value(literal); }
  bool string(string_t& text) override { return value(text); }
  bool binary(binary_t& /*bytes*/) override { return false; }
  bool start_object(std::size_t /*size*/) override {
    const bool row = in_rows_ && depth_ == 2;
    if (row) rows.emplace_back();
    return open(row);
  }
  bool start_array(std::size_t /*size*/) override {
    if (depth_ == 1 && key_ == "result") in_rows_ = true;
    return open(false);
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    key_ = name;
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 private:
  bool value(std::optional<std::string> text) {
    if (in_row_ && depth_ == 3) rows.back().fields.emplace_back(key_, std::move(text));
    return true;
  }
  bool open(bool row) {
    value(std::nullopt);
    if (++depth_ == 3) in_row_ = row;
    return true;
  }
  bool close() {
    if (--depth_ == 1) in_rows_ = false;
    return true;
  }

  int depth_ = 0;
  bool in_rows_ = false;
  bool in_row_ = false;
  std::string key_;
};

/// The same of what JsonStream reports: it has numbers as they were written.
class StreamCollector : public JsonHandler {
 public:
  RowCollector rows;

  void begin_object() override { rows.start_object(0); }
  void end_object() override { rows.end_object(); }
  void begin_array() override { rows.start_array(0); }
  void end_array() override { rows.end_array(); }
  bool key(std::string_view name) override {
    std::string text(name);
    return rows.key(text);
  }
  void string(std::string_view value) override {
    std::string text(value);
    rows.string(text);
  }
  void number(std::string_view literal) override { rows.number_float(0, std::string(literal)); }
  void boolean(bool value) override { rows.boolean(value); }
  void null() override { rows.null(); }
};

}  // namespace

std::string without_space(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1));
}

std::vector<std::string> ReferenceRow::texts(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, text] : fields) {
    if (key == name) found.push_back(text.value_or(""));
  }
  return found;
}

std::optional<std::vector<ReferenceRow>> reference_rows(std::string_view body) {
  RowCollector collector;
  if (!nlohmann::json::sax_parse(body, static_cast<nlohmann::json_sax<nlohmann::json>*>(&collector))) {
    return std::nullopt;
  }
  return std::move(collector.rows);
}

std::optional<std::vector<ReferenceRow>> literal_rows(std::string_view body) {
  StreamCollector collector;
  JsonStream stream(collector);
  if (!stream.write(body) || !stream.finish()) return std::nullopt;
  return std::move(collector.rows.rows);
}

std::optional<std::int64_t> clear_number(std::string_view text) {
  std::string digits = without_space(text);
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    if (point + 1 == digits.size() || digits.find_first_not_of('0', point + 1) != std::string::npos) {
      return std::nullopt;
    }
    digits.resize(point);
  }
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  constexpr std::size_t kLongest = 10;
  if (digits.size() > kLongest) return std::nullopt;
  const std::int64_t number = std::stoll(digits);
  return number <= 2'147'483'647 ? std::optional(number) : std::nullopt;
}

bool says_gone(const ReferenceRow& row) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kWords{{
      {"in_stock", "0"},
      {"in_stock", "false"},
      {"status", "out of stock"},
      {"discontinued", "yes"},
      {"discontinued", "true"},
      {"discontinued", "1"},
      {"discontinuedproduct", "yes"},
      {"discontinuedproduct", "true"},
      {"discontinuedproduct", "1"},
  }};
  return std::any_of(kWords.begin(), kWords.end(), [&row](const auto& pair) {
    std::vector<std::string> texts = row.texts(pair.first);
    for (std::string& text : texts) {
      text = without_space(text);
      std::transform(text.begin(), text.end(), text.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    }
    return std::find(texts.begin(), texts.end(), pair.second) != texts.end();
  });
}

}  // namespace dsz::fuzz
