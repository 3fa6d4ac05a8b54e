// The real program while the machine's wall clock is wrong: quota, token and ages hold.
#include "shop.hpp"
#include "staging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr long kHourSeconds = 3'600;
constexpr long kYearSeconds = 365 * 24 * kHourSeconds;

class WrongClock : public testing::Test {
 protected:
  void SetUp() override {
    if (!staging_works()) GTEST_SKIP() << "the interposed library cannot be loaded here";
    shop.put_many(6, 8, 2);
  }

  ProgramResult run_at(long shift, std::vector<std::string> command) {
    return shop.run(std::move(command), staged({.clock = shift}, "/none", ""));
  }
  nlohmann::json status_at(long shift) {
    return nlohmann::json::parse(run_at(shift, {"--json", "status"}).out, nullptr, false);
  }

  Shop shop;
};

TEST_F(WrongClock, SetBackAnHourTheTokenIsNotTrustedNorTheInventoryAndTheNextSyncMendsBoth) {
  ASSERT_EQ(run_at(0, {"fetch"}).exit_code, 0);
  const int left = status_at(0)["quota"]["left_this_hour"];
  ASSERT_LT(left, shop.config["dropshipzone"]["requests_per_hour"].get<int>());
  const auto match = run_at(-kHourSeconds, {"match"});
  EXPECT_EQ(match.exit_code, 4);
  EXPECT_THAT(match.err, HasSubstr("in the future"));
  EXPECT_THAT(shop.writes(), IsEmpty());
  EXPECT_EQ(status_at(-kHourSeconds)["quota"]["left_this_hour"], left)
      << "within a boot the quota does not go by this clock";

  const std::size_t tokens = shop.supplier.tokens_issued();
  EXPECT_EQ(run_at(-kHourSeconds, {"sync"}).exit_code, 0);
  EXPECT_EQ(shop.supplier.tokens_issued(), tokens + 1);
  EXPECT_EQ(shop.quantity("P000"), 8);
}

TEST_F(WrongClock, SetForwardAYearNothingOldIsTakenForNewAndTheQuotaIsNotFree) {
  ASSERT_EQ(run_at(0, {"fetch"}).exit_code, 0);
  const int left = status_at(0)["quota"]["left_this_hour"];
  ASSERT_LT(left, shop.config["dropshipzone"]["requests_per_hour"].get<int>());
  const auto match = run_at(kYearSeconds, {"match"});
  EXPECT_EQ(match.exit_code, 4);
  EXPECT_THAT(match.err, HasSubstr("run \"dsz-sync fetch\" first"));
  EXPECT_THAT(shop.writes(), IsEmpty());
  EXPECT_EQ(status_at(kYearSeconds)["quota"]["left_this_hour"], left);
  EXPECT_EQ(run_at(kYearSeconds, {"sync"}).exit_code, 0);
  // And back: what was made in that future is not trusted either.
  EXPECT_EQ(run_at(0, {"match"}).exit_code, 4);
  EXPECT_EQ(run_at(0, {"sync"}).exit_code, 0);
}

TEST_F(WrongClock, SetForwardTenYearsTheHistoryAndTheWayBackStay) {
  const auto runs = [this] { return shop.run_json({"history"}).at("runs").size(); };
  ASSERT_EQ(run_at(0, {"sync"}).exit_code, 0);  // writes
  ASSERT_EQ(run_at(0, {"match"}).exit_code, 0);
  EXPECT_EQ(run_at(10 * kYearSeconds, {"match"}).exit_code, 4) << "the inventory looks old";
  EXPECT_EQ(runs(), 3U) << "one run that finds a wrong clock throws nothing away";
  EXPECT_EQ(run_at(10 * kYearSeconds, {"match"}).exit_code, 4);
  EXPECT_EQ(run_at(0, {"match"}).exit_code, 0);
  EXPECT_EQ(shop.run_json({"history", "1"}).at("writes").size(), 6U) << "nor do several what was written";
  EXPECT_EQ(run_at(0, {"undo", "1", "--yes"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("P000"), 2);
}

TEST_F(WrongClock, TheYear2038IsAYearLikeAnyOther) {
  using namespace std::chrono;
  const sys_seconds end_of_32_bits{seconds{INT32_MAX}};
  const long until = (end_of_32_bits - time_point_cast<seconds>(system_clock::now())).count();
  // A minute before, so that a run's life and a token's span the moment; a minute after; a day after.
  for (const long shift : {until - 60, until + 60, until + 24 * kHourSeconds}) {
    const auto result = run_at(shift, {"sync"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
  }
  EXPECT_THAT(shop.inventory()["fetched_at"], testing::StartsWith("2038-01-20T03:1"));
  const auto status = status_at(until + 25 * kHourSeconds);
  EXPECT_THAT(status["inventory"]["fetched_at"], testing::StartsWith("2038-01-20T03:1"));
  EXPECT_EQ(shop.quantity("P000"), 8);
}

TEST_F(WrongClock, DaylightSavingChangesNothingBecauseEverythingIsUtc) {
  auto in_zone = [this](const char* zone, std::vector<std::string> command) {
    return shop.run(std::move(command), {.environment = {{"TZ", zone}}});
  };
  // Thirteen hours ahead of UTC, then twelve behind it: if local time went anywhere, the inventory would be a day off.
  ASSERT_EQ(in_zone("XST-13", {"fetch"}).exit_code, 0);
  const std::size_t tokens = shop.supplier.tokens_issued();
  const auto result = in_zone("YST12", {"match"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(in_zone("YST12", {"fetch"}).exit_code, 0);
  EXPECT_EQ(shop.supplier.tokens_issued(), tokens);
}

}  // namespace
}  // namespace dsz::test
