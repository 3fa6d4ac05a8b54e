#include "app/config_document.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

std::string document_refusal(std::string_view text) {
  try {
    parse_config_document(text, "config.json");
    return "";
  } catch (const Failure& error) {
    EXPECT_EQ(error.kind(), FailureKind::usage);
    return error.what();
  }
}

TEST(ConfigDocument, EachMemberKnowsTheLineOfItsName) {
  const ConfigValue document = parse_config_document("{\n\"a\":\n1,\n\"b\": {\n\"c\": 2\n},\n\"d\": 3}", "f");
  EXPECT_EQ(document.at("a")->line, 2);
  EXPECT_EQ(document.at("b")->line, 4);
  EXPECT_EQ(document.at("b.c")->line, 5);
  EXPECT_EQ(document.at("d")->line, 7);
}

TEST(ConfigDocument, NumbersBeforeALineEndAreInTheirOwnLine) {
  const ConfigValue document = parse_config_document("[\n1\n,\n2\n]", "f");
  EXPECT_EQ(document.children.at(0).line, 2);
  EXPECT_EQ(document.children.at(1).line, 4);
}

TEST(ConfigDocument, ValuesOfEachKindAreRead) {
  const ConfigValue document =
      parse_config_document(R"({"n": -2.5, "w": 7, "t": "\u00e9", "b": true, "z": null, "l": ["x"], "o": {}})", "f");
  EXPECT_EQ(document.at("n")->number, -2.5);
  EXPECT_EQ(document.at("w")->number, 7);
  EXPECT_EQ(document.at("t")->text, "é");
  EXPECT_TRUE(document.at("b")->boolean);
  EXPECT_EQ(document.at("z")->kind, ConfigValue::Kind::null);
  EXPECT_EQ(document.at("l")->children.at(0).text, "x");
  EXPECT_EQ(document.at("o")->kind, ConfigValue::Kind::object);
  EXPECT_EQ(document.at("o.x"), nullptr);
}

TEST(ConfigDocument, AByteOrderMarkIsPassedOver) {
  EXPECT_EQ(parse_config_document("\xEF\xBB\xBF{\"a\": 1}", "f").at("a")->number, 1);
}

TEST(ConfigDocument, WhatIsNotJsonIsNamedWithLineAndColumn) {
  EXPECT_EQ(document_refusal("{\n  \"a\" 1\n}"),
            "config.json is not JSON at line 2, column 7: unexpected number literal; expected ':'");
  EXPECT_EQ(document_refusal(""), "config.json is not JSON at line 1, column 1: there is nothing in it");
  EXPECT_TRUE(document_refusal(" \n").ends_with(": there is nothing in it"));
  EXPECT_EQ(document_refusal("{\"a\": 1}\n}"),
            "config.json is not JSON at line 2, column 1: unexpected '}'; expected end of input");
  EXPECT_EQ(document_refusal("{\"a\": 1e999}"), "config.json is not JSON at line 1, column 11: a number is too large");
}

TEST(ConfigDocument, ColumnsCountCharactersNotBytes) {
  EXPECT_EQ(document_refusal("{\"é\" x}"), "config.json is not JSON at line 1, column 6: invalid literal");
}

TEST(ConfigDocument, ACommaTooManyIsCalledThat) {
  EXPECT_EQ(document_refusal("{\"a\": 1,\n}"),
            "config.json is not JSON at line 2, column 1: the comma before it is one too many");
  EXPECT_EQ(document_refusal("[1, ]"),
            "config.json is not JSON at line 1, column 5: the comma before it is one too many");
}

TEST(ConfigDocument, AnUnclosedTextIsCalledThat) {
  EXPECT_EQ(document_refusal("{\"a\": \"b\n}"),
            "config.json is not JSON at line 1, column 9: a text has no closing quote on its line");
}

TEST(ConfigDocument, CommentsAreRefusedWithTheReason) {
  EXPECT_EQ(document_refusal("{\n// mine\n}"), "config.json line 2: JSON has no comments; remove this one");
  EXPECT_EQ(document_refusal("{\n/* mine */\n}"), "config.json line 2: JSON has no comments; remove this one");
  EXPECT_EQ(document_refusal("# mine\n{}"), "config.json line 1: JSON has no comments; remove this one");
}

TEST(ConfigDocument, AKeyThatIsThereTwiceIsRefusedWithBothLines) {
  EXPECT_EQ(document_refusal("{\"m\": {\n\"a\": 1,\n\"b\": 2,\n\"a\": 1}}"),
            "config.json line 4: m.a is there twice, first in line 2; keep one of them");
  EXPECT_EQ(document_refusal(R"({"m": {"a": 1}, "n": {"a": 1}})"), "");
}

TEST(ConfigDocument, NestingHasALimit) {
  EXPECT_EQ(document_refusal(std::string(1'000'000, '[')), "config.json line 1: is nested more than 16 deep");
}

TEST(ConfigDocument, NoSentenceQuotesTheText) {
  for (const char* broken : {"{\"password\": \"hunter2\n\"}", "{\"password\": \"hunter2", "{\"password\": hunter2}",
                             "{\"password\": \"hunter2\" \"hunter2\"}", "{\"password\": \"hunter2\\q\"}",
                             "{\"password\": \"hunter2\xFF\"}"}) {
    const std::string sentence = document_refusal(broken);
    EXPECT_NE(sentence, "") << broken;
    EXPECT_EQ(sentence.find("hunter"), std::string::npos) << sentence;
  }
}

}  // namespace
}  // namespace dsz
