#include "catalogue_pages.hpp"

#include "product_rows.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace dsz::test {
namespace {

using nlohmann::json;

TEST(CataloguePages, APageThatComesAgainReplacesWhatItWas) {
  CataloguePages pages([](const json& row) { return product_of(row, 0); });
  const auto begin_page = pages.begin_page();
  const auto put = [&](std::size_t page, const std::vector<std::int64_t>& ids) {
    const TakeRow take = begin_page(page);
    for (const std::int64_t id : ids) take(json{{"id", id}});
  };
  put(1, {4, 5});
  put(0, {1, 2, 3});
  put(0, {1, 3, 4});
  put(2, {6});
  std::vector<std::int64_t> ids;
  pages.hand_over(2, [&ids](const StoreProduct& product) { ids.push_back(product.id); });
  EXPECT_THAT(ids, ::testing::ElementsAre(1, 3, 4, 4, 5)) << "of the first two pages";
}

}  // namespace
}  // namespace dsz::test
