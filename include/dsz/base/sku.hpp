#pragma once

#include <string>
#include <string_view>

namespace dsz {

/// The form in which two SKUs that a person would call the same are equal: trimmed of ASCII white space, ASCII letters
/// in lower case (design.md, "Matching": exactly, else trimmed and without regard to case).
std::string fold_sku(std::string_view sku);

/// True for a SKU that can stand for a product: something is left after trimming, valid UTF-8, at most kMaxSkuBytes.
bool usable_sku(std::string_view sku);

inline constexpr std::size_t kMaxSkuBytes = 255;

}  // namespace dsz
