#include "json_string_scanner.hpp"

#include "json_plain_text.hpp"

#include <array>
#include <utility>

namespace dsz {
namespace {

constexpr std::string_view kLoneSurrogate = "half a surrogate pair";

bool is_high_surrogate(unsigned code) { return code >= 0xD800 && code <= 0xDBFF; }
bool is_low_surrogate(unsigned code) { return code >= 0xDC00 && code <= 0xDFFF; }

/// The value of a hexadecimal digit, 16 when it is none.
unsigned hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return 16;
}

/// What stands for the letter after a backslash; '\0' when nothing does. (A table: a switch would be guessed wrong.)
constexpr auto kUnescaped = [] {
  std::array<char, 256> table{};
  for (const auto& [letter, stands_for] : {std::pair{'"', '"'},
                                           {'\\', '\\'},
                                           {'/', '/'},
                                           {'b', '\b'},
                                           {'f', '\f'},
                                           {'n', '\n'},
                                           {'r', '\r'},
                                           {'t', '\t'}}) {
    table.at(static_cast<std::size_t>(letter)) = stands_for;
  }
  return table;
}();
char unescaped(char letter) { return kUnescaped[static_cast<unsigned char>(letter)]; }

/// Writes the character in UTF-8 and returns how many bytes it took.
std::size_t encode_utf8(unsigned code, char (&into)[4]) {
  const auto tail = [code](unsigned shift) { return static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80) {
    into[0] = static_cast<char>(code);
    return 1;
  }
  if (code < 0x800) {
    into[0] = static_cast<char>(0xC0U | code >> 6U);
    into[1] = tail(0);
    return 2;
  }
  if (code < 0x10000) {
    into[0] = static_cast<char>(0xE0U | code >> 12U);
    into[1] = tail(6);
    into[2] = tail(0);
    return 3;
  }
  into[0] = static_cast<char>(0xF0U | code >> 18U);
  into[1] = tail(12);
  into[2] = tail(6);
  into[3] = tail(0);
  return 4;
}

}  // namespace

void JsonStringScanner::begin(bool keep) {
  keep_ = keep;
  gathered_ = false;
  buffer_.clear();
  text_ = {};
}

JsonStringScanner::Result JsonStringScanner::scan(const char*& at, const char* end) {
  while (at != end) {
    if (escape_ != Escape::none) {
      if (!take_escape(*at)) return Result::wrong;
      ++at;
      continue;
    }
    if (!keep_ && utf8_.complete()) at = skip_usual(at, end);
    const char* const from = at;
    if (!skip_characters(at, end)) return Result::wrong;
    if (at != end && *at == '"') return close(from, at++);
    if (!gather(from, at)) return Result::wrong;
    if (at == end) return Result::more;
    if (*at != '\\') {
      wrong("a control character inside a string");
      return Result::wrong;
    }
    escape_ = Escape::letter;
    ++at;
  }
  return Result::more;
}

/// Of a text that is only checked: passes over plain text, escapes of one letter and the usual characters of UTF-8, as
/// far as they are whole.
const char* JsonStringScanner::skip_usual(const char* at, const char* end) {
  while (true) {
    at = plain_text_end(at, end);
    do {
      if (end - at < 2) return at;
      const bool usual_escape = *at == '\\' && unescaped(at[1]) != '\0';
      const std::size_t size = usual_escape ? 2 : usual_utf8_character(at, end);
      if (size == 0) return at;
      at += size;
    } while (at != end && *at == '\\');  // "\r\n"
  }
}

/// Stops at '"', '\\', a control character or the end.
bool JsonStringScanner::skip_characters(const char*& at, const char* end) {
  while (true) {
    if (utf8_.complete()) at = plain_text_end(at, end);
    if (at == end) return true;
    const auto byte = static_cast<unsigned char>(*at);
    if (utf8_.complete()) {
      if (byte < 0x80) return true;
      if (const std::size_t size = usual_utf8_character(at, end); size > 0) {
        at += size;
        continue;
      }
    }
    if (!utf8_.push(byte)) return wrong("invalid UTF-8");
    ++at;
  }
}

bool JsonStringScanner::take_escape(char c) {
  switch (escape_) {
    case Escape::letter:
      return take_letter(c);
    case Escape::low_backslash:
      escape_ = Escape::low_letter;
      return c == '\\' || wrong(kLoneSurrogate);
    case Escape::low_letter:
      escape_ = Escape::low_digits;
      return c == 'u' || wrong(kLoneSurrogate);
    default:
      return take_digit(c);
  }
}

bool JsonStringScanner::take_letter(char c) {
  if (c == 'u') {
    escape_ = Escape::digits;
    return true;
  }
  const char plain = unescaped(c);
  if (plain == '\0') return wrong("an unknown escape");
  escape_ = Escape::none;
  return gather(&plain, &plain + 1);
}

bool JsonStringScanner::take_digit(char c) {
  const unsigned value = hex_value(c);
  if (value > 15) return wrong("an escape without four hexadecimal digits");
  code_ = code_ << 4U | value;
  if (++digits_ < 4) return true;
  digits_ = 0;
  const unsigned code = code_;
  code_ = 0;
  return take_code(code);
}

bool JsonStringScanner::take_code(unsigned code) {
  if (!keep_) {
    escape_ = Escape::none;
    return true;
  }
  const bool second = escape_ == Escape::low_digits;
  if (is_low_surrogate(code) != second) return wrong(kLoneSurrogate);
  if (is_high_surrogate(code)) {
    high_surrogate_ = code;
    escape_ = Escape::low_backslash;
    return true;
  }
  escape_ = Escape::none;
  if (second) code = 0x10000 + ((high_surrogate_ - 0xD800) << 10U) + (code - 0xDC00);
  char bytes[4];
  return gather(bytes, bytes + encode_utf8(code, bytes));
}

bool JsonStringScanner::gather(const char* from, const char* to) {
  gathered_ = true;
  if (!keep_) return true;
  const auto size = static_cast<std::size_t>(to - from);
  too_long_ = size > max_text_ - buffer_.size();
  if (too_long_) return false;
  buffer_.append(from, size);
  return true;
}

JsonStringScanner::Result JsonStringScanner::close(const char* from, const char* to) {
  if (!keep_) return Result::closed;
  if (gathered_) {
    if (!gather(from, to)) return Result::wrong;
    text_ = buffer_;
    return Result::closed;
  }
  text_ = std::string_view(from, static_cast<std::size_t>(to - from));
  too_long_ = text_.size() > max_text_;
  return too_long_ ? Result::wrong : Result::closed;
}

bool JsonStringScanner::wrong(std::string_view problem) {
  problem_ = problem;
  return false;
}

}  // namespace dsz
