#pragma once

#include <string_view>

namespace dsz {

inline constexpr std::string_view kInventoryFormat = "dsz-inventory/1";

}  // namespace dsz
