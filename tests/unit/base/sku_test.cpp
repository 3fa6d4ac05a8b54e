#include "dsz/base/sku.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

TEST(FoldSku, IgnoresCaseAndSpaceAround) {
  EXPECT_EQ(fold_sku(" \tAES-T001b\r\n"), "aes-t001b");
  EXPECT_EQ(fold_sku("aes-t001B"), fold_sku("AES-T001b"));
  EXPECT_EQ(fold_sku(""), "");
  EXPECT_EQ(fold_sku("  "), "");
}

TEST(FoldSku, KeepsWhatMakesSkusDiffer) {
  EXPECT_EQ(fold_sku("A B"), "a b");
  EXPECT_NE(fold_sku("A-1"), fold_sku("A1"));
  EXPECT_NE(fold_sku("É"), fold_sku("é")) << "only ASCII letters have their case folded";
}

TEST(UsableSku, NeedsSomethingThatIsText) {
  EXPECT_TRUE(usable_sku("AES-T001B"));
  EXPECT_TRUE(usable_sku(" 7 "));
  EXPECT_TRUE(usable_sku("Ü-1"));
  EXPECT_FALSE(usable_sku(""));
  EXPECT_FALSE(usable_sku(" \t"));
  EXPECT_FALSE(usable_sku("A\xFF"));
}

TEST(UsableSku, HasALongestForm) {
  EXPECT_TRUE(usable_sku(std::string(kMaxSkuBytes, 'a')));
  EXPECT_FALSE(usable_sku(std::string(kMaxSkuBytes + 1, 'a')));
}

}  // namespace
}  // namespace dsz::test
