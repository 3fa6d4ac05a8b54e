#include "dsz/notify/log_tail.hpp"

#include "capturing_log.hpp"
#include "fake_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

TEST(LogTail, KeepsTheLastLinesMaskedAndWritesAllOn) {
  CapturingLog log;
  SecretMasker masker;
  masker.add("hunter22");
  const FakeClock clock;
  LogTail tail(log, masker, clock);
  for (int i = 0; i < 30; ++i) tail.info("line {}", i);
  tail.debug("a request");
  tail.record(LogLevel::error, "refused: hunter22\nmore");
  EXPECT_EQ(log.lines().size(), 32U);
  const std::vector<std::string> lines = tail.lines();
  ASSERT_EQ(lines.size(), 20U);
  EXPECT_EQ(lines.front(), "2026-11-22T08:00:00Z info line 11");
  EXPECT_EQ(lines.back(), "2026-11-22T08:00:00Z error refused: ***\\nmore");
}

}  // namespace
}  // namespace dsz::test
