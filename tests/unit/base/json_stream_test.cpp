#include "dsz/base/json_stream.hpp"

#include "json_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;

std::string error_of(std::string_view document, JsonStream::Limits limits = {}) {
  const JsonResult result = read_json(document, limits);
  EXPECT_FALSE(result.accepted) << document;
  return result.error;
}

std::string string_of(std::string_view document) {
  const JsonResult result = read_json(document);
  EXPECT_TRUE(result.accepted) << document << ": " << result.error;
  EXPECT_EQ(result.events.size(), 1U);
  return result.events.at(0).substr(std::string_view("string ").size());
}

TEST(JsonStream, ReportsEverythingInDocumentOrder) {
  const JsonResult result = read_json(R"({"a":[1,"x",true,false,null,{}],"b":{"c":[]}})");
  EXPECT_TRUE(result.accepted) << result.error;
  EXPECT_EQ(result.error, "");
  EXPECT_THAT(result.events, ElementsAre("{", "key a", "[", "number 1", "string x", "true", "false", "null", "{", "}",
                                         "]", "key b", "{", "key c", "[", "]", "}", "}"));
}

TEST(JsonStream, AllowsWhiteSpaceAroundEveryToken) {
  EXPECT_THAT(read_json(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : null } \n").events,
              ElementsAre("{", "key a", "[", "number 1", "number 2", "]", "key b", "null", "}"));
  EXPECT_EQ(error_of("[1,\f2]"), "unexpected byte 0x0C at byte 3, where a value should start");
  EXPECT_FALSE(read_json("\xC2\xA0"
                         "1")
                   .accepted);
}

TEST(JsonStream, TakesAnyValueAtTheTop) {
  for (const char* document : {"1", "\"x\"", "true", "false", "null", "[]", "{}", "-0.5e-3"}) {
    EXPECT_TRUE(read_json(document).accepted) << document;
  }
}

TEST(JsonStream, PassesOverAByteOrderMarkAtTheStartOnly) {
  EXPECT_THAT(read_json("\xEF\xBB\xBF[]").events, ElementsAre("[", "]"));
  EXPECT_EQ(error_of("\xEF\xBB[]"), "unexpected '[' at byte 2, where a value should start");
  EXPECT_EQ(error_of(" \xEF\xBB\xBF[]"), "unexpected byte 0xEF at byte 1, where a value should start");
  EXPECT_EQ(error_of("\xEF\xBB"), "the text ends at byte 2, where a value should start");
}

TEST(JsonStream, HandsNumbersOverAsTheyWereWritten) {
  for (const char* number : {"0", "-0", "12", "12.00", "1e3", "1E+3", "-1.5e-10", "123456789012345678901234567890"}) {
    EXPECT_THAT(read_json(number).events, ElementsAre("number "s + number));
    EXPECT_THAT(read_json("["s + number + "]").events, ElementsAre("[", "number "s + number, "]"));
  }
}

TEST(JsonStream, RefusesWhatIsNotANumber) {
  for (const char* number : {"-", "+1", "01", "-01", ".5", "1.", "1.e3", "1e", "1e+", "1.5.2", "0x10", "1_000", "NaN",
                             "Infinity", "-Infinity", "--1", "1-"}) {
    EXPECT_FALSE(read_json(number).accepted) << number;
    EXPECT_FALSE(read_json("["s + number + "]").accepted) << number;
  }
  EXPECT_EQ(error_of("[1.]"), "unexpected ']' at byte 3, inside a number");
  EXPECT_EQ(error_of("-"), "the text ends at byte 1, inside a number");
}

TEST(JsonStream, RefusesWhatIsOnlyAlmostALiteral) {
  for (const char* word : {"tru", "truE", "True", "nul", "nulll", "false0", "none", "undefined"}) {
    EXPECT_FALSE(read_json(word).accepted) << word;
  }
  EXPECT_EQ(error_of("[nuLl]"), "unexpected 'L' at byte 3, inside 'null'");
  EXPECT_EQ(error_of("tr"), "the text ends at byte 2, inside 'true'");
}

TEST(JsonStream, RefusesBrokenStructure) {
  for (const char* document :
       {"",      " ",     "[",       "{",         "]",          "}",          "[1,]",      "[,1]",
        "[1 2]", "[1;2]", "{\"a\"}", "{\"a\":}",  "{\"a\":1,}", "{,}",        "{\"a\" 1}", "{\"a\":1 \"b\":2}",
        "{1:2}", "{a:1}", "{'a':1}", "[}",        "{]",         "[1}",        "{\"a\":1]", "[] []",
        "1 2",   "[]x",   "// c\n1", "/* c */ 1", "[1,/**/2]",  "{\"a\"::1}", "[[]",       ":",
        ","}) {
    EXPECT_FALSE(read_json(document).accepted) << document;
  }
}

TEST(JsonStream, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(error_of("<!DOCTYPE html>"), "unexpected '<' at byte 0, where a value should start");
  EXPECT_EQ(error_of("[1 2]"), "unexpected '2' at byte 3, where ',' or ']' should stand");
  EXPECT_EQ(error_of("{\"a\":1 2}"), "unexpected '2' at byte 7, where ',' or '}' should stand");
  EXPECT_EQ(error_of("{\"a\" 1}"), "unexpected '1' at byte 5, where ':' should stand");
  EXPECT_EQ(error_of("{1"), "unexpected '1' at byte 1, where a name or '}' should stand");
  EXPECT_EQ(error_of("{\"a\":1,}"), "unexpected '}' at byte 7, where a name should start");
  EXPECT_EQ(error_of("[}"), "unexpected '}' at byte 1, where a value or ']' should stand");
  EXPECT_EQ(error_of("{}\n{}"), "unexpected '{' at byte 3, after the end of the value");
  EXPECT_EQ(error_of(""), "the text ends at byte 0, where a value should start");
  EXPECT_EQ(error_of("[\"abc"), "the text ends at byte 5, inside a string");
  EXPECT_EQ(error_of("[1"), "the text ends at byte 2, where ',' or ']' should stand");
  EXPECT_EQ(error_of("[1,"), "the text ends at byte 3, where a value should start");
}

TEST(JsonStream, UnescapesText) {
  EXPECT_EQ(string_of(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(string_of(R"("a\u0041b")"), "aAb");
  EXPECT_EQ(string_of(R"("\u00e9\u00E9 \u20ac \ud83d\ude00")"), "éé € 😀");
  EXPECT_EQ(string_of(R"("\u0000")"), "\0"s);
  EXPECT_EQ(string_of(R"("\u007f\u0080\u07ff\u0800\uffff")"), "\x7f\u0080\u07ff\u0800\uffff");
  EXPECT_EQ(string_of(R"("\ud800\udc00\udbff\udfff")"), "\U00010000\U0010ffff");
  EXPECT_EQ(read_json(R"({"\u0061\n":1})").events.at(1), "key a\n");
}

TEST(JsonStream, RefusesBrokenEscapes) {
  for (const char* text : {R"("\x41")", R"("\'")", R"("\0")", R"("\u12")", R"("\u12g4")", R"("\U0041")", R"("\)",
                           R"("\")", R"("\u")", "\"\\\n\""}) {
    EXPECT_FALSE(read_json(text).accepted) << text;
  }
  EXPECT_EQ(error_of(R"("ab\x")"), "an unknown escape at byte 4");
  EXPECT_EQ(error_of(R"("\u12g4")"), "an escape without four hexadecimal digits at byte 5");
}

TEST(JsonStream, RefusesHalfASurrogatePair) {
  for (const char* text : {R"("\ud800")", R"("\ud800x")", R"("\ud800\n")", R"("\ud800\u0041")", R"("\ud800\ud800")",
                           R"("\udc00")", R"("\udc00\ud800")"}) {
    EXPECT_FALSE(read_json(text).accepted) << text;
  }
  EXPECT_EQ(error_of(R"("\ud800")"), "half a surrogate pair at byte 7");
}

TEST(JsonStream, PassesOverHalfASurrogatePairInATextThatNobodyReads) {
  for (const char* text :
       {R"({"a":"cut \ud83d","b":1})", R"({"a":"\udc00 \ud800\n","b":1})", R"({"a":"\ud800\u0041","b":1})"}) {
    EXPECT_TRUE(read_json(text, {}, true).accepted) << text;
    EXPECT_FALSE(read_json(text).accepted) << text;
  }
  EXPECT_FALSE(read_json(R"({"a":"\ud83"})", {}, true).accepted);
}

TEST(JsonStream, RefusesControlCharactersInText) {
  for (int c = 0; c < 0x20; ++c) {
    const std::string text = "\"a"s + static_cast<char>(c) + "b\"";
    EXPECT_EQ(error_of(text), "a control character inside a string at byte 2") << c;
  }
  EXPECT_EQ(string_of("\"\x7f\""), "\x7f");
}

TEST(JsonStream, HandsValidUtf8Over) {
  const std::string text = "é€😀 \u0080\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff";
  EXPECT_EQ(string_of("\"" + text + "\""), text);
  EXPECT_EQ(string_of("\"" + text + "\\n\""), text + "\n");
}

TEST(JsonStream, RefusesInvalidUtf8) {
  for (const char* bytes : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3x", "\xC3\xC3", "\xE0\x9F\xBF",
                            "\xE2\x82", "\xE2\x82x", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x98",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF"}) {
    EXPECT_FALSE(read_json("\""s + bytes + "\"").accepted);
    EXPECT_FALSE(read_json("\"some text that is longer than a block "s + bytes + " and more\"").accepted);
    EXPECT_FALSE(read_json("{\""s + bytes + "\":1}").accepted);
    EXPECT_FALSE(read_json("{\"a\":\""s + bytes + "\"}", {}, true).accepted) << "skipped text is checked too";
  }
  EXPECT_EQ(error_of("\"a\xFF\""), "invalid UTF-8 at byte 2");
  EXPECT_EQ(error_of("\"\xE2\x82\""), "invalid UTF-8 at byte 3");
}

TEST(JsonStream, ChecksTextThatItSkipsButHandsOverNothing) {
  const JsonResult result = read_json(R"({"key":"long\n\u20ac text","n":1})", {}, true);
  EXPECT_TRUE(result.accepted) << result.error;
  EXPECT_THAT(result.events, ElementsAre("{", "key key", "key n", "}"));
  EXPECT_FALSE(read_json(R"({"a":"\x"})", {}, true).accepted);
  EXPECT_FALSE(read_json("{\"a\":\"a\nb\"}", {}, true).accepted);
}

TEST(JsonStream, LimitsTheTextThatItHandsOver) {
  const JsonStream::Limits limits{.max_depth = 4, .max_text = 5};
  EXPECT_TRUE(read_json(R"({"12345":"12345"})", limits).accepted);
  EXPECT_TRUE(read_json(R"("1234\u0041")", limits).accepted);
  EXPECT_EQ(error_of(R"({"123456":1})", limits), "a text of more than 5 bytes at byte 1");
  EXPECT_EQ(error_of(R"(["123456"])", limits), "a text of more than 5 bytes at byte 1");
  EXPECT_EQ(error_of(R"(["1234\u20ac"])", limits), "a text of more than 5 bytes at byte 1");
  EXPECT_EQ(error_of("[123456]", limits), "a text of more than 5 bytes at byte 1");
  EXPECT_TRUE(read_json(R"({"a":"a description of any length"})", limits, true).accepted)
      << "skipped text costs nothing";
  EXPECT_FALSE(read_json(R"({"a long name":1})", limits, true).accepted) << "names are never skipped";
}

TEST(JsonStream, LimitsNesting) {
  const JsonStream::Limits limits{.max_depth = 3, .max_text = 100};
  EXPECT_TRUE(read_json(R"([{"a":[1]},[[]]])", limits).accepted);
  EXPECT_EQ(error_of("[[[[", limits), "more than 3 levels of nesting at byte 3");
  EXPECT_EQ(error_of(R"([[{"a":{}}]])", limits), "more than 3 levels of nesting at byte 7");
  EXPECT_TRUE(read_json(std::string(64, '[') + std::string(64, ']')).accepted);
  EXPECT_FALSE(read_json(std::string(65, '[') + std::string(65, ']')).accepted);
}

TEST(JsonStream, DepthCostsNoStack) {
  EXPECT_EQ(error_of(std::string(100'000, '[')), "more than 64 levels of nesting at byte 64");
  const JsonStream::Limits deep{.max_depth = 1'000'000, .max_text = 100};
  EXPECT_TRUE(read_json(std::string(100'000, '[') + std::string(100'000, ']'), deep).accepted);
}

TEST(JsonStream, RefusesFurtherPiecesAfterAnError) {
  JsonEvents events;
  JsonStream stream(events);
  EXPECT_FALSE(stream.write("[1,<"));
  const std::string error = stream.error();
  EXPECT_FALSE(stream.write("2]"));
  EXPECT_FALSE(stream.finish());
  EXPECT_EQ(stream.error(), error);
  EXPECT_EQ(stream.offset(), 3U);
  EXPECT_THAT(events.list, ElementsAre("[", "number 1"));
}

TEST(JsonStream, CountsTheBytesThatItTook) {
  JsonEvents events;
  JsonStream stream(events);
  EXPECT_EQ(stream.offset(), 0U);
  EXPECT_TRUE(stream.write("[1,"));
  EXPECT_EQ(stream.offset(), 3U);
  EXPECT_TRUE(stream.write(""));
  EXPECT_TRUE(stream.write("\"a\"]"));
  EXPECT_EQ(stream.offset(), 7U);
  EXPECT_TRUE(stream.finish());
}

TEST(JsonStream, HandsOverNoValueThatIsNotWanted) {
  class SkipsDescriptions : public JsonEvents {
   public:
    bool key(std::string_view name) override {
      skip = name.starts_with("desc");
      return JsonEvents::key(name);
    }
  };
  SkipsDescriptions events;
  JsonStream stream(events);
  EXPECT_TRUE(stream.write(R"({"desc":"<p>\u00a0\r\n</p>","sku":"A\/1","desc1":7,"desc2":true,"desc3":null,"n":7})"));
  EXPECT_TRUE(stream.finish());
  EXPECT_THAT(events.list, ElementsAre("{", "key desc", "key sku", "string A/1", "key desc1", "key desc2", "key desc3",
                                       "key n", "number 7", "}"));
}

class SkipsLists : public JsonEvents {
 public:
  bool key(std::string_view name) override {
    skip = name == "list";
    return JsonEvents::key(name);
  }
};

TEST(JsonStream, HandsOverNothingOfAContainerThatIsNotWantedAndAllThatFollows) {
  SkipsLists events;
  JsonStream stream(events);
  EXPECT_TRUE(
      stream.write(R"([{"list":["a",{"b":[1,{"c":2}],"list":{}},[],"d"],"e":"f","list":{"g":"h"},"i":[3]},"j"])"));
  EXPECT_TRUE(stream.finish());
  EXPECT_THAT(events.list, ElementsAre("[", "{", "key list", "key e", "string f", "key list", "key i", "[", "number 3",
                                       "]", "}", "string j", "]"));
}

TEST(JsonStream, TakesHalfASurrogatePairInANameThatNobodyWants) {
  SkipsLists events;
  JsonStream stream(events);
  EXPECT_TRUE(stream.write(R"([{"list":{"cut \ud83d":1}}])") && stream.finish()) << stream.error();
  EXPECT_THAT(events.list, ElementsAre("[", "{", "key list", "}", "]"));
}

TEST(JsonStream, ChecksAContainerThatIsNotWanted) {
  for (const std::string_view wrong :
       {R"([{"list":[1,]}])", R"([{"list":{"a":1,}}])", R"([{"list":{"a" 1}}])", R"([{"list":[tru]}])",
        R"([{"list":["\x"]}])", R"([{"list":[1}])", "[{\"list\":{\"\xFF\":1}}]"}) {
    SkipsLists events;
    JsonStream stream(events);
    EXPECT_FALSE(stream.write(wrong) && stream.finish()) << wrong;
  }
}

}  // namespace
}  // namespace dsz::test
