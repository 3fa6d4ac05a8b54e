#include "shop.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace dsz::test {
namespace {

using sandbox::Fault;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kEmail = "owner-5512@example.com";
constexpr const char* kPassword = "pass/phrase \"9731\"";
constexpr const char* kKey = "ck_6f1e0c0d7a";
constexpr const char* kSecret = "cs_41b7a9d2e8";
constexpr const char* kBasic = "Y2tfNmYxZTBjMGQ3YTpjc180MWI3YTlkMmU4";  ///< base64 of KEY:SECRET

std::string file_content(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Way {
  const char* name;
  bool https;
  bool stripped;  ///< the host drops the Authorization header: the keys travel in the query
};

/// Every secret of a run, looked for in everything that a run leaves behind, at the loudest level.
class SecretsAppearNowhere : public testing::TestWithParam<Way> {
 protected:
  SecretsAppearNowhere()
      : shop_({.ports = {.http = true, .https = GetParam().https},
               .keys = {{kKey, kSecret, "read_write"}},
               .authorization_stripped = GetParam().stripped},
              {.email = kEmail, .password = kPassword}) {
    shop_.config["dropshipzone"]["email"] = kEmail;
    shop_.config["dropshipzone"]["password"] = kPassword;
    shop_.config["dropshipzone"]["retries"] = 1;
    shop_.config["woocommerce"]["retries"] = 1;
    shop_.config["woocommerce"]["consumer_key"] = kKey;
    shop_.config["woocommerce"]["consumer_secret"] = kSecret;
    shop_.config["logging"]["level"] = "debug";
    shop_.put_many(6, 5, 4);
  }

  /// Once in each shape that output can have.
  void run(const std::vector<std::string>& command) {
    run_as({"-v", "--log-format", "text"}, command);
    run_as({"-v", "--log-format", "json"}, command);
    run_as({"--json"}, command);
  }

  void run_as(std::vector<std::string> arguments, const std::vector<std::string>& command) {
    arguments.insert(arguments.end(), command.begin(), command.end());
    const ProgramResult result = shop_.run(std::move(arguments));
    outputs_ += result.out + result.err;
    remember_token();
  }

  void run_every_command() {
    const std::string plan = shop_.file("plan.json").string();
    const std::vector<std::vector<std::string>> commands = {{"fetch"},
                                                            {"fetch", "--mode", "targeted"},
                                                            {"fetch", "--mode", "delta"},
                                                            {"match", "-n", "--plan", plan},
                                                            {"apply", "-n", plan},
                                                            {"apply", plan},
                                                            {"undo", "--yes"},
                                                            {"match"},
                                                            {"sync"},
                                                            {"undo", "-n"},
                                                            {"undo", "--yes"},
                                                            {"history"},
                                                            {"status"}};
    for (const std::vector<std::string>& command : commands) run(command);
  }

  void expect_no_secret_anywhere() {
    const auto folder = shop_.file("config.json").parent_path();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string name = entry.path().filename();
      if (!entry.is_regular_file() || name == "config.json" || name == "token_store.json") continue;
      outputs_ += fmt::format("\n== {}\n{}", entry.path().string(), file_content(entry.path()));
    }
    std::vector<std::string> secrets = {kEmail, kPassword, kKey, kSecret, kBasic, "pass/phrase", "owner-5512"};
    secrets.insert(secrets.end(), tokens_.begin(), tokens_.end());
    for (const std::string& secret : secrets) {
      const std::size_t at = outputs_.find(secret);
      EXPECT_EQ(at, std::string::npos) << secret << " in: " << outputs_.substr(at < 200 ? 0 : at - 200, 400);
    }
  }

  Shop shop_;

 private:
  void remember_token() {
    const auto store = nlohmann::json::parse(shop_.content("token_store.json"), nullptr, false);
    if (store.is_object() && store.contains("token")) tokens_.insert(store["token"].get<std::string>());
  }

  std::string outputs_;
  std::set<std::string> tokens_;
};

TEST_P(SecretsAppearNowhere, WhenAllGoesWell) {
  run_every_command();
  EXPECT_EQ(shop_.quantity("P000"), 4);  // undone
  expect_no_secret_anywhere();
}

/// A peer that answers with all that it was sent, as debugging pages and proxies do.
TEST_P(SecretsAppearNowhere, WhenAServerEchoesWhatItWasSent) {
  const std::string plan = shop_.file("plan.json").string();
  run({"sync", "-n", "--plan", plan});
  run({"sync"});
  for (const int status : {200, 400, 401, 403, 404, 500}) {
    for (const char* type : {"text/html", "application/json"}) {
      Fault echo = Fault::answer(status, "", type);
      echo.change = [status, type](const sandbox::HttpRequest& request, sandbox::HttpAnswer& answer) {
        std::string text = request.path + "?" + request.query_text + " " + request.body;
        for (const auto& [name, value] : request.headers) text += " " + name + ": " + value;
        answer.status = status;
        answer.headers = {{"Content-Type", type}};
        answer.body = std::string(type) == "text/html" ? "<pre>" + text : nlohmann::json{{"message", text}}.dump();
      };
      shop_.supplier.faults().add(echo.always());
      shop_.store.faults().add(echo.always());
      run_as({"-v"}, {"fetch"});
      run_as({"--json", "-v"}, {"match"});
      run_as({"-v"}, {"apply", plan});
      std::filesystem::remove(shop_.file("token_store.json"));
      run_as({"-v"}, {"sync"});
      shop_.supplier.faults().clear();
      shop_.store.faults().clear();
    }
  }
  expect_no_secret_anywhere();
}

TEST_P(SecretsAppearNowhere, WhenNobodyAnswers) {
  run({"sync"});
  shop_.config["dropshipzone"]["base_url"] = "http://127.0.0.1:1";
  shop_.config["woocommerce"]["url"] = "https://127.0.0.1:1";
  run_every_command();
  expect_no_secret_anywhere();
}

INSTANTIATE_TEST_SUITE_P(All, SecretsAppearNowhere,
                         testing::Values(Way{"Header", true, false}, Way{"Query", true, true},
                                         Way{"Signed", false, false}),
                         [](const auto& way) { return std::string(way.param.name); });

TEST(Secrets, OfTheEnvironmentAreNotHandedToACommandNorShownToOtherProcesses) {
  Shop shop({.ports = {}, .keys = {{kKey, kSecret, "read_write"}}}, {.email = kEmail, .password = kPassword});
  shop.put_many(1, 5, 4);
  shop.config["dropshipzone"].erase("email");
  shop.config["dropshipzone"].erase("password");
  shop.config["woocommerce"].erase("consumer_key");
  shop.config["woocommerce"].erase("consumer_secret");
  const std::string seen = shop.file("seen").string();
  shop.config["woocommerce"]["consumer_secret_command"] = fmt::format(
                                                              "{{ env; tr '\\0' ' ' < /proc/$$/environ; tr '\\0' ' ' < "
                                                              "/proc/$$/cmdline; tr '\\0' ' ' < /proc/$PPID/cmdline; "
                                                              "}} > {}; echo {}",
                                                              seen, "$(rev < ")
                                                              .append(shop.file("backwards").string() + ")");
  std::ofstream(shop.file("backwards")) << std::string(std::string_view(kSecret).rbegin(),
                                                       std::string_view(kSecret).rend());
  const ProgramResult result = shop.run(
      {"sync"}, {.environment = {{"DSZ_EMAIL", kEmail}, {"DSZ_PASSWORD", kPassword}, {"WC_CONSUMER_KEY", kKey}}});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("P000"), 5);
  const std::string visible_to_others = file_content(seen);
  EXPECT_THAT(visible_to_others, HasSubstr("PATH="));
  for (const char* secret : {kEmail, kPassword, kKey, kSecret}) EXPECT_THAT(visible_to_others, Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace dsz::test
