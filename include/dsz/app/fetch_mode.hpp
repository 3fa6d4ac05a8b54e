#pragma once

#include <array>
#include <string_view>

namespace dsz {

enum class FetchMode {
  automatic,  ///< the cheapest of those below that gives a complete answer for what the store sells
  full,       ///< the supplier's whole catalogue
  targeted,   ///< the SKUs that the store sells, asked for by name
  delta,      ///< what changed since the last inventory
};
inline constexpr std::array<FetchMode, 4> kFetchModes{FetchMode::full, FetchMode::targeted, FetchMode::delta,
                                                      FetchMode::automatic};

/// "full", "targeted", "delta", "auto": as on the command line, in the inventory file and in --json.
std::string_view to_text(FetchMode mode);

}  // namespace dsz
