// The log file, stderr, and what never reaches either.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace dsz::test {
namespace {

using sandbox::Fault;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr const char* kLog = "logs/sync.log";

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

class Logging : public testing::Test {
 protected:
  Logging() { shop.put_many(3, 5, 4); }
  Shop shop;
};

TEST_F(Logging, ALineIsTimeLevelAndMessage) {
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  const auto lines = lines_of(shop.content(kLog));
  EXPECT_THAT(lines, Not(testing::IsEmpty()));
  const std::regex form("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z (debug|info|warning|error) +[^ ].*");
  for (const auto& line : lines) EXPECT_TRUE(std::regex_match(line, form)) << line;
}

TEST_F(Logging, InJsonEachLineIsAnObjectOnStderrAndInTheFile) {
  const auto result = shop.run({"--log-format", "json", "-v", "sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const auto& text : {result.err, shop.content(kLog)}) {
    const auto lines = lines_of(text);
    EXPECT_THAT(lines, Not(testing::IsEmpty()));
    for (const auto& line : lines) {
      const auto object = nlohmann::json::parse(line, nullptr, false);
      EXPECT_TRUE(object.is_object() && object.contains("time") && object.contains("level") &&
                  object.contains("message"))
          << line;
    }
  }
  shop.config["logging"]["format"] = "json";
  std::filesystem::remove(shop.file(kLog));
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_TRUE(nlohmann::json::accept(lines_of(shop.content(kLog)).at(0)));
}

TEST_F(Logging, TheFileIsRotatedAndFiveOldOnesAreKept) {
  shop.config["logging"] = {{"max_size", 1024}, {"level", "debug"}};
  for (int run = 0; run < 8; ++run) EXPECT_EQ(shop.run({"-q", "sync"}).exit_code, 0);
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(shop.file("logs"))) {
    names.insert(entry.path().filename().string());
    EXPECT_LE(entry.file_size(), 1024) << entry.path();
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
  }
  EXPECT_THAT(names,
              testing::ElementsAre("sync.1.log", "sync.2.log", "sync.3.log", "sync.4.log", "sync.5.log", "sync.log"));
  EXPECT_THAT(shop.content(kLog), HasSubstr("ended with exit code 0"));
}

TEST_F(Logging, AFailureIsSaidOnceOnStderrAndStandsInTheFile) {
  shop.supplier.set_password("changed");
  const std::string sentence = "refused the credentials";
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 12);
  EXPECT_EQ(times(result.err, sentence), 1) << result.err;
  EXPECT_THAT(lines_of(result.err).back(), testing::StartsWith("dsz-sync: "));
  EXPECT_EQ(times(shop.content(kLog), sentence), 1);
  EXPECT_THAT(shop.content(kLog), HasSubstr("error   run 1 ended with exit code 12: "));

  const auto quiet = shop.run({"-q", "fetch"});
  EXPECT_EQ(times(quiet.err, sentence), 1) << quiet.err;
  EXPECT_EQ(times(shop.content(kLog), sentence), 2);
}

TEST_F(Logging, TheFileTellsOfAFailureAtEveryLevel) {
  shop.config["logging"]["level"] = "error";
  shop.supplier.set_password("changed");
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 12);
  EXPECT_THAT(shop.content(kLog), HasSubstr("ended with exit code 12"));
}

TEST_F(Logging, EachRepetitionIsLoggedWithItsCause) {
  shop.supplier.faults().add(Fault::html(502).on({.path_contains = "/v2/products"}));
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("HTTP 502; attempt 1 of 2, the next one in "));
}

TEST_F(Logging, AFileThatCannotBeOpenedIsAMatterOfConfiguration) {
  shop.config["logging"]["path"] = "config.json/sync.log";
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("logging.path"));
}

/// An excerpt of what a service says is cut; a secret that it echoes may stand just there.
class EchoedSecrets : public testing::TestWithParam<std::size_t> {
 protected:
  EchoedSecrets() {
    shop.put_many(3, 5, 4);
    shop.config["dropshipzone"]["retries"] = 1;
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  }

  void run(std::vector<std::string> command) {
    command.insert(command.begin(), "-v");
    const auto result = shop.run(std::move(command));
    EXPECT_NE(result.exit_code, 0);
    all += result.out + result.err + shop.content(kLog);
  }

  Shop shop;
  std::string all;
};

INSTANTIATE_TEST_SUITE_P(CutWithinTheSecret, EchoedSecrets, testing::Range<std::size_t>(4, 17, 3));

TEST_P(EchoedSecrets, OfAPageInsteadOfTheListAreNotShownInPart) {
  const std::string secret = "cs_0123456789abcdef0123456789abcdef";
  Shop other({.ports = {}, .keys = {{"ck_echo", secret, "read_write"}}});
  other.put_many(3, 5, 4);
  other.config["woocommerce"]["consumer_key"] = "ck_echo";
  other.config["woocommerce"]["consumer_secret"] = secret;
  EXPECT_EQ(other.run({"fetch"}).exit_code, 0);
  const std::string page = std::string(80 - 3 - GetParam(), '-') + secret + " was sent>";  // shown are 80 bytes
  other.store.faults().add(Fault::answer(200, page, "text/plain").on({.path_contains = "/wc/v3"}).always());
  const auto result = other.run({"-v", "match"});
  EXPECT_EQ(result.exit_code, 13) << result.err;
  EXPECT_THAT(result.err, HasSubstr("---***…"));
  EXPECT_THAT(result.err + other.content(kLog), Not(HasSubstr("cs_")));
}

TEST_P(EchoedSecrets, OfASuppliersMessageAreNotShownInPart) {
  const std::string message = std::string(200 - 3 - GetParam(), '-') + "sandbox-password was sent";  // shown are 200
  shop.supplier.faults().add(Fault::json(400, "Echo", message).on({.path_contains = "/v2/products"}).always());
  run({"fetch"});
  EXPECT_THAT(all, HasSubstr("---***…"));
  EXPECT_THAT(all, Not(HasSubstr("---san")));
}

}  // namespace
}  // namespace dsz::test
