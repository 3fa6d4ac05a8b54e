#include "dsz/base/json_stream.hpp"

#include "json_number_scanner.hpp"
#include "json_odd_bytes.hpp"
#include "json_plain_text.hpp"
#include "json_state.hpp"
#include "json_string_scanner.hpp"
#include "json_word.hpp"

#include <fmt/format.h>

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
      if (state_ == State::name && piece.size() <= limits_.max_text) pass_members();
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
  using State = JsonState;

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

  /// Members that stand whole within 64 bytes, of a plain name and a plain text, and those of a word that nobody wants:
  /// most of a page. What is anything else is left to the steps, at its name or at its value.
  void pass_members() {
    while (static_cast<std::size_t>(end_ - at_) >= JsonOddBytes::kSize && pass_block()) continue;
  }

  /// True when members were passed, and a name should follow.
  bool pass_block() {
    const char* const block = at_;
    const char* const block_end = block + JsonOddBytes::kSize;
    JsonOddBytes odd(block);
    const auto next_odd = [&odd, block] { return block + odd.next(); };
    const char* at = block;
    while (next_odd() == at && at != block_end && *at == '"') {
      const char* const name_end = next_odd();
      if (block_end - name_end < 3 || *name_end != '"' || name_end[1] != ':') break;
      const std::string_view name(at + 1, name_end);
      const char* const value = name_end + 2;
      if (*value != '"') {
        if (!pass_word(name, value)) return false;
        at = at_;
        continue;
      }
      const char* const text = next_odd() + 1;
      const char* const text_end = next_odd();
      if (block_end - text_end < 2 || *text_end != '"' || text_end[1] != ',') break;
      at = text_end + 2;
      if (wants(name)) handler_.string({text, text_end});
    }
    at_ = at;
    return at != block;
  }

  /// False when the value is wanted or anything else than digits or a word: then it comes next.
  bool pass_word(std::string_view name, const char* value) {
    wanted_ = wants(name);
    const char* const stop = wanted_ ? nullptr : json_word_end(value, end_);
    const bool whole = stop != nullptr && stop != end_ && *stop == ',';
    at_ = whole ? stop + 1 : value;
    state_ = whole ? State::name : State::value;
    return whole;
  }

  bool wants(std::string_view name) { return passed_over_ == 0 && handler_.key(name); }

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
        return c == '"' ? begin_text(State::in_name, passed_over_ == 0) : unexpected();
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
    if (wanted_) {
      object ? handler_.begin_object() : handler_.begin_array();
    } else if (passed_over_ == 0) {
      passed_over_ = containers_.size();
    }
    return take(inside);
  }

  bool close() {
    const bool object = in_object();
    const bool handed_over = passed_over_ == 0;
    if (passed_over_ == containers_.size()) passed_over_ = 0;
    wanted_ = passed_over_ == 0;
    containers_.pop_back();
    take(after_value());
    if (handed_over) object ? handler_.end_object() : handler_.end_array();
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
    wanted_ = wants(text);
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

  [[nodiscard]] std::string place() const { return json_place(state_, !containers_.empty() && in_object(), word_); }

  JsonHandler& handler_;
  const Limits limits_;
  State state_ = State::mark;
  std::string containers_;       ///< '{' and '[', the outermost first
  bool wanted_ = true;           ///< the value that comes is handed over
  std::size_t passed_over_ = 0;  ///< the depth of the container in hand that is not handed over; 0: there is none

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
