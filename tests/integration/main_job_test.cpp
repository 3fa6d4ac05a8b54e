#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(MainJob, FetchMatchAndSecondMatchFindsNothingToDo) {
  Shop shop;
  shop.put("AES-1", 12, 3);
  shop.put("AES-2", 0, 7);
  shop.put("AES-3", 5, 5);
  shop.put("AES-4", 9, 0);
  shop.put_many(20, 4, 4);
  shop.store.put({.sku = "OTHER-1", .stock_quantity = 99});

  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  const auto first = shop.run({"match"});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(shop.quantity("AES-1"), 12);
  EXPECT_EQ(shop.quantity("AES-2"), 0);
  EXPECT_EQ(shop.quantity("AES-3"), 5);
  EXPECT_EQ(shop.quantity("AES-4"), 9);
  EXPECT_EQ(shop.quantity("OTHER-1"), 99);
  EXPECT_EQ(shop.store.saves(), 3);

  shop.store.requests().clear();
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST(MainJob, SyncDoesBoth) {
  Shop shop;
  shop.put_many(10, 8, 2);
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("P009"), 8);
}

TEST(MainJob, DryRunShowsTheDifferenceAndSendsNothingButGet) {
  Shop shop;
  shop.put("AES-1", 12, 3);
  shop.put_many(20, 4, 4);
  shop.run({"fetch"});
  shop.store.requests().clear();
  const auto result = shop.run({"match", "--dry-run"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("AES-1"));
  EXPECT_THAT(shop.writes(), IsEmpty());
  EXPECT_GT(shop.store.requests().count(), 0);
  EXPECT_EQ(shop.quantity("AES-1"), 3);
}

TEST(MainJob, DetailedExitCodeTellsThatADryRunFoundChanges) {
  Shop shop;
  shop.put("AES-1", 12, 3);
  shop.run({"fetch"});
  EXPECT_EQ(shop.run({"match", "-n", "--detailed-exitcode"}).exit_code, 100);
  EXPECT_EQ(shop.run({"match", "--detailed-exitcode"}).exit_code, 0);
  EXPECT_EQ(shop.run({"match", "-n", "--detailed-exitcode"}).exit_code, 0);
}

TEST(MainJob, QuietPrintsNothingWhenAllWentWell) {
  Shop shop;
  shop.put_many(10, 8, 2);
  const auto result = shop.run({"-q", "sync"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(MainJob, ProductsMissingAtTheSupplierGoToZeroOnceTheSupplierWasAskedByName) {
  Shop shop;
  shop.put_many(20, 8, 8);
  shop.put("GONE", 5, 5);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  shop.supplier.remove("GONE");
  shop.supplier.requests().clear();
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("GONE"), 0);
  EXPECT_EQ(shop.supplier.requests().count({.query_contains = "skus=GONE"}), 3);  // twice enabled, then not enabled
}

TEST(MainJob, MoreThanThirtyPercentMissingStopsTheRunBeforeTheFirstWrite) {
  Shop shop;
  shop.put_many(20, 8, 8, "STAYS");
  shop.put_many(10, 8, 8, "GOES");
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  for (int i = 0; i < 10; ++i) shop.supplier.remove("GOES00" + std::to_string(i));
  shop.supplier.set_stock("STAYS000", 1);
  shop.store.requests().clear();
  shop.config["match"]["guards"]["feed_drop_percent"] = 100;
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("10 of 30"));
  EXPECT_THAT(shop.writes(), IsEmpty());

  EXPECT_EQ(shop.run({"sync", "--allow-missing", "9"}).exit_code, 4);
  EXPECT_THAT(shop.writes(), IsEmpty());
  EXPECT_EQ(shop.run({"sync", "--allow-missing", "10"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("GOES009"), 0);
  EXPECT_EQ(shop.quantity("STAYS000"), 1);
}

TEST(MainJob, SecondRunWhileOneIsUnderWayExitsEleven) {
  Shop shop;
  shop.put_many(3, 8, 8);
  // The first run hangs in its first page until the second one has ended.
  shop.supplier.faults().add(sandbox::Fault::slow(std::chrono::seconds(20)).on({.path_contains = "/v2/products"}));
  std::promise<void> under_way;
  shop.supplier.endpoint().at_nth({.path_contains = "/v2/products"}, 1, sandbox::Moment::before,
                                  [&](const auto&) { under_way.set_value(); });
  Program first(shop.arguments({"fetch"}));
  under_way.get_future().wait();
  const auto second = shop.run({"fetch"});
  EXPECT_EQ(second.exit_code, 11);
  EXPECT_THAT(second.err, HasSubstr(std::to_string(first.pid())));
  first.signal(SIGTERM);
  EXPECT_EQ(first.wait().exit_code, 143);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
}

}  // namespace
}  // namespace dsz::test
