#include "dsz/base/log.hpp"

#include "capturing_log.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

TEST(Log, FormatsEachLevelsMessage) {
  CapturingLog log;
  log.debug("page {}", 1);
  log.info("{} products", 200);
  log.warning("no braces");
  log.error("{}: {}", "a", "b");
  ASSERT_EQ(log.lines().size(), 4U);
  EXPECT_TRUE(log.contains(LogLevel::debug, "page 1"));
  EXPECT_TRUE(log.contains(LogLevel::info, "200 products"));
  EXPECT_TRUE(log.contains(LogLevel::warning, "no braces"));
  EXPECT_TRUE(log.contains(LogLevel::error, "a: b"));
}

}  // namespace
}  // namespace dsz::test
