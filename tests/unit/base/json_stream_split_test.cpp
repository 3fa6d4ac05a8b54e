#include "json_events.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace dsz::test {
namespace {

using namespace std::string_literals;

std::vector<std::string> documents() {
  return {
      R"({"result":[{"sku":"AES-T001B","stock_qty":200,"desc":"<p>a \"long\" text\r\n\u20ac and \ud83d\ude00<\/p>"}]})",
      R"({"a":{"b":"c","d":[1,{"e":null}],"f":"g","h":12},"sku":"AES-T001B","stock_qty":20,"price":"82.41","n":null,"i":"j"})",
      R"({"sku":"AES-T001B","stock_qty":200,"price":"82.41","brand":"x","wrong":"here" "a":"b","padding":"plain text here"})",
      R"({"sku":"AES-T001B","stock_qty":200,"price":"82.41","wrong":nil,"a":"b","padding":"plain text that is long enough"})",
      R"({"a":"b","c":"a text beyond the limit","a name beyond the limit":"d","e":"plain text that is long enough"})",
      "\xEF\xBB\xBF [ true , false , null , -12.50e+3 , 0 ] ",
      "\"é€😀 and plain text that is longer than sixteen bytes é€😀\"",
      "[\"\",\"\\n\",\"a\\\\\",{\"\":{}}]",
      "-120.5E-07",
      "[1,2,]",
      "{\"a\" 1}",
      "[nulL]",
      "[01]",
      "[1.]",
      "[\"\\ud83dx\"]",
      "[\"\\uD83D\\u0041\"]",
      "[\"\\q\"]",
      "[\"ab\x01\"]",
      "[\"\xE2\x82\"]",
      "[\"\xED\xA0\x80\"]",
      "[\"a text beyond the limit\",1]",
      "{\"a name\\nbeyond the limit\":1}",
      "[1234567890123456789012]",
      "[[[[[[1]]]]]]",
      "[\"not whole",
      "{\"not\":\"whole\\",
      "tru",
      "\xEF\xBB",
      "",
      "<html>",
  };
}

const JsonStream::Limits kWide{.max_depth = 64, .max_text = 1'000};
const JsonStream::Limits kNarrow{.max_depth = 5, .max_text = 20};

class JsonStreamSplit : public testing::TestWithParam<std::tuple<std::string, bool, JsonStream::Limits>> {
 protected:
  [[nodiscard]] JsonResult read(const std::vector<std::string_view>& pieces) const {
    return read_json(pieces, std::get<2>(GetParam()), std::get<1>(GetParam()));
  }
  [[nodiscard]] std::string_view document() const { return std::get<0>(GetParam()); }
};

TEST_P(JsonStreamSplit, CutsBetweenPiecesChangeNothing) {
  const JsonResult whole = read({document()});
  EXPECT_EQ(whole.accepted, whole.error.empty());

  std::vector<std::string_view> bytes;
  for (std::size_t i = 0; i < document().size(); ++i) bytes.push_back(document().substr(i, 1));
  EXPECT_EQ(read(bytes), whole) << "byte by byte: " << document();

  for (std::size_t cut = 0; cut <= document().size(); ++cut) {
    EXPECT_EQ(read({document().substr(0, cut), document().substr(cut)}), whole)
        << "cut at " << cut << ": " << document();
  }
}

INSTANTIATE_TEST_SUITE_P(Documents, JsonStreamSplit,
                         testing::Combine(testing::ValuesIn(documents()), testing::Bool(),
                                          testing::Values(kWide, kNarrow)));

TEST(JsonStreamRecording, ARealPageIsReadAlikeInPiecesOfAnySize) {
  std::ifstream file(DSZ_CAPTURED_DATA "/dropshipzone-products-page1-2025-06.json");
  if (!file) GTEST_SKIP() << "the recording is not on this machine";
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const JsonResult whole = read_json(page);
  ASSERT_TRUE(whole.accepted) << whole.error;
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{1'000}, std::size_t{16'384}}) {
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < page.size(); at += size) pieces.push_back(std::string_view(page).substr(at, size));
    EXPECT_TRUE(read_json(pieces) == whole) << "pieces of " << size;
  }
}

}  // namespace
}  // namespace dsz::test
