// Signals and kills in the middle: files are old or new and whole, the journal says what was sent, the next run goes
// on.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <set>

namespace dsz::test {
namespace {

using sandbox::Moment;
using testing::HasSubstr;

class Interruption : public testing::Test {
 protected:
  Interruption() {
    for (int i = 0; i < 600; ++i) shop.put("S" + std::to_string(1000 + i), 5, 4);
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  }

  /// Starts the command, and signals it before the service looks at its `nth` request of this kind, or when its work
  /// is done and not yet answered.
  ProgramResult signal_at(sandbox::Endpoint& endpoint, const sandbox::RequestMatch& match, std::size_t nth, int number,
                          std::vector<std::string> command, Moment moment = Moment::before) {
    std::promise<void> reached;
    std::promise<void> signalled;
    auto go_on = signalled.get_future().share();
    endpoint.at_nth(match, nth, moment, [&reached, go_on](const auto&) {
      reached.set_value();
      go_on.wait();
    });
    Program program(shop.arguments(std::move(command)));
    reached.get_future().wait();
    program.signal(number);
    signalled.set_value();
    return program.wait();
  }

  Shop shop;
};

TEST_F(Interruption, FetchEndsWithItsExitCodeAndLeavesTheOldInventory) {
  const std::string before = shop.content("dropshipzone_inventory.json");
  shop.supplier.set_stock("S1000", 99);
  for (const auto& [number, exit_code] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    const auto result = signal_at(shop.supplier.endpoint(), {.path_contains = "/v2/products"}, 2, number, {"fetch"});
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    EXPECT_EQ(shop.content("dropshipzone_inventory.json"), before);
    EXPECT_FALSE(std::filesystem::exists(shop.file("temp_inventory.json")));
  }
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  EXPECT_NE(shop.content("dropshipzone_inventory.json"), before);
}

TEST_F(Interruption, AWriteUnderWayIsFinishedAndTheRestIsNotSent) {
  const auto result = signal_at(shop.store.endpoint(), {.method = "POST"}, 2, SIGTERM, {"match"});
  EXPECT_EQ(result.exit_code, 143) << result.err;
  const auto saves = shop.store.saves();
  EXPECT_GT(saves, 0);
  EXPECT_LT(saves, 600);
  std::int64_t written = 0;
  for (const auto& product : shop.store.products()) written += product.stock_quantity == 5 ? 1 : 0;
  EXPECT_EQ(static_cast<std::size_t>(written), saves);
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_EQ(shop.store.saves(), 600);
}

TEST_F(Interruption, AWriteThatTheStoreAsksToWaitWithIsNotSentAgain) {
  shop.store.faults().add(sandbox::Fault::too_many(110).on({.method = "POST"}).always());
  const auto result = signal_at(shop.store.endpoint(), {.method = "POST"}, 1, SIGINT, {"match"});
  EXPECT_EQ(result.exit_code, 130) << result.err;
  EXPECT_EQ(shop.writes().size(), 1) << "nothing more is sent";
  shop.store.faults().clear();
  const auto next = shop.run({"match"});
  EXPECT_EQ(next.exit_code, 0) << next.err;
  EXPECT_THAT(next.err, testing::Not(HasSubstr("cut off"))) << "the journal left nothing open";
  EXPECT_EQ(shop.store.saves(), 600);
}

TEST_F(Interruption, TheWaitForAStoreThatMayBeAtWorkEndsToo) {
  shop.store.faults().add(sandbox::Fault::html(504).done().on({.method = "POST"}));
  const auto result = signal_at(shop.store.endpoint(), {.method = "POST"}, 1, SIGTERM, {"match"});
  EXPECT_EQ(result.exit_code, 143) << result.err;
  EXPECT_EQ(shop.store.saves(), 50);
  const auto next = shop.run({"match"});
  EXPECT_EQ(next.exit_code, 0) << next.err;
  EXPECT_THAT(next.err, HasSubstr("of its 50 open writes the store has 50"));
  EXPECT_EQ(shop.store.saves(), 600);
}

TEST_F(Interruption, AKilledWriteIsSettledByTheNextRun) {
  const auto result = signal_at(shop.store.endpoint(), {.method = "POST"}, 3, SIGKILL, {"match"});
  EXPECT_EQ(result.exit_code, 128 + SIGKILL);
  const auto next = shop.run({"match"});
  EXPECT_EQ(next.exit_code, 0) << next.err;
  EXPECT_THAT(next.err, HasSubstr("cut off"));
  for (const auto& product : shop.store.products()) EXPECT_EQ(product.stock_quantity, 5);
}

/// Settling needs nothing but the store, and so nothing else can put it off.
TEST_F(Interruption, AKilledWriteIsSettledThoughTheNextRunEndsEarly) {
  const std::string settled = "of its 50 open writes the store has 50, has not 0,";
  const auto kill_a_write = [this] {
    return signal_at(shop.store.endpoint(), {.method = "POST"}, 1, SIGKILL, {"match"}, Moment::after).exit_code;
  };
  ASSERT_EQ(kill_a_write(), 128 + SIGKILL);
  shop.supplier.faults().add(sandbox::Fault::html(500).always());
  const auto without_supplier = shop.run({"sync", "--mode", "full"});
  EXPECT_EQ(without_supplier.exit_code, 10) << without_supplier.err;
  EXPECT_THAT(without_supplier.err, HasSubstr(settled));

  ASSERT_EQ(kill_a_write(), 128 + SIGKILL);
  const auto without_inventory = shop.run({"match", "--inventory", shop.file("none.json").string()});
  EXPECT_EQ(without_inventory.exit_code, 2) << without_inventory.err;
  EXPECT_THAT(without_inventory.err, HasSubstr(settled));

  ASSERT_EQ(kill_a_write(), 128 + SIGKILL);
  shop.store.set_stock_management(false);
  const auto not_managed = shop.run({"match"});
  EXPECT_EQ(not_managed.exit_code, 4) << not_managed.err;
  EXPECT_THAT(not_managed.err, HasSubstr(settled));
}

TEST_F(Interruption, WhatAKilledWriteLeftOpenIsToldByEachRunThatCannotSettleIt) {
  ASSERT_EQ(signal_at(shop.store.endpoint(), {.method = "POST"}, 1, SIGKILL, {"match"}).exit_code, 128 + SIGKILL);
  const std::string open = "50 writes to " + shop.store.url() + " are open still, because run 2 was cut off";
  EXPECT_THAT(shop.run({"fetch", "--mode", "full"}).err, HasSubstr(open));
  shop.store.faults().add(sandbox::Fault::html(503).always());
  EXPECT_THAT(shop.run({"match"}).err, HasSubstr(open));
  shop.store.faults().clear();
  EXPECT_THAT(shop.run({"match"}).err, testing::Not(HasSubstr("open still")));
}

TEST_F(Interruption, AKilledFetchLeavesNothingInTheWay) {
  const std::string before = shop.content("dropshipzone_inventory.json");
  const auto result = signal_at(shop.supplier.endpoint(), {.path_contains = "/v2/products"}, 3, SIGKILL, {"fetch"});
  EXPECT_EQ(result.exit_code, 128 + SIGKILL);
  EXPECT_EQ(shop.content("dropshipzone_inventory.json"), before);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("S1000"), 5);
}

TEST_F(Interruption, AFetchThatWasCutOffGoesOnWhereItStopped) {
  shop.config["dropshipzone"]["page_size"] = 10;
  for (const int number : {SIGKILL, SIGTERM}) {
    shop.supplier.requests().clear();
    signal_at(shop.supplier.endpoint(), {.path_contains = "/v2/products"}, 45, number, {"fetch"});
    shop.supplier.requests().clear();
    shop.supplier.remove("S" + std::to_string(1000 + number));  // every later row moves up meanwhile
    const auto document = shop.run_json({"fetch"});
    EXPECT_EQ(document["exit_code"], 0) << document;
    EXPECT_GE(document["fetch"]["resumed_pages"], 35);
    // Of 60 pages: those left, page 1 and the last whole one before that, and afterwards the seams of those that were
    // under way when it was cut off.
    const auto pages = document["fetch"]["pages"].get<std::size_t>();
    const auto resumed = document["fetch"]["resumed_pages"].get<std::size_t>();
    const auto repaired = document["fetch"]["repaired_pages"].get<std::size_t>();
    EXPECT_EQ(pages, (60 - resumed) + 2 + repaired);
    EXPECT_LE(pages, 45U);
    constexpr std::size_t kOfTheOneCutOff = 8;  // in flight, which the supplier may note only now
    EXPECT_LE(shop.supplier.requests().count({.path_contains = "/v2/products"}), pages + kOfTheOneCutOff);
    std::set<std::string> listed;
    const auto inventory = shop.inventory();
    for (const auto& product : inventory["products"]) listed.insert(product["sku"].get<std::string>());
    for (const auto& product : shop.supplier.products()) EXPECT_EQ(listed.count(product.sku), 1U) << product.sku;
  }
}

TEST_F(Interruption, AFetchThatWasCutOffTooLongAgoOrWithOtherPagesBeginsAnew) {
  shop.config["dropshipzone"]["page_size"] = 20;
  const auto cut_off = [this] {
    signal_at(shop.supplier.endpoint(), {.path_contains = "/v2/products"}, 20, SIGKILL, {"fetch"});
    shop.supplier.requests().clear();
  };
  cut_off();
  shop.config["dropshipzone"]["page_size"] = 10;
  EXPECT_EQ(shop.run_json({"fetch"})["fetch"]["resumed_pages"], 0);
  shop.config["dropshipzone"]["page_size"] = 20;
  shop.supplier.requests().clear();
  cut_off();
  shop.config["dropshipzone"]["resume_hours"] = 0;
  EXPECT_EQ(shop.run_json({"fetch"})["fetch"]["resumed_pages"], 0);
}

}  // namespace
}  // namespace dsz::test
