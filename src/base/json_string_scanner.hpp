#pragma once

#include "utf8.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace dsz {

/// Reads what stands between the quotes of a JSON string, which may come in pieces. Text that lies whole in one piece
/// and has no escapes is not copied.
class JsonStringScanner {
 public:
  enum class Result { more, closed, wrong };

  explicit JsonStringScanner(std::size_t max_text) : max_text_(max_text) {}

  /// After the opening quote. `keep` false: only checked. Half a surrogate pair, which is in JSON's grammar but stands
  /// for nothing, then passes: it is what is left of an emoji in a title that was cut to a length.
  void begin(bool keep);
  /// Moves `at` behind the closing quote (closed), to the end of the piece (more), or to the byte that is wrong.
  Result scan(const char*& at, const char* end);
  /// Once closed, and while the piece lives; "" when not kept.
  [[nodiscard]] std::string_view text() const { return text_; }
  /// What is wrong.
  [[nodiscard]] std::string_view problem() const { return problem_; }
  [[nodiscard]] bool too_long() const { return too_long_; }

 private:
  /// Inside an escape, what comes next.
  enum class Escape { none, letter, digits, low_backslash, low_letter, low_digits };

  static const char* skip_usual(const char* at, const char* end);
  bool skip_characters(const char*& at, const char* end);
  bool take_escape(char c);
  bool take_letter(char c);
  bool take_digit(char c);
  bool take_code(unsigned code);
  bool gather(const char* from, const char* to);
  Result close(const char* from, const char* to);
  bool wrong(std::string_view problem);

  std::size_t max_text_;
  bool keep_ = true;
  bool too_long_ = false;
  bool gathered_ = false;  ///< some of the text is in buffer_
  std::string buffer_;
  std::string_view text_;
  std::string_view problem_;
  Utf8Check utf8_;
  Escape escape_ = Escape::none;
  unsigned digits_ = 0;
  unsigned code_ = 0;
  unsigned high_surrogate_ = 0;
};

}  // namespace dsz
