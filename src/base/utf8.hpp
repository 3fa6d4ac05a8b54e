#pragma once

#include <cstddef>
#include <string_view>

namespace dsz {

/// Checks UTF-8 byte by byte (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF), so that a character
/// may be cut between two pieces.
class Utf8Check {
 public:
  /// False when `byte` cannot stand here.
  bool push(unsigned char byte) {
    if (missing_ == 0) return begin(byte);
    if (byte < low_ || byte > high_) return false;
    --missing_;
    low_ = 0x80;
    high_ = 0xBF;
    return true;
  }
  /// False in the middle of a character.
  [[nodiscard]] bool complete() const { return missing_ == 0; }

 private:
  bool begin(unsigned char byte) {
    if (byte < 0x80) return true;
    if (byte < 0xC2 || byte > 0xF4) return false;
    missing_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    // The second byte is where overlong forms, surrogates and what lies beyond U+10FFFF show.
    if (byte == 0xE0) low_ = 0xA0;
    if (byte == 0xED) high_ = 0x9F;
    if (byte == 0xF0) low_ = 0x90;
    if (byte == 0xF4) high_ = 0x8F;
    return true;
  }

  int missing_ = 0;
  unsigned char low_ = 0x80;
  unsigned char high_ = 0xBF;
};

/// The length of the character at `at` where it is whole, of two or three bytes or an emoji's four, and no other bytes
/// could stand for it: nearly all are so. 0 of any other, which Utf8Check then judges.
inline std::size_t usual_utf8_character(const char* at, const char* end) {
  const auto byte = [at](std::size_t i) { return static_cast<unsigned char>(at[i]); };
  const auto follows = [&byte](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  if (end - at >= 2 && byte(0) >= 0xC2 && byte(0) < 0xE0) return follows(1) ? 2 : 0;
  if (end - at < 4 || byte(0) <= 0xE0 || byte(0) > 0xF0 || byte(0) == 0xED || !follows(1) || !follows(2)) return 0;
  if (byte(0) < 0xF0) return 3;
  return byte(1) >= 0x90 && follows(3) ? 4 : 0;
}

/// The length of the whole, valid character at the start of `text`, which is not empty; 0 when there is none.
inline std::size_t utf8_character_length(std::string_view text) {
  Utf8Check check;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!check.push(static_cast<unsigned char>(text[i]))) return 0;
    if (check.complete()) return i + 1;
  }
  return 0;
}

}  // namespace dsz
