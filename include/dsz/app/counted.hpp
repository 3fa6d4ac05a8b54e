#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dsz {

/// "1 product", "2 products".
inline std::string counted(std::int64_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

}  // namespace dsz
