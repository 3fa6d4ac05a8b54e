// A full fetch that knows how many pages the last one found asks for the first ones without waiting for page 1.
#include "shop.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

TEST(FetchAhead, IsDoneOnlyAfterAFullFetchThatWentWell) {
  Shop shop;
  shop.config["dropshipzone"]["page_size"] = 2;
  shop.config["dropshipzone"]["retries"] = 0;
  shop.put_many(40, 5, 4);
  const auto pages_read = [&shop] { return shop.run_json({"fetch"})["fetch"]["pages"].get<int>(); };
  EXPECT_EQ(pages_read(), 21) << "page 1 is read twice when nobody knows how many there are";
  EXPECT_EQ(pages_read(), 20);
  shop.supplier.faults().add(sandbox::Fault::html(500).always().on({.path_contains = "/v2/products"}));
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 10);
  shop.supplier.faults().clear();
  EXPECT_EQ(pages_read(), 21);
  EXPECT_EQ(pages_read(), 20);
  EXPECT_EQ(shop.inventory()["count"], 40);
}

}  // namespace
}  // namespace dsz::test
