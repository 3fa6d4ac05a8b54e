// One run at a time, what a run shows while it works, and what is told of it afterwards.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <future>

namespace dsz::test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const sandbox::RequestMatch kProductPages{.path_contains = "/v2/products"};

/// A fetch that hangs in its first page until the test lets it go on.
class OneRunAtATime : public testing::Test {
 protected:
  OneRunAtATime() {
    shop.put_many(3, 8, 8);
    auto go_on = may_go_on.get_future().share();
    shop.supplier.endpoint().at_nth(kProductPages, 1, sandbox::Moment::before, [this, go_on](const auto&) {
      under_way.set_value();
      go_on.wait();
    });
    first = std::make_unique<Program>(shop.arguments({"fetch"}));
    under_way.get_future().wait();
  }

  ~OneRunAtATime() override {
    if (!released) may_go_on.set_value();
  }

  void let_the_first_end() {
    released = true;
    may_go_on.set_value();
    EXPECT_EQ(first->wait().exit_code, 0);
  }

  Shop shop;
  std::promise<void> under_way;
  std::promise<void> may_go_on;
  bool released = false;
  std::unique_ptr<Program> first;
};

TEST_F(OneRunAtATime, ASecondIsToldWhoHoldsTheLockSinceWhen) {
  const auto second = shop.run({"match"});
  EXPECT_EQ(second.exit_code, 11);
  EXPECT_THAT(second.err, ContainsRegex("another run \\(fetch, process " + std::to_string(first->pid()) +
                                        "\\) holds the lock .*sync.lock since 20[0-9-]{8}T[0-9:]{8}Z; wait for it or "
                                        "use --lock-wait SECONDS"));
  EXPECT_THAT(shop.run({"status"}).out, HasSubstr("held by fetch, process " + std::to_string(first->pid())));
  EXPECT_EQ(shop.run({"history"}).exit_code, 0);  // looking is allowed
  let_the_first_end();
  EXPECT_THAT(shop.run({"status"}).out, HasSubstr("Lock:       free"));
}

TEST_F(OneRunAtATime, ASecondMayWaitForTheEndOfTheFirst) {
  Program second(shop.arguments({"--lock-wait", "600", "fetch"}));
  let_the_first_end();
  EXPECT_EQ(second.wait().exit_code, 0);
  EXPECT_EQ(shop.run_json({"history"})["runs"].size(), 2);
}

TEST_F(OneRunAtATime, ASecondWaitsNoLongerThanItWasTold) {
  const auto second = shop.run({"--lock-wait", "1", "fetch"});
  EXPECT_EQ(second.exit_code, 11);
  EXPECT_THAT(second.err, HasSubstr("did not end within 1 s"));
}

TEST_F(OneRunAtATime, AWaitForTheLockCanBeInterrupted) {
  Program second(shop.arguments({"--lock-wait", "600", "fetch"}));
  second.signal(SIGTERM);
  const int exit_code = second.wait().exit_code;
  EXPECT_EQ(exit_code, 143);
}

TEST_F(OneRunAtATime, AKilledRunLeavesNoLock) {
  first->signal(SIGKILL);
  EXPECT_EQ(first->wait().exit_code, 128 + SIGKILL);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
}

TEST(ProgressShown, IsALineOnATerminalAndNothingOfItOnAPipe) {
  Shop shop;
  shop.put_many(90, 8, 8);
  shop.config["dropshipzone"]["page_size"] = 10;
  const auto terminal = shop.run({"sync", "--mode", "full"}, {.terminal = true});
  EXPECT_EQ(terminal.exit_code, 0) << terminal.out;
  EXPECT_THAT(terminal.out, AllOf(ContainsRegex("\r\x1b\\[KReading the supplier: 1 of 9 pages"),
                                  HasSubstr("\r\x1b[KReading the store: ")));
  const auto pipe = shop.run({"sync"});
  EXPECT_THAT(pipe.out + pipe.err, AllOf(Not(HasSubstr("\r")), Not(HasSubstr("\x1b")), Not(HasSubstr("Reading the "))));
  EXPECT_THAT(shop.run({"-q", "sync"}, {.terminal = true}).out, testing::IsEmpty());
}

TEST(Afterwards, HistoryAndStatusTellOfTheRunsInJson) {
  Shop shop;
  shop.put_many(4, 5, 4);
  EXPECT_TRUE(shop.run_json({"status"})["last_run"].is_null());
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.run({"match", "--dry-run"}).exit_code, 0);
  shop.supplier.faults().add(sandbox::Fault::json(400, "Bad", "no").on(kProductPages).always());
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 10);

  const auto history = shop.run_json({"history"});
  ASSERT_EQ(history["runs"].size(), 3);
  EXPECT_EQ(history["runs"][0]["command"], "fetch");
  EXPECT_EQ(history["runs"][0]["exit_code"], 10);
  EXPECT_EQ(history["runs"][1]["command"], "match --dry-run");
  EXPECT_EQ(history["runs"][2]["command"], "sync");
  EXPECT_EQ(history["runs"][2]["summary"]["match"]["writes"]["written"], 4);

  const auto run = shop.run_json({"history", "1"});
  ASSERT_EQ(run["writes"].size(), 4);
  EXPECT_EQ(run["writes"][0]["field"], "stock_quantity");
  EXPECT_EQ(run["writes"][0]["old"], 4);
  EXPECT_EQ(run["writes"][0]["new"], 5);
  EXPECT_EQ(run["writes"][0]["outcome"], "written");
  EXPECT_EQ(shop.run({"history", "99"}).exit_code, 2);

  const auto status = shop.run_json({"status"});
  EXPECT_EQ(status["last_run"]["run"], 3);
  EXPECT_EQ(status["inventory"]["products"], 4);
  EXPECT_EQ(status["known_skus"], 4);
  EXPECT_TRUE(status["sign_in"]["usable"]);
  EXPECT_TRUE(status["lock_holder"].is_null());
}

TEST(Afterwards, HistoryAndStatusTellOfTheRunsInWords) {
  Shop shop;
  shop.put_many(4, 5, 4);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_THAT(shop.run({"history"}).out, AllOf(HasSubstr("sync"), HasSubstr("4 of 4 products written")));
  EXPECT_THAT(shop.run({"history", "1"}).out, AllOf(HasSubstr("P000"), HasSubstr("4 → 5"), HasSubstr("written")));
  EXPECT_THAT(shop.run({"status"}).out,
              AllOf(HasSubstr("4 products, fetched at"), HasSubstr("good for"), HasSubstr("requests left this hour")));
}

}  // namespace
}  // namespace dsz::test
