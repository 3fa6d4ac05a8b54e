#pragma once

#include "dsz/app/status.hpp"
#include "dsz/monitor/standing.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dsz {

/// What both files tell.
struct MonitorFacts {
  std::string version{};  ///< of dsz-sync
  WallTime now{};
  Standing standing{};
  Status present{};  ///< its inventory and quota
};

/// Every status file begins with this.
inline constexpr std::string_view kStatusFileBegin = "{\n  \"format\": \"dsz-status\"";

/// `status.json` (docs/JSON.md).
std::string status_file_text(const MonitorFacts& facts);

/// For keeping it in state.db: Standing as in the status file.
std::string standing_text(const Standing& standing);
/// nullopt when it is no such text.
std::optional<Standing> parse_standing(std::string_view text);

}  // namespace dsz
