// Each guard at its edges, with the sentence that the owner sees.
#include "shop.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// Of `products` in the store, `gone` are missing at the supplier, or `sold_out` there.
struct Edge {
  std::string name;
  int products = 0;
  int gone = 0;
  int sold_out = 0;
  int feed_before = 0;  ///< products of the last accepted inventory; 0: none
  int feed = 1000;
  int age_seconds = 0;
  std::vector<std::string> options{};
  int exit_code = 0;
  std::string sentence;

  friend void PrintTo(const Edge& edge, std::ostream* out) { *out << edge.name; }
};

class GuardsAtTheirEdges : public testing::TestWithParam<Edge> {
 protected:
  void write_inventory(int from, int to, int zeros, int in_all, int age_seconds) {
    std::string rows;
    const auto add = [&rows](const std::string& sku, int stock) {
      rows +=
          fmt::format("{}{{\"sku\":\"{}\",\"stock\":{},\"price\":\"1.00\"}}", rows.empty() ? "" : ",\n", sku, stock);
    };
    for (int i = from; i < to; ++i) add(fmt::format("A{:04}", i), i - from < zeros ? 0 : 5);
    for (int i = to - from; i < in_all; ++i) add(fmt::format("OTHER{:05}", i), 1);
    const auto at =
        std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() - std::chrono::seconds(age_seconds));
    std::ofstream(shop_.file("dropshipzone_inventory.json")) << fmt::format(
        "{{\n\"format\": \"dsz-inventory/1\", \"fetched_at\": \"{:%Y-%m-%dT%H:%M:%SZ}\", \"source\": "
        "\"https://s.example\", "
        "\"mode\": \"full\",\n\"products\": [\n{}\n],\n\"count\": {}, \"complete\": true\n}}\n",
        fmt::gmtime(at), rows, std::max(in_all, to - from));
  }

  Shop shop_;
};

TEST_P(GuardsAtTheirEdges, StopExactlyAboveTheLimit) {
  const Edge& edge = GetParam();
  shop_.config["match"] = {{"select", {{"sku_prefix", "A"}}}, {"confirm_missing", false}};
  for (int i = 0; i < edge.products; ++i) shop_.store.put({.sku = fmt::format("A{:04}", i), .stock_quantity = 5});
  if (edge.feed_before > 0) {
    write_inventory(0, edge.products, 0, edge.feed_before, 0);
    shop_.store.put({.sku = "A9999", .stock_quantity = 0});  // something to do, so that this one is accepted
    shop_.config["match"]["missing"] = "ignore";
    shop_.store.set_quantity(shop_.store.product("A0000")->id, 4);
    EXPECT_EQ(shop_.run({"match"}).exit_code, 0);
  }
  write_inventory(edge.gone, edge.products, edge.sold_out, edge.feed, edge.age_seconds);
  shop_.store.requests().clear();
  std::vector<std::string> command = {"match"};
  command.insert(command.end(), edge.options.begin(), edge.options.end());
  const auto result = shop_.run(command);
  EXPECT_EQ(result.exit_code, edge.exit_code) << result.err;
  EXPECT_THAT(result.err + result.out, HasSubstr(edge.sentence));
  if (edge.exit_code != 0) {
    EXPECT_THAT(shop_.writes(), IsEmpty());
  }
  int zeros = 0;
  for (const auto& product : shop_.store.products())
    zeros += product.sku != "A9999" && product.stock_quantity == 0 ? 1 : 0;
  EXPECT_EQ(zeros, edge.exit_code == 0 ? edge.gone + edge.sold_out : 0);
}

const std::string kMissingLimit = " missing at the supplier; the limit is 30% (match.guards.missing_percent)";
const std::string kZeroedLimit = " would go to 0; the limit is 30% (match.guards.zeroed_percent)";

std::vector<Edge> edges() {
  return {
      {.name = "Missing299", .products = 1000, .gone = 299, .sentence = "299 of 299 products written"},
      {.name = "Missing300", .products = 1000, .gone = 300, .sentence = "300 of 300 products written"},
      {.name = "Missing301",
       .products = 1000,
       .gone = 301,
       .exit_code = 4,
       .sentence = "301 of 1000 selected products (30.1%) are" + kMissingLimit +
                   "; 301 of 1000 selected products in stock (30.1%)" + kZeroedLimit +
                   "; nothing was written; if they are gone for good, run once with --allow-missing 301"},
      {.name = "SoldOut300", .products = 1000, .sold_out = 300, .sentence = "300 of 300 products written"},
      {.name = "SoldOut301",
       .products = 1000,
       .sold_out = 301,
       .exit_code = 4,
       .sentence = "301 of 1000 selected products in stock (30.1%)" + kZeroedLimit + "; nothing was written"},
      {.name = "NoProduct", .sentence = "nothing to do: no product of the store is the supplier's (match.select)"},
      {.name = "OneOfOne", .products = 1, .gone = 1, .sentence = "1 of 1 products written"},
      {.name = "FourOfFour", .products = 4, .gone = 4, .sentence = "4 of 4 products written"},
      {.name = "FiveOfFive",
       .products = 5,
       .gone = 5,
       .exit_code = 4,
       .sentence = "5 of 5 selected products (100%) are" + kMissingLimit},
      {.name = "EverythingMissing",
       .products = 100,
       .gone = 100,
       .exit_code = 4,
       .sentence = "100 of 100 selected products (100%) are" + kMissingLimit},
      {.name = "FeedHalved",
       .products = 10,
       .feed_before = 1000,
       .feed = 500,
       .exit_code = 4,
       .sentence = "the inventory has 500 products, 50% fewer than the 1000 of the last accepted one; the limit is 30% "
                   "(match.guards.feed_drop_percent); nothing was written; if the smaller inventory is right, raise "
                   "match.guards.feed_drop_percent for one run"},
      {.name = "FeedDown300", .products = 10, .feed_before = 1000, .feed = 700, .sentence = "nothing to do"},
      {.name = "FeedDown301",
       .products = 10,
       .feed_before = 1000,
       .feed = 699,
       .exit_code = 4,
       .sentence = "the inventory has 699 products, 30.1% fewer than the 1000 of the last accepted one"},
      {.name = "StaleByASecond",
       .products = 10,
       .age_seconds = 12 * 3600 + 1,
       .exit_code = 4,
       .sentence =
           "the limit is 12 h (match.max_inventory_age_hours); run \"dsz-sync fetch\" first; nothing was written"},
      {.name = "NearlyStale", .products = 10, .age_seconds = 12 * 3600 - 60, .sentence = "nothing to do"},
      {.name = "TheRightNumberAllowed",
       .products = 10,
       .gone = 10,
       .options = {"--allow-missing", "10"},
       .sentence = "10 of 10 products written"},
      {.name = "OneMoreAllowed",
       .products = 10,
       .gone = 10,
       .options = {"--allow-missing", "11"},
       .exit_code = 4,
       .sentence =
           "--allow-missing 11 allows another number than the 10 that is missing at the supplier now; see which "
           "they are with --dry-run, then give their number; nothing was written"},
      {.name = "OneFewerAllowed",
       .products = 10,
       .gone = 10,
       .options = {"--allow-missing", "9"},
       .exit_code = 4,
       .sentence = "--allow-missing 9 allows another number than the 10"},
      {.name = "AllowedThoughNoneIsMissing",
       .products = 10,
       .sold_out = 1,
       .options = {"--allow-missing", "1"},
       .exit_code = 4,
       .sentence = "--allow-missing 1 allows another number than the 0"},
      {.name = "AllowedDoesNotCoverTheSoldOut",
       .products = 20,
       .gone = 5,
       .sold_out = 7,
       .options = {"--allow-missing", "5"},
       .exit_code = 4,
       .sentence = "7 of 20 selected products in stock (35%) would go to 0, beside 5 of the missing that are allowed"},
  };
}

INSTANTIATE_TEST_SUITE_P(Each, GuardsAtTheirEdges, testing::ValuesIn(edges()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace dsz::test
