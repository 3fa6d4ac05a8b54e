#include "json_plain_text.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace dsz::test
