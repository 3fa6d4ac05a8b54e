#include "dsz/app/inventory_input.hpp"

#include "dsz/base/failure.hpp"

#include "fake_clock.hpp"
#include "memory_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr Millis kLimit = 12h;

/// "" when an inventory of this age may be used.
std::string age_refusal(Millis age) {
  const test::FakeClock clock;
  InventoryHeader header;
  header.fetched_at = clock.wall() - age;
  try {
    check_inventory_age(header, clock.wall(), kLimit);
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::guard);
    return failure.what();
  }
  return "";
}

TEST(InventoryAge, PassesUpToTheLimit) {
  EXPECT_EQ(age_refusal(0h), "");
  EXPECT_EQ(age_refusal(12h), "");
}

TEST(InventoryAge, BeyondTheLimitIsRefusedWithBothFigures) {
  EXPECT_THAT(age_refusal(12h + 1min), HasSubstr("12 h 1 min old"));
  EXPECT_THAT(age_refusal(12h + 1min), HasSubstr("the limit is 12 h"));
}

TEST(InventoryAge, BearsClocksThatDifferByTenMinutesButNotMore) {
  EXPECT_EQ(age_refusal(-10min), "");
  EXPECT_THAT(age_refusal(-11min), HasSubstr("11 min in the future"));
}

TEST(InventoryAge, HoldsWhenTheClockIsSetBackAnHourOrForwardAYear) {
  EXPECT_THAT(age_refusal(-1h), HasSubstr("in the future"));
  EXPECT_THAT(age_refusal(std::chrono::days{365}), HasSubstr("the limit is 12 h"));
}

/// Written and read through the file, an hour before and an hour after signed 32-bit seconds end.
TEST(InventoryAge, HoldsAcrossTheEndOf32BitTime) {
  const WallTime end{std::chrono::seconds{INT32_MAX}};
  test::MemoryFileSystem files;
  InventoryWriter writer(files, "/state/inventory.json", {end - 1h, "https://api.example", "full"});
  writer.commit();
  const auto load_at = [&files](WallTime now) { load_inventory(files, "/state/inventory.json", now, kLimit); };
  EXPECT_NO_THROW(load_at(end + 1h));
  EXPECT_NO_THROW(load_at(end + 11h));
  EXPECT_THROW(load_at(end + 12h), Failure);
}

/// In local time the clock jumps from 2 to 3, or back; an age counts the hours that passed.
TEST(InventoryAge, CountsHoursAcrossAChangeToDaylightSaving) {
  for (const char* fetched_at : {"2026-03-29T00:30:00Z", "2026-10-24T23:30:00Z", "2026-10-03T15:30:00Z"}) {
    InventoryHeader header;
    header.fetched_at = *parse_utc(fetched_at);
    EXPECT_NO_THROW(check_inventory_age(header, header.fetched_at + 12h, kLimit)) << fetched_at;
    EXPECT_THROW(check_inventory_age(header, header.fetched_at + 12h + 1ms, kLimit), Failure) << fetched_at;
  }
}

TEST(InventoryInput, FillsTheIndexFromTheFile) {
  const test::FakeClock clock;
  test::MemoryFileSystem files(&clock);
  InventoryWriter writer(files, "/state/inventory.json", {clock.wall(), "https://api.example", "full"});
  writer.add({"A-1", StockLevel::of(5), "1.00"});
  writer.add({"A-2", StockLevel{}, ""});
  writer.commit();
  const InventoryInput input = load_inventory(files, "/state/inventory.json", clock.wall(), kLimit);
  EXPECT_EQ(input.info.count, 2);
  EXPECT_EQ(input.index.find("a-1").stock, StockLevel::of(5));
  EXPECT_FALSE(input.index.find("A-2").stock.known());
}

}  // namespace
}  // namespace dsz
