#include "dsz/base/time.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr WallTime kMorning = sys_days{2026y / 11 / 22} + 8h;

TEST(FormatUtc, WritesSecondsInUtc) {
  EXPECT_EQ(format_utc(kMorning), "2026-11-22T08:00:00Z");
  EXPECT_EQ(format_utc(kMorning + 9min + 5s + 999ms), "2026-11-22T08:09:05Z");
  EXPECT_EQ(format_utc(WallTime{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_utc(WallTime{-1ms}), "1969-12-31T23:59:59Z");
}

TEST(ParseUtc, ReadsWhatFormatUtcWrites) {
  for (const WallTime time : {kMorning, WallTime{}, WallTime{sys_days{2028y / 2 / 29} + 23h + 59min + 59s}}) {
    EXPECT_EQ(parse_utc(format_utc(time)), time);
  }
}

TEST(ParseUtc, ReadsAFractionOfASecond) {
  EXPECT_EQ(parse_utc("2026-11-22T08:00:00.5Z"), kMorning + 500ms);
  EXPECT_EQ(parse_utc("2026-11-22T08:00:00.123Z"), kMorning + 123ms);
  EXPECT_EQ(parse_utc("2026-11-22T08:00:00.123456789Z"), kMorning + 123ms);
}

TEST(ParseUtc, RefusesAnythingElse) {
  for (const char* text : {"",
                           "Z",
                           "2026-11-22",
                           "2026-11-22T08:00:00",
                           "2026-11-22 08:00:00Z",
                           "2026-11-22T08:00:00+00:00",
                           "2026-11-22T08:00Z",
                           "2026-02-30T08:00:00Z",
                           "2027-02-29T08:00:00Z",
                           "2026-13-01T08:00:00Z",
                           "2026-00-01T08:00:00Z",
                           "2026-11-22T24:00:00Z",
                           "2026-11-22T08:60:00Z",
                           "2026-11-22T08:00:60Z",
                           "2026-11-22T08:00:00.Z",
                           "2026-11-22T08:00:00.1234567890Z",
                           "2026-11-22T08:00:00.1xZ",
                           "2026-11-22T08:00:00ZZ",
                           "2026-11-22t08:00:00z",
                           " 2026-11-22T08:00:00Z",
                           "2026-11-22T08:00:00Z ",
                           "-026-11-22T08:00:00Z"}) {
    EXPECT_EQ(parse_utc(text), std::nullopt) << text;
  }
}

TEST(FormatSpan, SaysTheTwoLargestUnits) {
  EXPECT_EQ(format_span(0ms), "0 ms");
  EXPECT_EQ(format_span(250ms), "250 ms");
  EXPECT_EQ(format_span(45s), "45 s");
  EXPECT_EQ(format_span(59s + 999ms), "59 s");
  EXPECT_EQ(format_span(60s), "1 min");
  EXPECT_EQ(format_span(3min + 20s), "3 min 20 s");
  EXPECT_EQ(format_span(3h + 20min + 59s), "3 h 20 min");
  EXPECT_EQ(format_span(12h), "12 h");
  EXPECT_EQ(format_span(50h + 10min), "2 d 2 h");
  EXPECT_EQ(format_span(-90s), "-1 min 30 s");
}

}  // namespace
}  // namespace dsz::test
