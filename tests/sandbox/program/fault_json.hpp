#pragma once

#include "sandbox/wire/fault.hpp"

#include <nlohmann/json_fwd.hpp>

namespace dsz::sandbox {

/// A fault by its kind's name: {"kind":"html","status":502,"match":{"method":"GET","path":"/v2/products"},"skip":0,
/// "times":1,"done":false,"delay_ms":0}. Kinds: the functions of Fault. Throws std::invalid_argument for an unknown
/// one.
Fault fault_from_json(const nlohmann::ordered_json& json);

}  // namespace dsz::sandbox
