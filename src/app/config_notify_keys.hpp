#pragma once

#include "config_schema.hpp"

#include <vector>

namespace dsz {

/// The section `notify` of the table.
std::vector<ConfigKey> notify_keys();

}  // namespace dsz
