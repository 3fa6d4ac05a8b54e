#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dsz {

/// "1 product", "2 products".
inline std::string counted(std::int64_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

inline std::string counted_products(std::size_t count) { return counted(static_cast<std::int64_t>(count), "product"); }

}  // namespace dsz
