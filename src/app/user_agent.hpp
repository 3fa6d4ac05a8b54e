#pragma once

#include "dsz/app/version.hpp"

#include <string>

namespace dsz {

/// What both services see in their logs.
inline std::string user_agent() { return "dsz-sync/" + std::string(version()); }

}  // namespace dsz
