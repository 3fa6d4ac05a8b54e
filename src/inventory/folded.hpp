#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace dsz {

// What fold_sku (base/sku.hpp) does, without the copy: the index folds millions of SKUs. A test holds the two together.

inline bool is_sku_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

inline char folded_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string_view trimmed_sku(std::string_view sku) {
  while (!sku.empty() && is_sku_space(sku.front())) sku.remove_prefix(1);
  while (!sku.empty() && is_sku_space(sku.back())) sku.remove_suffix(1);
  return sku;
}

/// Both trimmed.
inline bool equal_folded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded_letter(x) == folded_letter(y); });
}

/// FNV-1a over the folded bytes of a trimmed SKU, then mixed (MurmurHash3's finalizer), because FNV alone leaves the
/// low bits of SKUs that differ in their last digit too much alike.
inline std::uint64_t folded_hash(std::string_view sku) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : sku) hash = (hash ^ static_cast<unsigned char>(folded_letter(c))) * 0x100000001b3U;
  hash = (hash ^ (hash >> 33U)) * 0xff51afd7ed558ccdU;
  hash = (hash ^ (hash >> 33U)) * 0xc4ceb9fe1a85ec53U;
  return hash ^ (hash >> 33U);
}

}  // namespace dsz
