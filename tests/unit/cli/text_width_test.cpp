#include "dsz/cli/text_width.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("chair"), 5U);
  EXPECT_EQ(display_width("Größe"), 5U);
  EXPECT_EQ(display_width("5 → 0"), 5U);
}

TEST(DisplayWidth, CountsWideCharactersTwiceAndCombiningMarksNot) {
  EXPECT_EQ(display_width("椅子"), 4U);
  EXPECT_EQ(display_width("🪑"), 2U);
  EXPECT_EQ(display_width("🎄"), 2U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
}

TEST(CutToWidth, LeavesTextThatFits) {
  EXPECT_EQ(cut_to_width("chair", 5), "chair");
  EXPECT_EQ(cut_to_width("", 0), "");
}

TEST(CutToWidth, EndsCutTextWithAnEllipsis) {
  EXPECT_EQ(cut_to_width("armchair", 5), "armc…");
  EXPECT_EQ(cut_to_width("armchair", 1), "…");
  EXPECT_EQ(cut_to_width("armchair", 0), "");
}

TEST(CutToWidth, NeverSplitsACharacterNorExceedsTheWidth) {
  EXPECT_EQ(cut_to_width("椅子椅子", 5), "椅子…");
  EXPECT_EQ(cut_to_width("椅子椅子", 4), "椅…");
  for (std::size_t width = 0; width <= 9; ++width) {
    EXPECT_LE(display_width(cut_to_width("a椅ö🎄e\u0301z", width)), width);
  }
}

}  // namespace
}  // namespace dsz
