#pragma once

#include "dsz/app/finding.hpp"
#include "dsz/base/time.hpp"

#include <optional>

namespace dsz {

inline constexpr const char* kClock = "clock";

/// "clock", from how far the clock of each service is ahead of this machine's; nullopt: it did not say. Pure.
Finding check_clock(std::optional<Millis> supplier_ahead, std::optional<Millis> store_ahead);

}  // namespace dsz
