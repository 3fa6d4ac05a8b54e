#include "app/config_schema.hpp"
#include "config_test_support.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace dsz::test {
namespace {

std::string project_file(const char* name) {
  std::ifstream file(std::string(DSZ_SOURCE_DIR) + "/" + name);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string default_in_words(const ConfigKey& key) {
  if (!key.standard.empty()) return fmt::format("`{}`", key.standard);
  if (!key.placeholder.empty()) return "required";
  return std::string(key.standard_words.empty() ? "none" : key.standard_words);
}

/// The line of docs/CONFIGURATION.md for this key.
std::string row(const ConfigKey& key) {
  const std::string about = key.environment.empty()
                                ? std::string(key.about)
                                : fmt::format("{}; environment variable `{}`", key.about, key.environment);
  return fmt::format("| `{}` | {} | {} | {} |", key.path, config_expects(key), default_in_words(key), about);
}

/// The paths of all keys in a document that are not sections.
void collect_keys(const ConfigValue& object, const std::string& prefix, std::vector<std::string>& keys) {
  for (const ConfigValue& member : object.children) {
    const std::string path = prefix + member.name;
    if (member.kind == ConfigValue::Kind::object) {
      collect_keys(member, path + '.', keys);
    } else {
      keys.push_back(path);
    }
  }
}

using ConfigDocumentation = ConfigTest;

TEST_F(ConfigDocumentation, HasOneRowForEachKeyWithItsDefault) {
  const std::string text = project_file("docs/CONFIGURATION.md");
  for (const ConfigKey& key : config_schema()) {
    EXPECT_NE(text.find("\n" + row(key) + "\n"), std::string::npos) << row(key);
  }
}

TEST_F(ConfigDocumentation, HasNoRowForAnythingElse) {
  std::istringstream text(project_file("docs/CONFIGURATION.md"));
  std::size_t rows = 0;
  for (std::string line; std::getline(text, line);) rows += line.starts_with("| `") ? 1 : 0;
  EXPECT_EQ(rows, config_schema().size());
}

TEST_F(ConfigDocumentation, ItsExamplesAreAccepted) {
  const std::string text = project_file("docs/CONFIGURATION.md");
  int examples = 0;
  for (std::size_t at = text.find("```json\n"); at != std::string::npos; at = text.find("```json\n", at + 1)) {
    const std::size_t start = at + std::string("```json\n").size();
    const std::string example = text.substr(start, text.find("```", start) - start);
    EXPECT_EQ(refusal(example), "") << example;
    ++examples;
  }
  EXPECT_GE(examples, 3);
}

TEST_F(ConfigDocumentation, TheExampleNamesEachKeyThatHasADefaultOrMustBeFilledIn) {
  std::vector<std::string> expected;
  for (const ConfigKey& key : config_schema()) {
    if (!key.standard.empty() || !key.placeholder.empty()) expected.emplace_back(key.path);
  }
  std::vector<std::string> named;
  collect_keys(parse_config_document(project_file("config.example.json"), "example"), "", named);
  EXPECT_THAT(named, testing::UnorderedElementsAreArray(expected));
}

TEST_F(ConfigDocumentation, TheExampleSaysTheDefaultsAndThePlaceholders) {
  const ConfigValue example = parse_config_document(project_file("config.example.json"), "example");
  for (const ConfigKey& key : config_schema()) {
    const ConfigValue* value = example.at(key.path);
    if (value == nullptr) continue;
    if (!key.placeholder.empty()) {
      EXPECT_EQ(value->text, key.placeholder) << key.path;
      continue;
    }
    const ConfigValue standard = parse_config_document(key.standard, "default");
    EXPECT_EQ(value->kind, standard.kind) << key.path;
    EXPECT_EQ(value->text, standard.text) << key.path;
    EXPECT_EQ(value->number, standard.number) << key.path;
    EXPECT_EQ(value->boolean, standard.boolean) << key.path;
  }
}

TEST_F(ConfigDocumentation, TheExampleIsAcceptedOnceItIsFilledIn) {
  std::string text = project_file("config.example.json");
  EXPECT_THAT(refusal(text, kBoth), testing::HasSubstr("dropshipzone.email still is the example's placeholder"));
  for (const ConfigKey& key : config_schema()) {
    if (key.placeholder.empty()) continue;
    EXPECT_THAT(refusal(text, kBoth),
                testing::HasSubstr(std::string(key.path) + " still is the example's placeholder"));
    const std::string own = key.type == ConfigType::url ? "https://shop.example" : "my-own-value";
    text.replace(text.find(key.placeholder), key.placeholder.size(), own);
  }
  EXPECT_EQ(refusal(text, kBoth), "");
}

TEST_F(ConfigDocumentation, TheDefaultsPassTheirOwnChecks) {
  for (const ConfigKey& key : config_schema()) {
    if (key.standard.empty()) continue;
    EXPECT_EQ(config_complaint(key, parse_config_document(key.standard, "default")), "") << key.path;
  }
}

}  // namespace
}  // namespace dsz::test
