// What the owner types, and what comes back: configuration errors, tables, JSON, files and their modes, secrets.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>

namespace dsz::test {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

unsigned mode_of(const std::filesystem::path& path) {
  return static_cast<unsigned>(std::filesystem::status(path).permissions()) & 0777U;
}

TEST(CommandLine, HelpAndVersionNeedNoConfiguration) {
  const auto version = Program::run({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_TRUE(std::regex_search(version.out, std::regex("^[^0-9]*[0-9]+\\.[0-9]+\\.[0-9]+"))) << version.out;
  for (const char* command : {"fetch", "match", "sync", "apply", "undo", "history", "status", "check", "init"}) {
    const auto help = Program::run({command, "--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.out, HasSubstr("Example")) << command;
  }
}

TEST(CommandLine, WrongUsageIsExitTwo) {
  EXPECT_EQ(Program::run({"--nonsense"}).exit_code, 2);
  EXPECT_EQ(Program::run({"frobnicate"}).exit_code, 2);
  EXPECT_EQ(Program::run({}).exit_code, 2);
}

TEST(CommandLine, NoConfigurationNamesThePlacesWhereItWasLookedFor) {
  const auto result = Program::run({"status"}, {.folder = "/tmp"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("/etc/dsz-sync/config.json"));
}

TEST(CommandLine, AnUnknownKeyIsNamedWithItsLineAndTheNearestKey) {
  Shop shop;
  shop.config["match"]["guards"]["mising_percent"] = 10;
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("match.guards.mising_percent"));
  EXPECT_THAT(result.err, HasSubstr("missing_percent?"));
  EXPECT_TRUE(std::regex_search(result.err, std::regex("line [0-9]+"))) << result.err;
}

TEST(CommandLine, AConfigurationThatOthersCanReadIsRefusedWithTheChmod) {
  Shop shop;
  const auto arguments = shop.arguments({"fetch"});
  std::filesystem::permissions(shop.file("config.json"), std::filesystem::perms(0644));
  const auto result = Program::run(arguments);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("chmod 600"));
}

TEST(CommandLine, SecretsComeFromTheEnvironmentToo) {
  Shop shop;
  shop.put_many(3, 5, 4);
  for (const char* key : {"email", "password"}) shop.config["dropshipzone"].erase(key);
  for (const char* key : {"consumer_key", "consumer_secret"}) shop.config["woocommerce"].erase(key);
  const auto result = shop.run({"sync"}, {.environment = {{"DSZ_EMAIL", "owner@example.com"},
                                                          {"DSZ_PASSWORD", "sandbox-password"},
                                                          {"WC_CONSUMER_KEY", "ck_rw"},
                                                          {"WC_CONSUMER_SECRET", "cs_rw"}}});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("P002"), 5);
}

TEST(CommandLine, TheDifferenceIsColouredAndCutOnATerminalAndPlainAndWholeOnAPipe) {
  Shop shop;
  shop.put("AES-1", 12, 3);
  shop.put("AES-2", 0, 9);
  shop.put_many(20, 4, 4);
  const std::string name(200, 'n');
  auto long_named = *shop.store.product("AES-1");
  long_named.name = name;
  shop.store.put(long_named);
  shop.run({"fetch"});
  const auto pipe = shop.run({"match", "-n"});
  EXPECT_THAT(pipe.out, HasSubstr(name));
  EXPECT_THAT(pipe.out, Not(HasSubstr("\x1b[")));
  EXPECT_LT(pipe.out.find("AES-2"), pipe.out.find("AES-1"));  // the harmful one first
  const auto terminal = shop.run({"match", "-n"}, {.terminal = true});
  EXPECT_THAT(terminal.out, Not(HasSubstr(name)));
  EXPECT_THAT(terminal.out, HasSubstr("\x1b["));
  const auto no_color = shop.run({"match", "-n"}, {.environment = {{"NO_COLOR", "1"}}, .terminal = true});
  EXPECT_FALSE(std::regex_search(no_color.out, std::regex("\x1b\\[[0-9;]*[1-9][0-9;]*m"))) << no_color.out;
}

TEST(CommandLine, HostileNamesAreShownSafely) {
  Shop shop;
  shop.put("EVIL", 12, 3);
  auto product = *shop.store.product("EVIL");
  product.name = "\x1b]0;owned\x07\x1b[2J\r\nfake line";
  shop.store.put(product);
  shop.run({"fetch"});
  const auto result = shop.run({"match", "-n"});
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.out, Not(HasSubstr("\nfake line")));
}

TEST(CommandLine, JsonIsOneDocumentAlsoOnFailure) {
  Shop shop;
  shop.put_many(3, 5, 4);
  auto document = shop.run_json({"match"});
  EXPECT_EQ(document["schema_version"], 1);
  EXPECT_EQ(document["exit_code"], 2);
  EXPECT_THAT(document["error"].get<std::string>(), HasSubstr("fetch"));
  document = shop.run_json({"fetch"});
  EXPECT_EQ(document["exit_code"], 0);
  document = shop.run_json({"match", "--dry-run"});
  EXPECT_EQ(document["exit_code"], 0);
  EXPECT_EQ(document["command"], "match");
  document = shop.run_json({"match"});
  EXPECT_EQ(document["exit_code"], 0);
  EXPECT_TRUE(shop.run_json({"history"})["ok"]);
  EXPECT_TRUE(shop.run_json({"history", "3"})["ok"]);
  EXPECT_TRUE(shop.run_json({"status"})["ok"]);
}

TEST(CommandLine, FilesHaveTheModesOfTheDesign) {
  Shop shop;
  shop.put_many(3, 5, 4);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  for (const char* name : {"token_store.json", "sync.lock", "state.db", "logs/sync.log"}) {
    EXPECT_EQ(mode_of(shop.file(name)), 0600U) << name;
  }
  EXPECT_EQ(mode_of(shop.file("dropshipzone_inventory.json")), 0644U);
}

TEST(CommandLine, AnInventoryThatIsCutOrOldIsRefused) {
  Shop shop;
  shop.put_many(3, 5, 4);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  const std::string whole = shop.content("dropshipzone_inventory.json");
  const auto file = shop.file("dropshipzone_inventory.json");
  std::filesystem::resize_file(file, whole.size() - 10);
  EXPECT_EQ(shop.run({"match"}).exit_code, 4);
  const auto old = std::regex_replace(whole, std::regex("\"fetched_at\": \"20[0-9]{2}"), "\"fetched_at\": \"2020");
  std::ofstream(file) << old;
  const auto result = shop.run({"match"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("12 h"));
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST(CommandLine, UndoPutsBackWhatTheLastRunWroteAndKeepsWhatChangedSince) {
  Shop shop;
  shop.put_many(6, 5, 4);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  const auto sold = shop.store.product("P003")->id;
  shop.store.sell(sold, 2);
  EXPECT_EQ(shop.run({"undo"}).exit_code, 2);  // not on a terminal, and no --yes
  const auto result = shop.run({"undo", "--yes"});
  EXPECT_EQ(shop.quantity("P000"), 4);
  EXPECT_EQ(shop.quantity("P003"), 3);
  EXPECT_THAT(result.out, HasSubstr("P003"));
}

}  // namespace
}  // namespace dsz::test
