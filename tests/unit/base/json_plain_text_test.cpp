#include "json_plain_text.hpp"

#include "json_odd_bytes.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

namespace dsz::test {
namespace {

using Scan = const char* (*)(const char*, const char*);

class JsonPlainText : public testing::TestWithParam<Scan> {};

TEST_P(JsonPlainText, StopsAtTheFirstByteThatNeedsALookWhereverItStands) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool plain = byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
    for (std::size_t size = 1; size <= 40; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::vector<char> text(size, '~');
        text[at] = c;
        const char* const end = text.data() + size;
        EXPECT_EQ(GetParam()(text.data(), end), plain ? end : text.data() + at)
            << byte << " at " << at << " of " << size;
      }
    }
  }
}

TEST_P(JsonPlainText, StopsAtTheFirstOfSeveral) {
  for (std::size_t first = 0; first < 30; ++first) {
    for (std::size_t second = first; second < 30; ++second) {
      std::vector<char> text(33, ' ');
      text[first] = '"';
      text[second] = '\\';
      EXPECT_EQ(GetParam()(text.data(), text.data() + text.size()), text.data() + first);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Both, JsonPlainText, testing::Values(&plain_text_end_portable, &plain_text_end));

using Look = std::uint64_t (*)(const char*);

class JsonOddBits : public testing::TestWithParam<Look> {};

TEST_P(JsonOddBits, HaveTheBitOfEachByteThatNeedsALook) {
  std::mt19937 random(20261127);
  for (int round = 0; round < 5'000; ++round) {
    std::array<char, 64> bytes{};
    std::uint64_t expected = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      // Mostly around the limits, where a carry into the next byte would show.
      static constexpr std::array<unsigned char, 12> kLimits = {0x00, 0x1F, 0x20, 0x21, 0x22, 0x23,
                                                                0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0xFF};
      const auto drawn = random();
      bytes[at] = static_cast<char>(round % 2 == 0 ? drawn % 256 : kLimits[drawn % kLimits.size()]);
      if (!is_plain_text(bytes[at])) expected |= std::uint64_t{1} << at;
    }
    ASSERT_EQ(GetParam()(bytes.data()), expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Both, JsonOddBits, testing::Values(&odd_bits_portable, &odd_bits));

TEST(JsonOddBytes, ComeOneAfterAnotherAndThenNoMore) {
  std::array<char, JsonOddBytes::kSize> bytes{};
  bytes.fill(' ');
  for (const std::size_t at : {0U, 1U, 30U, 63U}) bytes.at(at) = '"';
  JsonOddBytes odd(bytes.data());
  for (const std::size_t at : {0U, 1U, 30U, 63U}) EXPECT_EQ(odd.next(), at);
  EXPECT_EQ(odd.next(), JsonOddBytes::kSize);
  EXPECT_EQ(odd.next(), JsonOddBytes::kSize);
}

}  // namespace
}  // namespace dsz::test
