#include "dsz/base/text.hpp"

#include <gtest/gtest.h>

#include <array>

namespace dsz::test {
namespace {

using namespace std::string_literals;

TEST(Visible, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(visible("Gym bench, 110 x 40 cm"), "Gym bench, 110 x 40 cm");
  EXPECT_EQ(visible("Größe € 体重 😀"), "Größe € 体重 😀");
  EXPECT_EQ(visible(R"(C:\x)"), R"(C:\x)");
  EXPECT_EQ(visible(""), "");
}

TEST(Visible, ShowsControlsInsteadOfObeyingThem) {
  EXPECT_EQ(visible("a\nb\rc\td"), R"(a\nb\rc\td)");
  EXPECT_EQ(visible("\x1b[2J\x07"), R"(\x1b[2J\x07)");
  EXPECT_EQ(visible("\0\x7f"s), R"(\x00\x7f)");
  EXPECT_EQ(visible("\u009b31m"), R"(\x9b31m)") << "a terminal escape of one character";
}

TEST(Visible, ShowsWhatReordersOrBreaksALine) {
  EXPECT_EQ(visible("a\u202eb"), R"(a\u202eb)");
  EXPECT_EQ(visible("a\u2066b\u2028c\u200fd"), R"(a\u2066b\u2028c\u200fd)");
}

TEST(Visible, ShowsInvalidUtf8ByteByByte) {
  EXPECT_EQ(visible("caf\xE9"), R"(caf\xe9)");
  EXPECT_EQ(visible("\xE2\x82"), R"(\xe2\x82)");
  EXPECT_EQ(visible("\xED\xA0\x80"), R"(\xed\xa0\x80)");
}

TEST(Visible, CutsBetweenCharacters) {
  EXPECT_EQ(visible("1234567890", 10), "1234567890");
  EXPECT_EQ(visible("12345678901", 10), "1234567…");
  EXPECT_EQ(visible("12345é78901", 10), "12345é…");
  EXPECT_EQ(visible("123456é8901", 10), "123456…");
  EXPECT_EQ(visible("12345\n789012", 10), "12345\\n…");
  EXPECT_EQ(visible("123456\n89012", 10), "123456…") << "an escape is not cut in the middle";
  EXPECT_EQ(visible(std::string(1000, 'a')).size(), 200U);
}

TEST(Visible, DoneTwiceIsDoneOnce) {
  const std::string once = visible("\x1b\n\xFF é" + std::string(300, 'x'));
  EXPECT_EQ(visible(once), once);
}

TEST(ValidUtf8, KnowsTextFromBytes) {
  EXPECT_TRUE(valid_utf8(""));
  EXPECT_TRUE(valid_utf8("é€😀\ud7ff\ue000\U0010ffff"));
  for (const char* bytes :
       {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xE2\x82"}) {
    EXPECT_FALSE(valid_utf8(bytes));
  }
}

constexpr std::array<std::string_view, 4> kKeys = {"page_size", "retries", "timeout_seconds", "cap"};

TEST(Nearest, FindsWhatWasMeant) {
  EXPECT_EQ(nearest("pagesize", kKeys), "page_size");
  EXPECT_EQ(nearest("retires", kKeys), "retries");
  EXPECT_EQ(nearest("timeout_second", kKeys), "timeout_seconds");
  EXPECT_EQ(nearest("cap", kKeys), "cap");
  EXPECT_EQ(nearest("cpa", kKeys), "cap");
}

TEST(Nearest, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest("colour", kKeys), "");
  EXPECT_EQ(nearest("", kKeys), "");
  EXPECT_EQ(nearest("x", kKeys), "");
  EXPECT_EQ(nearest("page_size", {}), "");
}

}  // namespace
}  // namespace dsz::test
