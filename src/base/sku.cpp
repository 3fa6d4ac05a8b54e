#include "dsz/base/sku.hpp"

#include "dsz/base/text.hpp"

#include "ascii.hpp"

namespace dsz {

std::string fold_sku(std::string_view sku) {
  std::string folded(trim_ascii(sku));
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

bool usable_sku(std::string_view sku) {
  return sku.size() <= kMaxSkuBytes && !trim_ascii(sku).empty() && valid_utf8(sku);
}

}  // namespace dsz
