#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string_view>

namespace dsz {

/// Takes the rows of an answer, one at a time; each is good during the call.
using TakeRow = std::function<void(const nlohmann::json& row)>;

/// Hands over the values of a list one by one, so that never more than one stands in memory as a tree: that of a page
/// costs more than all else that is done with it. True when `body` is one list, whole, and nothing else. Otherwise
/// false, and rows may have been handed over that are to be forgotten: answer_json() then says what it is. The values
/// are those that answer_json() makes of the same text.
bool stream_rows(std::string_view body, const TakeRow& take);

}  // namespace dsz
