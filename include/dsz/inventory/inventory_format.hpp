#pragma once

#include <string_view>

namespace dsz {

inline constexpr std::string_view kInventoryFormat = "dsz-inventory/1";
/// "covers" of an inventory that speaks of the SKUs in it only; another value is not known, absent means everything.
inline constexpr std::string_view kCoversAsked = "asked";

}  // namespace dsz
