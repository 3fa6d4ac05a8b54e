#pragma once

#include "sandbox/wire/fault.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace dsz::test {

/// What a field may hold and none should, as JSON.
extern const std::vector<std::string> kOddValues;

/// JSON in the place of the service's answer.
sandbox::Fault json_answer(std::string text);
/// Replaces the first `from` of the body; a body without it stays.
sandbox::Fault with_first(std::string from, std::string to);
/// The answer's only header of that name has this value; none, when it is empty.
sandbox::Fault with_header(std::string name, std::string value);
/// The rows of a list are changed; a body that is no list stays.
sandbox::Fault with_rows(std::function<void(nlohmann::ordered_json& rows)> change);
/// So many opened lists, each within the one before, and as many ends.
std::string nested_lists(int opened, int closed);

}  // namespace dsz::test
