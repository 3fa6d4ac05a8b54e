#pragma once

#include <string_view>

namespace dsz {

/// How a plan file begins and ends, to the byte.
inline constexpr std::string_view kPlanBegin = "{\n\"format\": \"";
inline constexpr std::string_view kAnyPlanBegin = "{\n\"format\": \"dsz-plan/";  ///< of whatever version
inline constexpr std::string_view kSealBegin = "\n\"sha256\": \"";
inline constexpr std::string_view kSealEnd = "\"\n}\n";

}  // namespace dsz
