#include "dsz/app/version.hpp"

#include <fmt/format.h>

namespace dsz {

std::string_view version() { return DSZ_VERSION; }

std::string user_agent() { return fmt::format("dsz-sync/{}", version()); }

}  // namespace dsz
