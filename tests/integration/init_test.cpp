// dsz-sync init: a first configuration by flags and on a terminal, and what it refuses.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

unsigned bits_of(const fs::path& path) { return static_cast<unsigned>(fs::status(path).permissions()) & 0777U; }

void write_private(const fs::path& path, const std::string& text) {
  std::ofstream(path) << text;
  fs::permissions(path, fs::perms(0600));
}

/// A store over plain http on loopback: a first configuration names no certificate.
class Init : public testing::Test {
 protected:
  Init() { write_private(folder.path() / "password", "sandbox-password\n"); }

  [[nodiscard]] fs::path target() const { return folder.path() / "new/dsz/config.json"; }
  [[nodiscard]] std::string written() const {
    std::ifstream stream(target());
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  [[nodiscard]] std::vector<std::string> to_target(std::vector<std::string> more) const {
    more.insert(more.begin(), {"--config", target().string(), "init"});
    return more;
  }
  /// Everything but the supplier's address can be given by flags; that one is the real supplier's.
  [[nodiscard]] std::vector<std::string> flags() const {
    return {"--email",
            "owner@example.com",
            "--password-file",
            (folder.path() / "password").string(),
            "--store-url",
            shop.store.url(),
            "--consumer-secret-command",
            "echo cs_rw",
            "--consumer-key",
            "ck_rw"};
  }
  /// No name is looked up, so that the real supplier is never asked.
  [[nodiscard]] ProgramOptions options(bool terminal = false) const {
    return {
        .environment = {{"https_proxy", "http://127.0.0.1:1"}}, .folder = folder.path().string(), .terminal = terminal};
  }

  TemporaryFolder folder;
  Shop shop{{.ports = {.http = true, .https = false}}};
};

TEST_F(Init, FlagsMakeAPrivateFileThatIsCheckedAtOnce) {
  const auto result = Program::run(to_target(flags()), options());
  EXPECT_EQ(result.exit_code, 10) << result.err;  // the supplier is out of reach
  EXPECT_EQ(bits_of(target()), 0600U);
  EXPECT_EQ(bits_of(target().parent_path()), 0700U);
  const auto config = nlohmann::json::parse(written());
  EXPECT_EQ(config["dropshipzone"]["password_file"], (folder.path() / "password").string());
  EXPECT_EQ(config["woocommerce"]["consumer_secret_command"], "echo cs_rw");
  EXPECT_THAT(written(), Not(HasSubstr("sandbox-password")));
  EXPECT_THAT(result.out, HasSubstr("ok       configuration: "));
  EXPECT_THAT(result.out, HasSubstr("ok       store keys: "));
  EXPECT_THAT(result.out, HasSubstr("trouble  supplier connection: "));
  EXPECT_THAT(result.out, HasSubstr(target().string() + " check"));
}

TEST_F(Init, WhatItWroteIsWhatTheOtherCommandsRead) {
  Program::run(to_target(flags()), options());
  EXPECT_EQ(Program::run({"--config", target().string(), "status"}, options()).exit_code, 0);
}

TEST_F(Init, AConfigurationThatIsThereIsNeverTouched) {
  fs::create_directories(target().parent_path());
  fs::permissions(target().parent_path(), fs::perms(0700));
  write_private(target(), "mine");
  const auto result = Program::run(to_target(flags()), options());
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("never writes over"));
  EXPECT_EQ(written(), "mine");
  fs::remove(target());
  fs::create_symlink(folder.path() / "elsewhere", target());
  EXPECT_EQ(Program::run(to_target(flags()), options()).exit_code, 2);
  EXPECT_FALSE(fs::exists(folder.path() / "elsewhere"));
}

TEST_F(Init, AFolderThatOthersLookIntoIsRefusedWithTheChmod) {
  fs::create_directories(target().parent_path());
  fs::permissions(target().parent_path(), fs::perms(0755));
  const auto result = Program::run(to_target(flags()), options());
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("chmod 700 " + target().parent_path().string()));
  EXPECT_FALSE(fs::exists(target()));
}

TEST_F(Init, WithoutATerminalWhatIsMissingIsNamedByItsFlags) {
  const auto result = Program::run(to_target({"--email", "owner@example.com"}), options());
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("give --password-file or --password-command, --store-url, --consumer-key, "
                                    "--consumer-secret-file or --consumer-secret-command"));
  EXPECT_FALSE(fs::exists(target()));
}

TEST_F(Init, AStoreAddressThatCannotBeIsRefusedBeforeAnythingIsWritten) {
  for (const char* address : {"shop", "http://shop.example", "https://me:secret@shop.example"}) {
    auto arguments = flags();
    arguments[5] = address;
    const auto result = Program::run(to_target(arguments), options());
    EXPECT_EQ(result.exit_code, 2) << address;
    EXPECT_THAT(result.err, HasSubstr("--store-url ")) << address;
    EXPECT_THAT(result.err, Not(HasSubstr("me:secret")));
    EXPECT_FALSE(fs::exists(target().parent_path())) << address;
  }
}

TEST_F(Init, ATerminalIsAskedAndSecretsAreNotShown) {
  Program program(to_target({}), options(true));
  const std::pair<const char*, std::string> answers[] = {{"E-mail address", "owner@example.com"},
                                                         {"password (not shown)", "typed-password"},
                                                         {"Address of the store", "nonsense"},
                                                         {"That is not a web address", shop.store.url()},
                                                         {"Consumer key", "ck_rw"},
                                                         {"Consumer secret", "cs_rw"}};
  for (const auto& [question, answer] : answers) {
    ASSERT_TRUE(program.said(question)) << question;
    program.type(answer + "\n");
  }
  const auto result = program.wait();
  EXPECT_EQ(result.exit_code, 10) << result.out;
  EXPECT_THAT(result.out, HasSubstr("ck_rw"));
  EXPECT_THAT(result.out, Not(HasSubstr("typed-password")));
  EXPECT_THAT(result.out, Not(HasSubstr("cs_rw")));
  const auto config = nlohmann::json::parse(written());
  EXPECT_EQ(config["dropshipzone"]["password"], "typed-password");
  EXPECT_EQ(config["woocommerce"]["consumer_secret"], "cs_rw");
  EXPECT_EQ(config["woocommerce"]["url"], shop.store.url());
}

TEST_F(Init, CtrlCAtAQuestionWritesNothing) {
  Program program(to_target({"--email", "owner@example.com"}), options(true));
  ASSERT_TRUE(program.said("not shown"));
  program.type("\x03");
  EXPECT_EQ(program.wait().exit_code, 130);
  EXPECT_FALSE(fs::exists(target()));
}

TEST_F(Init, WithoutConfigItGoesWhereItIsFoundAgain) {
  auto arguments = flags();
  arguments.insert(arguments.begin(), "init");
  Program::run(arguments, options());
  EXPECT_EQ(bits_of(folder.path() / ".config/dsz-sync/config.json"), 0600U);
  EXPECT_EQ(Program::run({"status"}, options()).exit_code, 0);
}

TEST_F(Init, JsonIsOneDocument) {
  auto arguments = to_target(flags());
  arguments.insert(arguments.begin(), "--json");
  const auto document = nlohmann::json::parse(Program::run(arguments, options()).out);
  EXPECT_EQ(document["command"], "init");
  EXPECT_EQ(document["config"], target().string());
  EXPECT_FALSE(document["findings"].empty());
}

}  // namespace
}  // namespace dsz::test
