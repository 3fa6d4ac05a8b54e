#pragma once

#include "dsz/app/config.hpp"

#include <map>
#include <string>

namespace dsz {

/// The settings that decide what a plan writes and what stops it, each key with its value as JSON: kept in a saved
/// plan.
std::map<std::string, std::string> plan_configuration(const MatchSettings& settings);

}  // namespace dsz
