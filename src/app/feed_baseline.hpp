#pragma once

#include "dsz/state/run_history.hpp"
#include "dsz/store/stock_writer.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace dsz {

/// A fact that is a whole number; nullopt when it is not.
std::optional<std::int64_t> whole_fact(std::string_view text);

/// How much of the supplier one inventory holds.
struct Feed {
  WallTime fetched_at{};
  std::int64_t listed = 0;
  std::int64_t asked = 0;  ///< of a partial one: the SKUs asked for that the supplier has or ever had
  bool partial = false;
};

/// What the last accepted inventory of the same kind lets expect, because only like can be compared with like: of a
/// whole catalogue as many products as it had; of a partial one the same share of what was asked for. nullopt: there
/// was none.
std::optional<std::int64_t> feed_baseline(Facts& facts, const Feed& feed);

/// `feed` passed every guard: the next one of its kind is measured against it.
void accept_feed(Facts& facts, const Feed& feed);
/// A whole catalogue that was fetched after `fetched_at` has been accepted.
bool later_was_accepted(Facts& facts, WallTime fetched_at);
/// Of a feed whose plan was written: a run that broke off on our side accepts nothing.
bool is_measure(const WriteReport& written);

}  // namespace dsz
