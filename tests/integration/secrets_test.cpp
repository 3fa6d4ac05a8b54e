#include "notify_receivers.hpp"
#include "shop.hpp"
#include "staging.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

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

constexpr const char* kRunThatWrites = "16";  ///< of run_every_command: the first apply; each command runs three times
const std::set<std::string> kMayHoldSecrets = {"config.json", "token_store.json", "secret_password"};

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
    shop_.config["notify"] = receivers_.configuration();
    shop_.put_many(6, 5, 4);
    write_private("secret_password", kPassword);
  }

  /// Once in each shape that output can have.
  void run(const std::vector<std::string>& command) {
    run_as({"-v", "--log-format", "text"}, command);
    run_as({"-v", "--log-format", "json"}, command);
    run_as({"--json"}, command);
  }

  ProgramResult run_as(std::vector<std::string> arguments, const std::vector<std::string>& command) {
    arguments.insert(arguments.end(), command.begin(), command.end());
    ProgramResult result = shop_.run(std::move(arguments));
    outputs_ += result.out + result.err;
    remember_token();
    return result;
  }

  /// What it writes, "new/config.json", is a configuration: it may hold secrets, as ours does.
  ProgramResult init(std::vector<std::string> arguments) {
    std::filesystem::remove_all(shop_.file("new"));
    arguments.insert(arguments.begin(), {"--config", shop_.file("new/config.json").string()});
    for (const char* word : {"init", "--email", kEmail, "--consumer-key", kKey, "--consumer-secret-command"}) {
      arguments.emplace_back(word);
    }
    arguments.insert(arguments.end(), {fmt::format("echo {}", kSecret), "--store-url", shop_.store.url(),
                                       "--password-file", shop_.file("secret_password").string()});
    // No name is looked up, so that the real supplier is never asked.
    ProgramOptions options = hasty();
    options.environment.insert({{"https_proxy", "http://127.0.0.1:1"}, {"no_proxy", "127.0.0.1"}});
    ProgramResult result = Program::run(arguments, options);
    outputs_ += result.out + result.err;
    return result;
  }

  void init_in_every_shape() {
    for (const auto& arguments :
         {std::vector<std::string>{"-v", "--log-format", "text"}, {"-v", "--log-format", "json"}, {"--json"}}) {
      EXPECT_EQ(init(arguments).exit_code, 10);
      EXPECT_TRUE(std::filesystem::exists(shop_.file("new/config.json")));
    }
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
                                                            {"notify-test"},
                                                            {"check"},
                                                            {"history"},
                                                            {"history", kRunThatWrites},
                                                            {"report"},
                                                            {"report", "--html", shop_.file("report.html").string()},
                                                            {"status"}};
    for (const std::vector<std::string>& command : commands) run(command);
    EXPECT_TRUE(std::filesystem::exists(shop_.file("report.html")));
    init_in_every_shape();
  }

  void expect_no_secret_anywhere() {
    const auto folder = shop_.file("config.json").parent_path();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string name = entry.path().filename();
      if (!entry.is_regular_file() || kMayHoldSecrets.contains(name)) continue;
      outputs_ += fmt::format("\n== {}\n{}", entry.path().string(), file_content(entry.path()));
    }
    std::vector<std::string> secrets = {kEmail, kPassword, kKey, kSecret, kBasic, "pass/phrase", "owner-5512"};
    secrets.insert(secrets.end(), tokens_.begin(), tokens_.end());
    for (const std::string& secret : NotifyReceivers::secrets()) secrets.push_back(secret);
    outputs_ += receivers_.received();
    for (const std::string& secret : secrets) {
      const std::size_t at = outputs_.find(secret);
      EXPECT_EQ(at, std::string::npos) << secret << " in: " << outputs_.substr(at < 200 ? 0 : at - 200, 400);
    }
  }

  Shop shop_;
  NotifyReceivers receivers_;

 private:
  void write_private(const char* name, const char* text) {
    std::ofstream(shop_.file(name)) << text << "\n";
    std::filesystem::permissions(shop_.file(name), std::filesystem::perms(0600));
  }

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
  EXPECT_EQ(run_as({}, {"notify-test"}).exit_code, 0);
  EXPECT_EQ(run_as({}, {"check"}).exit_code, 0);
  EXPECT_THAT(run_as({}, {"history", kRunThatWrites}).out, HasSubstr("P000"));
  EXPECT_THAT(receivers_.received(), HasSubstr("This is a test"));
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
      receivers_.echo(status);
      run_as({"-v"}, {"fetch"});
      run_as({"--json", "-v"}, {"match"});
      run_as({"-v"}, {"apply", plan});
      std::filesystem::remove(shop_.file("token_store.json"));
      run_as({"-v"}, {"sync"});
      run_as({"-v"}, {"check"});
      run_as({"-v"}, {"notify-test"});
      run_as({"--json"}, {"notify-test"});
      if (!GetParam().https) init({"-v"});  // a first configuration trusts no certificate of ours
      shop_.supplier.faults().clear();
      shop_.store.faults().clear();
    }
  }
  run({"history"});
  run({"history", "4"});
  run({"report"});
  run({"report", "--html", shop_.file("report.html").string()});
  run({"status"});
  expect_no_secret_anywhere();
}

TEST_P(SecretsAppearNowhere, WhenNobodyAnswers) {
  run({"sync"});
  shop_.config["notify"] = NotifyReceivers::configuration_of_nobody();
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
                                                              "echo core files: $(ulimit -Hc); }} > {}; echo {}",
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
  EXPECT_THAT(visible_to_others, HasSubstr("core files: 0\n"));
  for (const char* secret : {kEmail, kPassword, kKey, kSecret}) EXPECT_THAT(visible_to_others, Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace dsz::test
