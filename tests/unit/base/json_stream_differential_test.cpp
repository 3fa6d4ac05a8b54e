#include "json_events.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <random>

namespace dsz::test {
namespace {

/// What nlohmann/json reports, in the words of JsonEvents; numbers are compared by value, as it does not keep all
/// literals.
class Reference : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return add("null"); }
  bool boolean(bool value) override { return add(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return add("number " + nlohmann::json(value).dump()); }
  bool number_unsigned(number_unsigned_t value) override { return add("number " + nlohmann::json(value).dump()); }
  bool number_float(number_float_t value, const string_t&) override {
    return add("number " + nlohmann::json(value).dump());
  }
  bool string(string_t& value) override { return add("string " + value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return add("{"); }
  bool key(string_t& name) override { return add("key " + name); }
  bool end_object() override { return add("}"); }
  bool start_array(std::size_t) override { return add("["); }
  bool end_array() override { return add("]"); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) override {
    number_too_large = dynamic_cast<const nlohmann::json::out_of_range*>(&error) != nullptr;
    return false;
  }

  std::vector<std::string> list;
  bool number_too_large = false;

 private:
  bool add(std::string event) {
    list.push_back(std::move(event));
    return true;
  }
};

std::vector<std::string> by_value(std::vector<std::string> events) {
  constexpr std::string_view kNumber = "number ";
  for (std::string& event : events) {
    if (!event.starts_with(kNumber)) continue;
    event = std::string(kNumber) + nlohmann::json::parse(event.substr(kNumber.size())).dump();
  }
  return events;
}

/// Changes one to four places of a valid document, so that about half of what comes out is broken.
class Mutator {
 public:
  std::string next() {
    static constexpr std::array kDocuments = {
        R"({"result":[{"sku":"AES-T001B","stock_qty":200,"price":"82.41","desc":"a\r\n\u20ac<\/p>"}],"total":1})",
        R"({"r":[{"sku":"AES-T001B","n":{"a":"0","b":"1.5"},"eta":"","qty":200,"in_stock":"1","price":"82.41","x":null}]})",
        R"([1,-2.5,3e10,-0,0.1E-2,true,false,null,"","\ud83d\ude00",[],{}])",
        "\xEF\xBB\xBF {\"a\" : [ \"é€😀\" , \"plain text longer than sixteen bytes\" ] }\n",
        R"({"a":{"b":{"c":[[[1]]]}},"d":"\"\\\/\b\f\n\r\t\u0041"})",
    };
    std::string document = kDocuments[pick(kDocuments.size())];
    for (std::size_t change = 0, changes = 1 + pick(4); change < changes; ++change) mutate(document);
    return document;
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }

  std::string fragment() {
    static constexpr std::array<std::string_view, 38> kFragments = {
        "{",      "}",    "[",    "]",        ",",        ":",
        "\"",     "\\",   "0",    "1",        "-",        "+",
        ".",      "e",    "E9",   " ",        "\n",       "\t",
        "\x01",   "\x7F", "\x80", "\xC3\xA9", "\xE2\x82", "\xED\xA0\x80",
        "\xF4",   "\xFF", "\\u",  "\\ud800",  "\\udc00",  "\\u00e9",
        "\\x",    "null", "true", "NaN",      "/**/",     "\xEF\xBB\xBF",
        "\"a\":", "[],"};
    return std::string(kFragments[pick(kFragments.size())]);
  }

  void mutate(std::string& document) {
    const std::size_t at = pick(document.size() + 1);
    switch (pick(4)) {
      case 0:
        document.insert(at, fragment());
        break;
      case 1:
        document.replace(at, 1, fragment());
        break;
      case 2:
        document.erase(at, 1 + pick(3));
        break;
      default:
        document.insert(at, document.substr(pick(document.size() + 1), pick(12)));
    }
  }

  std::mt19937 random_{20261122};
};

TEST(JsonStreamDifferential, AgreesWithNlohmannJsonOnMutatedDocuments) {
  // Differences by design, kept out of the way here: our limits of depth and text, and a number beyond the range of a
  // double, which is JSON, but which nlohmann/json refuses. It also takes a zero byte for the end of the text.
  const JsonStream::Limits wide{.max_depth = 1'000, .max_text = 100'000};
  Mutator mutator;
  int accepted = 0;
  constexpr int kDocuments = 6'000;
  for (int i = 0; i < kDocuments; ++i) {
    const std::string document = mutator.next();
    Reference reference;
    const bool expected = nlohmann::json::sax_parse(document, &reference);
    const JsonResult result = read_json(document, wide);
    if (!result.error.starts_with("half a surrogate pair")) {
      ASSERT_EQ(read_json(document, wide, true).accepted, result.accepted) << "skipped text is checked too:\n"
                                                                           << document;
    }
    if (reference.number_too_large) continue;
    ASSERT_EQ(result.accepted, expected) << document << "\n" << result.error;
    if (expected) {
      ASSERT_EQ(by_value(result.events), reference.list) << document;
    }
    accepted += expected ? 1 : 0;
  }
  EXPECT_GT(accepted, kDocuments / 20);
  EXPECT_LT(accepted, kDocuments * 19 / 20);
}

TEST(JsonStreamDifferential, KnownDifferences) {
  EXPECT_TRUE(read_json("1e999").accepted);
  EXPECT_FALSE(nlohmann::json::accept("1e999"));
  const std::string zero_byte("1\0x", 3);
  EXPECT_FALSE(read_json(zero_byte).accepted);
  EXPECT_TRUE(nlohmann::json::accept(zero_byte));
}

}  // namespace
}  // namespace dsz::test
