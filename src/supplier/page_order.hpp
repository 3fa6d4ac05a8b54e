#pragma once

#include <cstdint>
#include <vector>

namespace dsz {

/// The pages 1 to `last`, each once, in an order in which a shift of rows shows: 3 1 5 2 7 4 9 6 …
///
/// When rows move up between two requests, a page that is read next has lost a row to its lower neighbour if that one
/// was read before, and holds a row of its upper neighbour if that one was. So in ascending order every move up is a
/// silent loss. Here the odd pages run three requests ahead: at every moment some pair of neighbours is half read with
/// its lower page first and another with its upper page first, and whichever way rows move, one of the two then has a
/// row in common (page_drift.hpp looks for it).
std::vector<std::int64_t> page_order(std::int64_t last);

}  // namespace dsz
