#include "dsz/cli/text_width.hpp"

#include <algorithm>
#include <array>

namespace dsz {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// A small rule instead of wcwidth(), which depends on the locale: under cron and in containers that is often "C".
constexpr std::array<Range, 15> kWide{{{0x1100, 0x115F},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0xA4CF},
                                       {0xA960, 0xA97C},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1F64F},
                                       {0x1F680, 0x1F6FF},
                                       {0x1F900, 0x1F9FF},
                                       {0x1FA70, 0x1FAFF},
                                       {0x20000, 0x2FFFD},
                                       {0x30000, 0x3FFFD}}};
constexpr std::array<Range, 5> kNoWidth{
    {{0x0300, 0x036F}, {0x200B, 0x200D}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};

template <std::size_t n>
bool within(char32_t code, const std::array<Range, n>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [code](const Range& range) { return code >= range.first && code <= range.last; });
}

struct Character {
  std::size_t bytes;
  std::size_t columns;
};

/// The first character of a text that is not empty.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const std::size_t bytes = std::min(length, text.size());
  char32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (const char c : text.substr(1, bytes - 1)) code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  const std::size_t columns = within(code, kNoWidth) ? 0 : within(code, kWide) ? 2 : 1;
  return {bytes, columns};
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    width += character.columns;
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::size_t columns = 1;  // of the ellipsis
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const Character character = first_character(text.substr(bytes));
    if (columns + character.columns > width) break;
    columns += character.columns;
    bytes += character.bytes;
  }
  return std::string(text.substr(0, bytes)) + "…";
}

}  // namespace dsz
