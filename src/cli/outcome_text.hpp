#pragma once

#include "dsz/state/journal.hpp"

#include <string_view>

namespace dsz {

/// As tables and --json name it.
std::string_view to_text(WriteOutcome outcome);

}  // namespace dsz
