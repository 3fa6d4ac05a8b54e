#include "dsz/app/inventory_input.hpp"

#include "dsz/base/failure.hpp"

#include "fake_clock.hpp"
#include "memory_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

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
