#include "answer_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dsz {
namespace {

using nlohmann::json;

TEST(AnswerJson, ReadsPlainJson) {
  EXPECT_EQ(answer_json(R"([{"id":1}])"), json::parse(R"([{"id":1}])"));
  EXPECT_EQ(answer_json("[]"), json::array());
}

TEST(AnswerJson, PassesOverByteOrderMarkAndBlankLines) {
  EXPECT_EQ(answer_json("\xEF\xBB\xBF\r\n\n {\"a\":1}\n"), json::parse(R"({"a":1})"));
}

TEST(AnswerJson, PassesOverNoticesOfPhp) {
  EXPECT_EQ(answer_json("<br />\n<b>Notice</b>: Undefined index: [foo] {x} in <b>/a.php</b> on line <b>3</b><br />\n"
                        R"({"update":[{"id":1}]})"),
            json::parse(R"({"update":[{"id":1}]})"));
  EXPECT_EQ(answer_json("Warning: offset [1] in x\n[2]"), json::parse("[2]"));
}

TEST(AnswerJson, PassesOverMarkupBehind) {
  EXPECT_EQ(answer_json("[{\"id\":1}]\n<!-- Page cached by LiteSpeed Cache 6.1 on 2026-11-22 -->"),
            json::parse(R"([{"id":1}])"));
  EXPECT_EQ(answer_json(R"({"update":[{"id":1}]})"
                        "<br />\n<b>Deprecated</b>: x[] in <b>/a.php</b> on line <b>3</b><br />\n"),
            json::parse(R"({"update":[{"id":1}]})"));
  EXPECT_EQ(answer_json("<b>Notice</b>: index: [foo] {x} in <b>/a.php</b><br />\n[2]<!-- cached -->"),
            json::parse("[2]"));
}

TEST(AnswerJson, RefusesAnythingElseBehind) {
  EXPECT_FALSE(answer_json("[{\"id\":1}] Notice: x in /a.php"));
  EXPECT_FALSE(answer_json("[{\"id\":1}]0"));
  EXPECT_FALSE(answer_json("[1]]<br />"));
}

/// What lies inside of a broken list may well be whole and have markup behind it, but it is not the answer.
TEST(AnswerJson, RefusesAListThatMarkupBreaksIn) {
  EXPECT_FALSE(answer_json(R"([{"id":1}<br /><b>Fatal error</b>: x in <b>/a.php</b>)"));
  EXPECT_FALSE(answer_json(R"([{"id":1},{"id":2}<br /><b>Warning</b>: x<br />])"));
  EXPECT_FALSE(answer_json(R"({"update":[{"id":1}<!-- ]} -->)"));
}

TEST(AnswerJson, ValuesInNoticesBeforeAreNotTakenForTheAnswer) {
  EXPECT_EQ(answer_json("Undefined key [] <br />\n[{\"id\":1}]"), json::parse(R"([{"id":1}])"));
  EXPECT_FALSE(answer_json("Undefined key [] <br />\n[{\"id\":1}]<!-- cached -->")) << "nobody can tell which it is";
  EXPECT_FALSE(answer_json("Undefined key [] <br />\n[{\"id\":1},{\"id\":")) << "cut off";
}

TEST(AnswerJson, RefusesWhatIsCutOffEvenWhenAPartOfItIsWhole) {
  EXPECT_FALSE(answer_json(R"({"update":[{"id":1},{"id":2}])"));
  EXPECT_FALSE(answer_json(R"([{"id":1},{"id":2})"));
  EXPECT_FALSE(answer_json(R"([{"id":1,"meta_data":[{"id":5}])"));
  EXPECT_FALSE(
      answer_json("Notice: x\n"
                  R"([{"id":1},{"id":2})"));
  EXPECT_FALSE(answer_json(R"([{"id":1,"name":"cut o)"));
}

TEST(AnswerJson, RefusesHtmlAndNothing) {
  EXPECT_FALSE(answer_json(""));
  EXPECT_FALSE(answer_json("<!DOCTYPE html><style>a{b:c}</style><script>var x=[1,2];</script>"));
  EXPECT_FALSE(answer_json("<html>" + std::string(1'000'000, '{')));
}

TEST(AnswerJson, RefusesNestingThatWouldExhaustTheStack) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(answer_json(nested(60)));
  EXPECT_FALSE(answer_json(nested(200'000)));
  EXPECT_FALSE(answer_json(R"({"update":[{"id":1,"error":)" + nested(200'000) + "}]}"));
  EXPECT_TRUE(answer_json("[\"" + std::string(1'000, '[') + "\\\"" + std::string(1'000, '{') + "\"]")) << "only text";
}

/// Sixteen MiB of them would take half a gigabyte.
TEST(AnswerJson, RefusesMoreValuesThanAnyStoreAnswers) {
  const auto many = [](std::size_t count, std::string_view value) {
    std::string text = "[1";
    for (std::size_t i = 1; i < count; ++i) text.append(",").append(value);
    return text + "]";
  };
  EXPECT_TRUE(answer_json(many(400'000, "1")));
  EXPECT_FALSE(answer_json(many(1'100'000, "1")));
  EXPECT_FALSE(answer_json(many(600'000, "{}")));
}

TEST(AnswerJson, RefusesANumberThatNoDoubleHolds) {
  EXPECT_FALSE(answer_json(R"([{"id":1,"stock_quantity":1e999}])"));
  EXPECT_FALSE(answer_json(R"({"x":-1e999,"update":[{"id":1}]})"));
  EXPECT_TRUE(answer_json(R"([{"id":1,"stock_quantity":1e-999}])"));
}

}  // namespace
}  // namespace dsz
