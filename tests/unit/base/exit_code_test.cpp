#include "dsz/base/exit_code.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

int code_of(FailureKind kind) { return static_cast<int>(exit_code_of(kind)); }

TEST(ExitCode, EachFailureHasTheDocumentedNumber) {
  EXPECT_EQ(code_of(FailureKind::unexpected), 1);
  EXPECT_EQ(code_of(FailureKind::usage), 2);
  EXPECT_EQ(code_of(FailureKind::guard), 4);
  EXPECT_EQ(code_of(FailureKind::supplier), 10);
  EXPECT_EQ(code_of(FailureKind::locked), 11);
  EXPECT_EQ(code_of(FailureKind::credentials), 12);
  EXPECT_EQ(code_of(FailureKind::store), 13);
  EXPECT_EQ(code_of(FailureKind::interrupted), 130);
  EXPECT_EQ(code_of(FailureKind::terminated), 143);
}

}  // namespace
}  // namespace dsz::test
