#include "dsz/app/version.hpp"

namespace dsz {

std::string_view version() { return DSZ_VERSION; }

}  // namespace dsz
