#pragma once

#include <string>
#include <string_view>

namespace dsz {

/// "0.1.0", from CMakeLists.txt.
std::string_view version();

/// "dsz-sync/0.1.0": what the services see in their logs.
std::string user_agent();

}  // namespace dsz
