#include "dsz/base/json_stream.hpp"

#include "ascii.hpp"
#include "json_number_scanner.hpp"
#include "json_plain_text.hpp"
#include "json_string_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_space(char c) { return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t'); }

std::string shown(char c) {
  if (c > ' ' && c <= '~') return fmt::format("'{}'", c);
  return fmt::format("byte 0x{:02X}", static_cast<unsigned char>(c));
}

}  // namespace

/// The tokens and what may follow what. Containers are a list, not recursion, so depth costs no stack.
class JsonStream::Machine {
 public:
  Machine(JsonHandler& handler, Limits limits) : handler_(handler), limits_(limits), text_(limits.max_text) {}

  bool write(std::string_view piece) {
    if (!error_.empty()) return false;
    at_ = begin_ = piece.data();
    end_ = begin_ + piece.size();
    while (at_ != end_) {
      if (state_ == State::name) pass_members();
      if (at_ != end_ && !step()) return false;
    }
    before_ += piece.size();
    at_ = begin_ = end_ = nullptr;
    return true;
  }

  bool finish() {
    if (!error_.empty()) return false;
    if (state_ == State::number && number_.whole()) end_number();
    if (state_ == State::end) return true;
    return fail(offset(), fmt::format("the text ends at byte {}, {}", offset(), place()));
  }

  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] std::uint64_t offset() const { return before_ + static_cast<std::uint64_t>(at_ - begin_); }

 private:
  enum class State : std::uint8_t {
    mark,  ///< the byte order mark, if any
    value,
    first_element,
    first_name,
    name,
    colon,
    comma,
    end,
    in_name,
    in_string,
    number,
    literal,
  };

  bool step() {
    switch (state_) {
      case State::in_string:
      case State::in_name:
        return take_text();
      case State::number:
        return take_number();
      case State::literal:
        return take_literal();
      case State::mark:
        return take_mark();
      default:
        break;
    }
    const char c = *at_;
    if (is_space(c)) {
      ++at_;
      return true;
    }
    return take_structure(c);
  }

  /// Members that stand whole in the piece, of a plain name and a plain text, and those of a word that nobody wants:
  /// most of a page. What is anything else is left to the steps, at its name or at its value.
  void pass_members() {
    const char* at = at_;
    while (const char* const name_end = plain_string_end(at)) {
      if (end_ - name_end < 3 || name_end[1] != ':') break;
      wanted_ = handler_.key({at + 1, name_end});
      at_ = at = name_end + 2;
      state_ = State::value;
      const char* value_end = plain_string_end(at);
      if (value_end != nullptr) {
        ++value_end;
      } else if (!wanted_) {
        value_end = word_end(at);
      }
      if (value_end == nullptr || value_end == end_ || *value_end != ',') break;
      if (wanted_) handler_.string({at + 1, value_end - 1});
      at_ = at = value_end + 1;
      state_ = State::name;
    }
  }

  /// The closing quote of the string that begins at `at`, when it is whole, plain and not too long; else nullptr.
  const char* plain_string_end(const char* at) const {
    if (at == end_ || *at != '"') return nullptr;
    const char* const close = plain_text_end(at + 1, end_);
    const bool whole = close != end_ && *close == '"' && static_cast<std::size_t>(close - at - 1) <= limits_.max_text;
    return whole ? close : nullptr;
  }

  /// The end of the digits or the word that begin at `at`; nullptr when neither does.
  const char* word_end(const char* at) const {
    if (*at >= '1' && *at <= '9') {
      const char* const stop = at + std::min(static_cast<std::size_t>(end_ - at), limits_.max_text);
      while (at != stop && is_digit(*at)) ++at;
      return at;
    }
    for (const std::string_view word : {"null", "false", "true", "0"}) {
      if (*at == word.front() && std::string_view(at, end_).starts_with(word)) return at + word.size();
    }
    return nullptr;
  }

  bool take_structure(char c) {
    switch (state_) {
      case State::first_element:
        if (c == ']') return close();
        return take_value(c);
      case State::value:
        return take_value(c);
      case State::first_name:
        if (c == '}') return close();
        [[fallthrough]];
      case State::name:
        return c == '"' ? begin_text(State::in_name, true) : unexpected();
      case State::colon:
        return c == ':' ? take(State::value) : unexpected();
      case State::comma:
        if (c == ',') return take(in_object() ? State::name : State::value);
        return c == (in_object() ? '}' : ']') ? close() : unexpected();
      default:
        return unexpected();
    }
  }

  bool take_value(char c) {
    switch (c) {
      case '"':
        return begin_text(State::in_string, wanted_);
      case '{':
        return open(State::first_name);
      case '[':
        return open(State::first_element);
      case 't':
        return begin_literal("true");
      case 'f':
        return begin_literal("false");
      case 'n':
        return begin_literal("null");
      default:
        return begin_number();
    }
  }

  bool open(State inside) {
    if (containers_.size() == limits_.max_depth) {
      return fail(offset(), fmt::format("more than {} levels of nesting at byte {}", limits_.max_depth, offset()));
    }
    const bool object = inside == State::first_name;
    containers_ += object ? '{' : '[';
    object ? handler_.begin_object() : handler_.begin_array();
    return take(inside);
  }

  bool close() {
    const bool object = in_object();
    containers_.pop_back();
    wanted_ = true;
    take(after_value());
    object ? handler_.end_object() : handler_.end_array();
    return true;
  }

  bool begin_text(State kind, bool keep) {
    token_ = offset();
    take(kind);
    // Most texts are short, plain and whole: those need no scanner.
    const char* const close = plain_text_end(at_, end_);
    const auto size = static_cast<std::size_t>(close - at_);
    if (close == end_ || *close != '"' || size > limits_.max_text) {
      text_.begin(keep);
      if (!keep) at_ = close;
      return true;
    }
    const std::string_view text(at_, keep ? size : 0);
    at_ = close + 1;
    return end_text(text);
  }

  bool take_text() {
    switch (text_.scan(at_, end_)) {
      case JsonStringScanner::Result::more:
        return true;
      case JsonStringScanner::Result::wrong:
        if (text_.too_long()) return too_long();
        return fail(offset(), fmt::format("{} at byte {}", text_.problem(), offset()));
      case JsonStringScanner::Result::closed:
        break;
    }
    return end_text(text_.text());
  }

  bool end_text(std::string_view text) {
    if (state_ != State::in_name) {
      end_value();
      if (wanted_) handler_.string(text);
      return true;
    }
    state_ = State::colon;
    pass(':', State::value);
    wanted_ = handler_.key(text);
    return state_ != State::value || at_ == end_ || is_space(*at_) || take_value(*at_);
  }

  bool begin_number() {
    number_.begin();
    if (!number_.take(*at_)) return unexpected();
    token_ = offset();
    gathered_.clear();
    state_ = State::number;
    return true;
  }

  bool take_number() {
    // Begun in this piece: its first character was looked at, but not passed.
    const char* const from = at_;
    if (gathered_.empty()) ++at_;
    while (at_ != end_ && number_.take(*at_)) ++at_;
    const std::string_view part(from, static_cast<std::size_t>(at_ - from));
    if (part.size() > limits_.max_text - gathered_.size()) return too_long();
    if (at_ == end_) {
      gathered_ += part;
      return true;
    }
    if (!number_.whole()) return unexpected();
    if (gathered_.empty()) {
      end_value();
      if (wanted_) handler_.number(part);
    } else {
      gathered_ += part;
      end_number();
    }
    return true;
  }

  void end_number() {
    state_ = after_value();
    if (wanted_) handler_.number(gathered_);
  }

  bool begin_literal(std::string_view word) {
    word_ = rest_ = word;
    state_ = State::literal;
    return true;
  }

  bool take_literal() {
    while (at_ != end_ && !rest_.empty()) {
      if (*at_ != rest_.front()) return unexpected();
      rest_.remove_prefix(1);
      ++at_;
    }
    if (!rest_.empty()) return true;
    end_value();
    if (!wanted_) return true;
    if (word_ == "null") {
      handler_.null();
    } else {
      handler_.boolean(word_ == "true");
    }
    return true;
  }

  bool take_mark() {
    if (*at_ == kByteOrderMark[offset()]) {
      return take(offset() + 1 == kByteOrderMark.size() ? State::value : State::mark);
    }
    if (offset() != 0) return unexpected();
    state_ = State::value;
    return true;
  }

  bool take(State next) {
    ++at_;
    state_ = next;
    return true;
  }

  void end_value() {
    state_ = after_value();
    if (state_ == State::comma) pass(',', in_object() ? State::name : State::value);
  }

  /// What nearly always follows at once needs no step of its own.
  void pass(char c, State next) {
    if (at_ != end_ && *at_ == c) take(next);
  }

  [[nodiscard]] bool in_object() const { return containers_.back() == '{'; }
  [[nodiscard]] State after_value() const { return containers_.empty() ? State::end : State::comma; }

  bool unexpected() {
    return fail(offset(), fmt::format("unexpected {} at byte {}, {}", shown(*at_), offset(), place()));
  }

  bool too_long() {
    return fail(token_, fmt::format("a text of more than {} bytes at byte {}", limits_.max_text, token_));
  }

  bool fail(std::uint64_t offset, std::string error) {
    error_ = std::move(error);
    before_ = offset;
    at_ = begin_ = end_ = nullptr;
    return false;
  }

  [[nodiscard]] std::string place() const {
    switch (state_) {
      case State::mark:
      case State::value:
        return "where a value should start";
      case State::first_element:
        return "where a value or ']' should stand";
      case State::first_name:
        return "where a name or '}' should stand";
      case State::name:
        return "where a name should start";
      case State::colon:
        return "where ':' should stand";
      case State::comma:
        return in_object() ? "where ',' or '}' should stand" : "where ',' or ']' should stand";
      case State::end:
        return "after the end of the value";
      case State::in_name:
      case State::in_string:
        return "inside a string";
      case State::number:
        return "inside a number";
      case State::literal:
        return fmt::format("inside '{}'", word_);
    }
    return {};
  }

  JsonHandler& handler_;
  const Limits limits_;
  State state_ = State::mark;
  std::string containers_;  ///< '{' and '[', the outermost first
  bool wanted_ = true;      ///< the value that comes is handed over

  const char* begin_ = nullptr;  ///< of the piece in hand
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  std::uint64_t before_ = 0;  ///< bytes of the pieces before
  std::uint64_t token_ = 0;   ///< where the string or number in hand began

  JsonStringScanner text_;
  JsonNumberScanner number_;
  std::string gathered_;  ///< what earlier pieces held of the number in hand
  std::string_view word_;
  std::string_view rest_;
  std::string error_;
};

JsonStream::JsonStream(JsonHandler& handler) : JsonStream(handler, Limits{}) {}
JsonStream::JsonStream(JsonHandler& handler, Limits limits) : machine_(std::make_unique<Machine>(handler, limits)) {}
JsonStream::~JsonStream() = default;

bool JsonStream::write(std::string_view piece) { return machine_->write(piece); }
bool JsonStream::finish() { return machine_->finish(); }
const std::string& JsonStream::error() const { return machine_->error(); }
std::uint64_t JsonStream::offset() const { return machine_->offset(); }

}  // namespace dsz
