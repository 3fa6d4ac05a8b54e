#pragma once

#include "dsz/match/plan.hpp"
#include "dsz/store/catalogue.hpp"

#include <string>
#include <string_view>

namespace dsz {

/// What tables and summaries call these: for people. --json uses the names of to_text().
std::string_view words_for(Why why);
std::string_view words_for(Left left);
std::string_view words_for(StockStatus status);

/// A line of a summary, "Changes:    12 to zero, …": titles in one column.
std::string titled_line(std::string_view title, std::string_view text);

}  // namespace dsz
