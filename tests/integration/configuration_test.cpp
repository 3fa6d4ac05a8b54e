// Where the configuration comes from, what it is refused for, and each way to give each secret.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace dsz::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Secret {
  const char* section;
  const char* key;
  const char* value;
};
constexpr std::array<Secret, 4> kSecrets{{{"dropshipzone", "email", "owner@example.com"},
                                          {"dropshipzone", "password", "sandbox-password"},
                                          {"woocommerce", "consumer_key", "ck_rw"},
                                          {"woocommerce", "consumer_secret", "cs_rw"}}};

void put_file(const std::filesystem::path& path, const std::string& text, unsigned mode = 0600) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
  std::filesystem::permissions(path, std::filesystem::perms(mode));
}

class Configuration : public testing::Test {
 protected:
  Configuration() { shop.put_many(3, 5, 4); }

  void expect_refused(const std::string& sentence_part) {
    const auto result = shop.run({"sync"});
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr(sentence_part));
    EXPECT_EQ(shop.supplier.requests().count() + shop.store.requests().count(), 0);
  }

  void expect_synced(const ProgramOptions& options = {}) {
    const auto result = shop.run({"sync"}, options);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(shop.quantity("P002"), 5);
  }

  Shop shop;
};

TEST_F(Configuration, AWrongTypeIsNamedWithItsLine) {
  shop.config["match"] = {{"buffer", "two"}};
  expect_refused("match.buffer is text, but must be a whole number");
  EXPECT_THAT(shop.run({"sync"}).err, testing::ContainsRegex("line [0-9]+"));
}

TEST_F(Configuration, AValueOutOfItsRangeIsNamedWithTheRange) {
  shop.config["woocommerce"]["batch_size"] = 101;
  expect_refused("woocommerce.batch_size is 101, but must be a whole number from 1 to 100");
}

TEST_F(Configuration, AFileThatIsNotJsonIsNamedWithItsLine) {
  const auto arguments = shop.arguments({"sync"});
  put_file(shop.file("config.json"), "{\n  \"match\": {\n    \"buffer\": 2,\n  }\n}\n");
  const auto result = Program::run(arguments);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("config.json"), HasSubstr("line 4")));
}

TEST_F(Configuration, WithoutAUrlOrASecretEachThatIsMissingIsNamed) {
  shop.config["woocommerce"].erase("url");
  shop.config["dropshipzone"].erase("password");
  expect_refused("woocommerce.url");
  EXPECT_THAT(shop.run({"sync"}).err, HasSubstr("dropshipzone.password (or the environment variable DSZ_PASSWORD)"));
}

TEST_F(Configuration, TheExamplesPlaceholdersAreNotTakenForCredentials) {
  shop.config["dropshipzone"]["password"] = "your-dropshipzone-password";
  expect_refused("placeholder");
}

TEST_F(Configuration, TheExampleWorksOnceItsCredentialsAndAddressesAreFilledIn) {
  auto example = nlohmann::json::parse(std::ifstream(DSZ_EXAMPLE_CONFIGURATION));
  for (const char* section : {"dropshipzone", "woocommerce"}) {
    for (const char* key : {"base_url", "email", "password", "url", "consumer_key", "consumer_secret", "ca_file"}) {
      if (shop.config[section].contains(key)) example[section][key] = shop.config[section][key];
    }
  }
  shop.config = example;
  expect_synced();
}

TEST_F(Configuration, EachSecretMayStandInAFile) {
  for (const auto& [section, key, value] : kSecrets) {
    shop.config[section].erase(key);
    shop.config[section][std::string(key) + "_file"] = std::string(key) + ".txt";
    put_file(shop.file(std::string(key) + ".txt"), std::string(value) + "\n");
  }
  expect_synced();
}

TEST_F(Configuration, ASecretsFileThatOthersCanReadIsRefusedWithTheChmod) {
  shop.config["dropshipzone"].erase("password");
  shop.config["dropshipzone"]["password_file"] = "password.txt";
  put_file(shop.file("password.txt"), "sandbox-password\n", 0640);
  expect_refused("chmod 600 " + shop.file("password.txt").string());
}

TEST_F(Configuration, EachSecretMayBePrintedByACommand) {
  for (const auto& [section, key, value] : kSecrets) {
    shop.config[section].erase(key);
    shop.config[section][std::string(key) + "_command"] = "printf '%s\\n' " + std::string(value);
  }
  expect_synced();
}

TEST_F(Configuration, ACommandThatFailsIsNamedWithItsEnd) {
  shop.config["dropshipzone"].erase("password");
  shop.config["dropshipzone"]["password_command"] = "exit 3";
  expect_refused("dropshipzone.password_command failed: it ended with exit status 3");
}

TEST_F(Configuration, TheEnvironmentOverridesTheFile) {
  for (const auto& [section, key, value] : kSecrets) shop.config[section][key] = "wrong-" + std::string(key);
  expect_synced({.environment = {{"DSZ_EMAIL", "owner@example.com"},
                                 {"DSZ_PASSWORD", "sandbox-password"},
                                 {"WC_CONSUMER_KEY", "ck_rw"},
                                 {"WC_CONSUMER_SECRET", "cs_rw"}}});
}

TEST_F(Configuration, AFileWithoutSecretsMayBeReadByOthers) {
  for (const auto& [section, key, value] : kSecrets) shop.config[section].erase(key);
  const auto arguments = shop.arguments({"sync"});
  std::filesystem::permissions(shop.file("config.json"), std::filesystem::perms(0644));
  const auto result = Program::run(arguments, {.environment = {{"DSZ_EMAIL", "owner@example.com"},
                                                               {"DSZ_PASSWORD", "sandbox-password"},
                                                               {"WC_CONSUMER_KEY", "ck_rw"},
                                                               {"WC_CONSUMER_SECRET", "cs_rw"}}});
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

/// Which file was read shows in the complaint about its unknown key.
TEST(ConfigurationPlaces, AreLookedAtInTheirOrder) {
  const TemporaryFolder folder;
  const auto here = folder.path() / "here";
  const std::vector<std::pair<std::string, std::filesystem::path>> places = {
      {"option", folder.path() / "option.json"},
      {"variable", folder.path() / "variable.json"},
      {"beside", here / "config.json"},
      {"xdg", folder.path() / "xdg/dsz-sync/config.json"},
      {"home", folder.path() / "home/.config/dsz-sync/config.json"},
  };
  for (const auto& [name, path] : places) put_file(path, "{\"key_of_" + name + "\": 1}\n");
  const auto said = [&](std::vector<std::string> arguments, std::map<std::string, std::string> environment) {
    environment["HOME"] = (folder.path() / "home").string();
    arguments.emplace_back("status");
    const auto result = Program::run(arguments, {.environment = environment, .folder = here.string()});
    EXPECT_EQ(result.exit_code, 2);
    return result.err;
  };
  const std::map<std::string, std::string> variable{{"DSZ_SYNC_CONFIG", places[1].second.string()}};
  const std::map<std::string, std::string> xdg{{"XDG_CONFIG_HOME", (folder.path() / "xdg").string()}};
  EXPECT_THAT(said({"--config", places[0].second.string()}, variable), HasSubstr("key_of_option"));
  EXPECT_THAT(said({}, variable), HasSubstr("key_of_variable"));
  EXPECT_THAT(said({}, xdg), HasSubstr("key_of_beside"));
  std::filesystem::remove(places[2].second);
  EXPECT_THAT(said({}, xdg), HasSubstr("key_of_xdg"));
  EXPECT_THAT(said({}, {}), HasSubstr("key_of_home"));
}

TEST(ConfigurationPlaces, ANamedFileThatIsNotThereIsNotReplacedByAnother) {
  const TemporaryFolder folder;
  put_file(folder.path() / "config.json", "{}");
  const auto result = Program::run({"--config", "absent.json", "status"}, {.folder = folder.path().string()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--config names absent.json, which is not there"));
  const auto by_variable =
      Program::run({"status"}, {.environment = {{"DSZ_SYNC_CONFIG", "gone.json"}}, .folder = folder.path().string()});
  EXPECT_EQ(by_variable.exit_code, 2);
  EXPECT_THAT(by_variable.err, HasSubstr("DSZ_SYNC_CONFIG names gone.json"));
}

}  // namespace
}  // namespace dsz::test
