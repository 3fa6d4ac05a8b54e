#pragma once

#include "dsz/monitor/standing.hpp"

#include <nlohmann/json.hpp>

namespace dsz {

nlohmann::ordered_json json_of(const Standing& standing);
/// Reads what json_of writes; throws nlohmann's exception when it is something else.
Standing standing_of(const nlohmann::ordered_json& json);

}  // namespace dsz
