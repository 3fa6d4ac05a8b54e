#include "page_order.hpp"

#include <utility>

namespace dsz {

std::vector<std::int64_t> page_order(std::int64_t last) {
  constexpr std::size_t kAhead = 3;
  std::vector<std::int64_t> early;
  std::vector<std::int64_t> late;
  // An even last page goes with the odd ones: otherwise nothing above it would have been read before it.
  for (std::int64_t page = 1; page <= last; ++page) (page % 2 == 1 || page == last ? early : late).push_back(page);
  // For the same reason page 3 goes before page 1, the moment after which would not be watched.
  if (early.size() > 1) std::swap(early[0], early[1]);

  std::vector<std::int64_t> order;
  order.reserve(early.size() + late.size());
  auto next_late = late.begin();
  for (const std::int64_t page : early) {
    if (order.size() >= kAhead && next_late != late.end()) order.push_back(*next_late++);
    order.push_back(page);
  }
  order.insert(order.end(), next_late, late.end());
  return order;
}

}  // namespace dsz
