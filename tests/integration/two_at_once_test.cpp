// One run at a time: of two that start together one runs and one exits with 11; what a dead process left blocks nobody.
#include "shop.hpp"
#include "staging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <future>

namespace dsz::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class TwoAtOnce : public testing::Test {
 protected:
  TwoAtOnce() {
    shop.put("A", 5, 5);
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  }

  /// Starts both at once. The one that gets the lock is held at its first request until the other has ended.
  std::array<ProgramResult, 2> run_both() {
    std::promise<void> one_ended;
    auto go_on = one_ended.get_future().share();
    shop.supplier.endpoint().at_nth({}, 1, sandbox::Moment::before,
                                    [go_on](const auto&) { go_on.wait_for(std::chrono::seconds(60)); });
    const auto arguments = shop.arguments({"fetch"});
    std::array<Program, 2> programs{Program(arguments), Program(arguments)};
    std::atomic<bool> ended{false};
    const auto wait = [&](Program& program) {
      ProgramResult result = program.wait();
      if (!ended.exchange(true)) one_ended.set_value();
      return result;
    };
    auto first = std::async(std::launch::async, [&] { return wait(programs[0]); });
    ProgramResult second = wait(programs[1]);
    return {first.get(), std::move(second)};
  }

  Shop shop;
};

TEST_F(TwoAtOnce, OneRunsAndOneExitsEleven) {
  for (int i = 0; i < 100; ++i) {
    const auto results = run_both();
    std::array<int, 2> codes{results[0].exit_code, results[1].exit_code};
    ASSERT_THAT(codes, UnorderedElementsAre(0, 11)) << "pair " << i << "\n" << results[0].err << results[1].err;
  }
  EXPECT_EQ(shop.content("sync.lock"), "") << "nobody is named when nobody holds it";
}

TEST_F(TwoAtOnce, WhatADeadProcessLeftInTheLockFileBlocksNobody) {
  std::ofstream(shop.file("sync.lock")) << "sync, process 1, since 2020-01-01T00:00:00Z\n";
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
}

TEST_F(TwoAtOnce, AFileSystemThatCannotLockIsSaidClearly) {
  if (!staging_works()) GTEST_SKIP() << "the interposed library cannot be loaded here";
  for (const int error : {ENOLCK, ENOSYS, EOPNOTSUPP}) {
    const std::string before = shop.content("dropshipzone_inventory.json");
    const auto result = shop.run({"fetch"}, staged({.what = "errno:" + std::to_string(error), .at = 1, .kinds = "lock"},
                                                   shop.file(""), shop.file("trace")));
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, AllOf(HasSubstr(shop.file("sync.lock").string()), HasSubstr("cannot lock files")));
    EXPECT_EQ(shop.content("dropshipzone_inventory.json"), before);
  }
}

}  // namespace
}  // namespace dsz::test
