#include "config_document.hpp"

#include "dsz/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace dsz {
namespace {

/// Configurations are four deep; without a limit, a file of brackets would exhaust the stack.
constexpr std::size_t kMaxDepth = 16;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Tells in which line nlohmann's reader is: its own events carry no position. After a number it has read one character
/// more; that may be the line end, which counts as a part of the line that it ends.
struct LineCounter {
  int line = 1;  ///< of the character that was read last
  int next = 1;  ///< of the one after it
};

class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, LineCounter* counter) : at_(at), counter_(counter) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    counter_->line = counter_->next;
    if (*at_++ == '\n') ++counter_->next;
    return *this;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  LineCounter* counter_;
};

int line_of(std::string_view text, std::size_t index) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(index), '\n'));
}

/// In characters, from 1.
std::size_t column_of(std::string_view text, std::size_t index) {
  const std::string_view before = text.substr(0, index);
  const std::size_t line_end = before.rfind('\n');
  const std::string_view line = line_end == std::string_view::npos ? before : before.substr(line_end + 1);
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return 1 + static_cast<std::size_t>(std::count_if(line.begin(), line.end(), begins_character));
}

/// nlohmann's words without its prefix, and without the text that it read last: that may be a secret.
std::string plain_words(const nlohmann::detail::exception& error) {
  constexpr int kNumberOverflow = 406;
  if (error.id == kNumberOverflow) return "a number is too large";
  std::string_view message = error.what();
  if (const std::size_t start = message.find(" - "); start != std::string_view::npos) message.remove_prefix(start + 3);
  return std::string(message.substr(0, message.find("; last read: ")));
}

bool comma_before(std::string_view text, std::size_t index) {
  const std::size_t last = text.substr(0, index).find_last_not_of(" \t\r\n");
  return last != std::string_view::npos && text[last] == ',';
}

/// Builds the tree from nlohmann's events.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  ConfigValue build() {
    const CountingIterator first(text_.data(), &counter_);
    const CountingIterator last(text_.data() + text_.size(), &counter_);
    nlohmann::json::sax_parse(first, last, static_cast<nlohmann::json_sax<nlohmann::json>*>(this));
    return std::move(root_);
  }

  bool null() override {
    add(ConfigValue::Kind::null);
    return true;
  }
  bool boolean(bool value) override {
    add(ConfigValue::Kind::boolean).boolean = value;
    return true;
  }
  bool number_integer(number_integer_t value) override { return add_number(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add_number(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t& /*literal*/) override { return add_number(value); }
  bool string(string_t& value) override {
    add(ConfigValue::Kind::text).text = std::move(value);
    return true;
  }
  bool binary(binary_t& /*value*/) override { return false; }  // not in JSON

  bool start_object(std::size_t /*size*/) override { return open(ConfigValue::Kind::object); }
  bool start_array(std::size_t /*size*/) override { return open(ConfigValue::Kind::list); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const int line = counter_.line;
    for (const ConfigValue& member : open_.back()->children) {
      if (member.name != name) continue;
      throw config_failure(
          file_, line,
          fmt::format("{} is there twice, first in line {}; keep one of them", path_of(name), member.line));
    }
    key_ = std::move(name);
    key_line_ = line;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*last_token*/,
                   const nlohmann::detail::exception& error) override {
    const std::size_t index = std::min(position - std::min<std::size_t>(position, 1), text_.size());
    const char at = index < text_.size() ? text_[index] : '\0';
    const int line = line_of(text_, index);
    if (at == '/' || at == '#') throw config_failure(file_, line, "JSON has no comments; remove this one");
    std::string words = plain_words(error);
    if (at == '\n') words = "a text has no closing quote on its line";
    if (text_.find_first_not_of(" \t\r\n") == std::string_view::npos) words = "there is nothing in it";
    if ((at == '}' || at == ']') && comma_before(text_, index)) words = "the comma before it is one too many";
    throw config_failure(file_, 0,
                         fmt::format("is not JSON at line {}, column {}: {}", line, column_of(text_, index), words));
  }

 private:
  bool add_number(double value) {
    add(ConfigValue::Kind::number).number = value;
    return true;
  }

  bool open(ConfigValue::Kind kind) {
    ConfigValue& value = add(kind);
    if (open_.size() == kMaxDepth) {
      throw config_failure(file_, value.line, fmt::format("is nested more than {} deep", kMaxDepth));
    }
    open_.push_back(&value);
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  /// Pointers in open_ stay good: only the innermost open value grows.
  ConfigValue& add(ConfigValue::Kind kind) {
    ConfigValue& value = open_.empty() ? root_ : open_.back()->children.emplace_back();
    value.kind = kind;
    value.line = counter_.line;
    if (!open_.empty() && open_.back()->kind == ConfigValue::Kind::object) {
      value.name = std::move(key_);
      value.line = key_line_;
    }
    return value;
  }

  [[nodiscard]] std::string path_of(std::string_view name) const {
    std::string path;
    for (const ConfigValue* value : open_) {
      if (!value->name.empty()) path += value->name + '.';
    }
    return visible(path.append(name));
  }

  std::string_view text_;
  std::string_view file_;
  LineCounter counter_;
  ConfigValue root_;
  std::vector<ConfigValue*> open_;
  std::string key_;
  int key_line_ = 0;
};

}  // namespace

const ConfigValue* ConfigValue::at(std::string_view path) const {
  const ConfigValue* value = this;
  while (value != nullptr) {
    const std::size_t dot = path.find('.');
    const std::string_view step = path.substr(0, dot);
    const auto found = std::find_if(value->children.begin(), value->children.end(),
                                    [step](const ConfigValue& child) { return child.name == step; });
    value = found == value->children.end() ? nullptr : &*found;
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  return value;
}

ConfigValue parse_config_document(std::string_view text, std::string_view file) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return TreeBuilder(text, file).build();
}

Failure config_failure(std::string_view file, int line, std::string_view sentence) {
  const std::string name = visible(file);
  if (line == 0) return {FailureKind::usage, fmt::format("{} {}", name, sentence)};
  return {FailureKind::usage, fmt::format("{} line {}: {}", name, line, sentence)};
}

}  // namespace dsz
