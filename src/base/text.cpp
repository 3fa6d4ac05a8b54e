#include "dsz/base/text.hpp"

#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace dsz {
namespace {

constexpr std::string_view kEllipsis = "…";

/// The code point of one valid character.
unsigned code_point(std::string_view character) {
  constexpr unsigned kLeadMask[] = {0x7F, 0x1F, 0x0F, 0x07};
  unsigned code = static_cast<unsigned char>(character.front()) & kLeadMask[character.size() - 1];
  for (const char c : character.substr(1)) code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

/// Controls, and what changes the direction or the line of the text around it.
bool harmful(unsigned code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

std::string escaped(unsigned code) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  return code < 0x100 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{:04x}", code);
}

/// Takes one character from the front of `text` and returns it as it is to be shown.
std::string take_shown(std::string_view& text) {
  const std::size_t length = utf8_character_length(text);
  const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
  text.remove_prefix(character.size());
  if (length == 0) return escaped(static_cast<unsigned char>(character.front()));
  const unsigned code = code_point(character);
  return harmful(code) ? escaped(code) : std::string(character);
}

/// How many letters must be inserted, removed, changed, or swapped with their neighbour.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::string visible(std::string_view text, std::size_t max_bytes) {
  const std::size_t room = max_bytes - std::min(max_bytes, kEllipsis.size());
  std::string shown;
  std::size_t cut = 0;  // the last boundary at which the ellipsis still fits
  while (!text.empty()) {
    shown += take_shown(text);
    if (shown.size() > max_bytes) {
      shown.resize(cut);
      shown += kEllipsis;
      return shown;
    }
    if (shown.size() <= room) cut = shown.size();
  }
  return shown;
}

bool valid_utf8(std::string_view text) {
  Utf8Check check;
  for (const char c : text) {
    if (!check.push(static_cast<unsigned char>(c))) return false;
  }
  return check.complete();
}

std::string nearest(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance && distance < candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return std::string(best);
}

}  // namespace dsz
