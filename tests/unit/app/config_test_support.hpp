#pragma once

#include "dsz/app/config.hpp"
#include "dsz/base/failure.hpp"

#include "memory_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::test {

/// Loads texts as "/c/config.json", in a folder with mode 700.
class ConfigTest : public testing::Test {
 protected:
  static constexpr ConfigNeeds kNothing{};
  static constexpr ConfigNeeds kSupplier{.supplier = Need::required, .store = Need::none};
  static constexpr ConfigNeeds kBoth{.supplier = Need::required, .store = Need::required};
  static constexpr std::string_view kComplete = R"({
    "dropshipzone": {"email": "owner@shop.example", "password": "correct horse"},
    "woocommerce": {"url": "https://shop.example", "consumer_key": "ck_1234", "consumer_secret": "cs_5678"}
  })";

  ConfigTest() { files.make_folder("/c", 0700); }

  [[nodiscard]] ConfigSources sources() {
    return {.environment = [this](const char* name) -> std::optional<std::string> {
              const auto found = environment.find(name);
              if (found == environment.end()) return std::nullopt;
              return found->second;
            },
            .run_command =
                [this](const std::string& command) {
                  commands.push_back(command);
                  if (!command_fails.empty()) throw Failure(FailureKind::usage, command_fails);
                  return command_output;
                },
            .user = ::geteuid(),
            .run_brief_command =
                [this](const std::string& command) {
                  brief_commands.push_back(command);
                  if (!command_fails.empty()) throw Failure(FailureKind::usage, command_fails);
                  return command_output;
                }};
  }

  Config load(std::string_view text, ConfigNeeds needs = kNothing, unsigned mode = 0600) {
    files.put("/c/config.json", text, mode);
    return load_config("/c/config.json", needs, sources(), files, masker);
  }

  /// The sentence that it is refused with; "" when it is not refused.
  std::string refusal(std::string_view text, ConfigNeeds needs = kNothing, unsigned mode = 0600) {
    try {
      load(text, needs, mode);
      return "";
    } catch (const Failure& error) {
      EXPECT_EQ(error.kind(), FailureKind::usage);
      return error.what();
    }
  }

  MemoryFileSystem files;
  SecretMasker masker;
  std::map<std::string, std::string, std::less<>> environment;
  std::vector<std::string> commands;
  std::vector<std::string> brief_commands;
  std::string command_output;
  std::string command_fails;
};

}  // namespace dsz::test
