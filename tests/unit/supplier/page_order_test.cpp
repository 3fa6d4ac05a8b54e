#include "page_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace dsz {
namespace {

using ::testing::ElementsAre;

TEST(PageOrderTest, EachPageComesOnce) {
  for (std::int64_t last = 1; last < 100; ++last) {
    std::vector<std::int64_t> pages = page_order(last);
    std::sort(pages.begin(), pages.end());
    std::vector<std::int64_t> expected(static_cast<std::size_t>(last));
    std::iota(expected.begin(), expected.end(), 1);
    EXPECT_EQ(pages, expected);
  }
}

TEST(PageOrderTest, OddPagesRunAhead) {
  EXPECT_THAT(page_order(9), ElementsAre(3, 1, 5, 2, 7, 4, 9, 6, 8));
  EXPECT_THAT(page_order(10), ElementsAre(3, 1, 5, 2, 7, 4, 9, 6, 10, 8));
}

TEST(PageOrderTest, AtEveryMomentAPairOfNeighboursIsHalfReadInEachDirection) {
  for (std::int64_t last = 4; last < 100; ++last) {
    std::map<std::int64_t, std::int64_t> when;
    for (const std::int64_t page : page_order(last)) when.emplace(page, when.size());
    for (std::int64_t moment = 1; moment < last; ++moment) {  // just before the page of this number is read
      bool upward = false;
      bool downward = false;
      for (std::int64_t page = 1; page < last; ++page) {
        upward = upward || (when[page] < moment && moment <= when[page + 1]);
        downward = downward || (when[page + 1] < moment && moment <= when[page]);
      }
      EXPECT_TRUE(upward && downward) << "moment " << moment << " of " << last << " pages";
    }
  }
}

}  // namespace
}  // namespace dsz
