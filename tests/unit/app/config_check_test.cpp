#include "app/config_schema.hpp"
#include "config_test_support.hpp"

namespace dsz::test {
namespace {

using ConfigCheck = ConfigTest;

TEST_F(ConfigCheck, AnUnknownKeyIsNamedWithTheNearestKnownOne) {
  EXPECT_EQ(refusal("{\n\"match\": {\n\"guards\": {\n\"mising_percent\": 3}}}"),
            "/c/config.json line 4: match.guards.mising_percent is not a known key; did you mean "
            "match.guards.missing_percent?");
  EXPECT_EQ(refusal(R"({"dropshipzon": {}})"),
            "/c/config.json line 1: dropshipzon is not a known key; did you mean dropshipzone?");
}

TEST_F(ConfigCheck, AKeyInTheWrongSectionIsSentToTheRightOne) {
  EXPECT_EQ(refusal(R"({"match": {"floor": 3}})"),
            "/c/config.json line 1: match.floor is not a known key; did you mean match.guards.floor?");
}

TEST_F(ConfigCheck, AnUnknownKeyThatResemblesNoneIsAnsweredWithThoseOfItsSection) {
  EXPECT_EQ(refusal(R"({"paths": {"zzzzzzzz": 3}})"),
            "/c/config.json line 1: paths.zzzzzzzz is not a known key; known here are state_dir");
}

TEST_F(ConfigCheck, AKeyWithADotIsNotASection) {
  EXPECT_THAT(refusal(R"({"match.buffer": 3})"), testing::HasSubstr("match.buffer is not a known key"));
  EXPECT_THAT(refusal(R"({"match": {"guards.floor": 3}})"),
              testing::HasSubstr("match.guards.floor is not a known key"));
}

TEST_F(ConfigCheck, ForeignCharactersOfAKeyAreMadeVisible) {
  EXPECT_THAT(refusal("{\"\\u001b[31m\": 3}"), testing::HasSubstr("\\x1b[31m is not a known key"));
}

TEST_F(ConfigCheck, ASectionMustBeAnObject) {
  EXPECT_EQ(refusal("[]"), "/c/config.json line 1: it must be an object: { … }");
  EXPECT_EQ(refusal("{\n\"match\": 3}"), "/c/config.json line 2: match must be an object: { … }");
  EXPECT_EQ(refusal(R"({"match": {"select": ["a"]}})"), "/c/config.json line 1: match.select must be an object: { … }");
}

TEST_F(ConfigCheck, AWrongTypeSaysWhatItIsAndWhatItMustBe) {
  const auto of = [this](const std::string& text) {
    return refusal(text).substr(std::string("/c/config.json line 1: ").size());
  };
  EXPECT_EQ(of(R"({"match": {"buffer": "3"}})"), "match.buffer is text, but must be a whole number from 0 to 1000000");
  EXPECT_EQ(of(R"({"match": {"cap": null}})"), "match.cap is null, but must be a whole number from 1 to 1000000");
  EXPECT_EQ(of(R"({"match": {"confirm_missing": "yes"}})"), "match.confirm_missing is text, but must be true or false");
  EXPECT_EQ(of(R"({"match": {"missing": true}})"), "match.missing is true, but must be \"zero\" or \"ignore\"");
  EXPECT_EQ(of(R"({"match": {"select": {"tag": 7}}})"),
            "match.select.tag is a number, but must be text or a list of texts");
  EXPECT_EQ(of(R"({"match": {"select": {"meta": []}}})"),
            "match.select.meta is a list, but must be an object of texts");
  EXPECT_EQ(of(R"({"logging": {"path": {}}})"), "logging.path is an object, but must be a path");
  EXPECT_EQ(of(R"({"woocommerce": {"url": 1}})"), "woocommerce.url is a number, but must be a web address");
}

TEST_F(ConfigCheck, ASecretOfTheWrongTypeIsNotQuoted) {
  EXPECT_EQ(refusal(R"({"dropshipzone": {"password": 12345678}})"),
            "/c/config.json line 1: dropshipzone.password is a number, but must be text");
}

TEST_F(ConfigCheck, OutOfRangeSaysTheRange) {
  EXPECT_EQ(refusal(R"({"dropshipzone": {"page_size": 201}})"),
            "/c/config.json line 1: dropshipzone.page_size is 201, but must be a whole number from 1 to 200");
  EXPECT_EQ(refusal(R"({"match": {"buffer": -1}})"),
            "/c/config.json line 1: match.buffer is -1, but must be a whole number from 0 to 1000000");
  EXPECT_EQ(refusal(R"({"match": {"guards": {"missing_percent": 100.5}}})"),
            "/c/config.json line 1: match.guards.missing_percent is 100.5, but must be a number from 0 to 100");
}

TEST_F(ConfigCheck, AFractionIsNotAWholeNumber) {
  EXPECT_EQ(refusal(R"({"match": {"minimum": 1.5}})"),
            "/c/config.json line 1: match.minimum is 1.5, but must be a whole number from 0 to 1000000");
  EXPECT_EQ(load(R"({"match": {"minimum": 2.0}})").match.rules.stock.minimum, 2U);
}

TEST_F(ConfigCheck, TheEndsOfEachRangeAreAllowedAndWhatIsBeyondIsNot) {
  for (const ConfigKey& key : config_schema()) {
    if (key.type != ConfigType::whole && key.type != ConfigType::number) continue;
    ConfigValue value;
    value.kind = ConfigValue::Kind::number;
    for (const double allowed : {key.least, key.most}) {
      value.number = allowed;
      EXPECT_EQ(config_complaint(key, value), "") << key.path;
    }
    for (const double refused : {key.least - 1, key.most + 1}) {
      value.number = refused;
      EXPECT_NE(config_complaint(key, value), "") << key.path;
    }
  }
}

TEST_F(ConfigCheck, AWordThatIsNoChoiceIsAnsweredWithTheChoices) {
  EXPECT_EQ(refusal(R"({"match": {"unmanaged": "ignore"}})"),
            "/c/config.json line 1: match.unmanaged is \"ignore\", but must be \"status\", \"manage\" or \"skip\"");
}

TEST_F(ConfigCheck, ASelectionThatNamesNothingIsRefused) {
  EXPECT_EQ(refusal(R"({"match": {"select": {}}})"),
            "/c/config.json line 1: match.select is empty; name one or more of brand, category, meta, sku_pattern, "
            "sku_prefix, tag in it, or remove it");
  EXPECT_EQ(refusal(R"({"match": {"select": {"tag": []}}})"),
            "/c/config.json line 1: match.select.tag is empty; name something in it or remove it");
  EXPECT_EQ(refusal(R"({"match": {"select": {"sku_prefix": ""}}})"),
            "/c/config.json line 1: match.select.sku_prefix is empty; give it a value or remove the line");
  EXPECT_EQ(refusal(R"({"match": {"select": {"sku_prefix": ["A", ""]}}})"),
            "/c/config.json line 1: match.select.sku_prefix has a text in it that is empty; give it a value or remove "
            "the line");
}

TEST_F(ConfigCheck, APatternThatIsNoRegularExpressionIsRefusedWithItsLine) {
  EXPECT_THAT(refusal(R"({"match": {"select": {
    "sku_pattern": "DSZ-[0-9"}}})"),
              testing::StartsWith("/c/config.json line 2: match.select.sku_pattern \"DSZ-[0-9\" is not a regular "
                                  "expression: "));
}

TEST_F(ConfigCheck, ListsAndFieldsHoldTextsOnly) {
  EXPECT_EQ(refusal(R"({"match": {"select": {"tag": ["a", 7]}}})"),
            "/c/config.json line 1: match.select.tag has a number in it, but must be text or a list of texts");
  EXPECT_EQ(refusal(R"({"match": {"select": {"meta": {"a": false}}}})"),
            "/c/config.json line 1: match.select.meta has false in it, but must be an object of texts");
  EXPECT_EQ(refusal(R"({"match": {"select": {"meta": {"": "x"}}}})"),
            "/c/config.json line 1: match.select.meta has a field without a name");
}

TEST_F(ConfigCheck, ControlCharactersAreRefused) {
  EXPECT_EQ(refusal(R"({"paths": {"state_dir": "a\u0000b"}})"),
            "/c/config.json line 1: paths.state_dir has a line end or another control character in it");
}

struct UrlCase {
  const char* url;
  const char* sentence;
};

class ConfigUrl : public ConfigTest, public testing::WithParamInterface<UrlCase> {};

TEST_P(ConfigUrl, IsChecked) {
  const std::string text = R"({"woocommerce": {"url": ")" + std::string(GetParam().url) + R"("}})";
  const std::string expected = GetParam().sentence;
  EXPECT_EQ(refusal(text), expected.empty() ? "" : "/c/config.json line 1: woocommerce.url " + expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, ConfigUrl,
    testing::Values(UrlCase{"https://shop.example", ""}, UrlCase{"https://shop.example:8443/au/", ""},
                    UrlCase{"http://localhost:8080", ""}, UrlCase{"http://127.0.0.2", ""},
                    UrlCase{"http://[::1]:81", ""}, UrlCase{"https://shop.example/@home", ""},
                    UrlCase{"https://shop.example/wp-json/wc/v3",
                            "must be the shop's address alone; remove /wp-json and what follows it"},
                    UrlCase{"https://me:hunter2@shop.example",
                            "has a user name or a password in it; remove it, credentials have keys of their own"},
                    UrlCase{"https://me@shop.example",
                            "has a user name or a password in it; remove it, credentials have keys of their own"},
                    UrlCase{"https://shop.example/?consumer_key=ck_1", "has a ? or a # in it; remove that part"},
                    UrlCase{"https://shop.example/#top", "has a ? or a # in it; remove that part"},
                    UrlCase{"shop.example", "is not a web address like https://shop.example"},
                    UrlCase{"ftp://shop.example", "is not a web address like https://shop.example"},
                    UrlCase{"https://", "is not a web address like https://shop.example"},
                    UrlCase{"", "is empty; give it a value or remove the line"}));

TEST_F(ConfigCheck, PlainHttpToAnotherMachineIsRefusedUnlessItIsAllowed) {
  EXPECT_EQ(refusal("{\"dropshipzone\": {\n\"base_url\": \"http://api.example\"}}"),
            "/c/config.json line 2: dropshipzone.base_url is plain http, which the whole network between can read and "
            "change; make it https (or, knowing that, set dropshipzone.allow_insecure_http to true)");
  EXPECT_THAT(refusal(R"({"woocommerce": {"url": "http://shop.example"}})"),
              testing::HasSubstr("set woocommerce.allow_insecure_http to true"));
  EXPECT_THAT(refusal(R"({"woocommerce": {"url": "http://127.0.0.1.shop.example"}})"),
              testing::HasSubstr("woocommerce.url is plain http"));
  EXPECT_EQ(refusal(R"({"dropshipzone": {"base_url": "http://api.example", "allow_insecure_http": true},
                        "woocommerce": {"url": "http://shop.example", "allow_insecure_http": true}})"),
            "");
  EXPECT_EQ(
      refusal(R"({"dropshipzone": {"base_url": "http://127.0.0.1:8080"}, "woocommerce": {"url": "http://[::1]"}})"),
      "");
}

}  // namespace
}  // namespace dsz::test
