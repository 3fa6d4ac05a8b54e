#include "config_test_support.hpp"

#include <fmt/format.h>

namespace dsz::test {
namespace {

using ConfigSecrets = ConfigTest;

constexpr std::string_view kByFile = R"({"dropshipzone": {"email": "a@b.example",
  "password_file": "password"}})";
constexpr std::string_view kByCommand = R"({"dropshipzone": {"email": "a@b.example",
  "password_command": "pass show dsz"}})";

TEST_F(ConfigSecrets, TheEnvironmentWins) {
  environment = {{"DSZ_EMAIL", "env@shop.example"},
                 {"DSZ_PASSWORD", "from env"},
                 {"WC_CONSUMER_KEY", "ck_env"},
                 {"WC_CONSUMER_SECRET", "cs_env"}};
  const Config config = load(kComplete, kBoth);
  EXPECT_EQ(config.supplier.email, "env@shop.example");
  EXPECT_EQ(config.supplier.password, "from env");
  EXPECT_EQ(config.store.consumer_key, "ck_env");
  EXPECT_EQ(config.store.consumer_secret, "cs_env");
}

TEST_F(ConfigSecrets, TheEnvironmentMakesTheCommandNeedless) {
  environment["DSZ_PASSWORD"] = "from env";
  EXPECT_EQ(load(kByCommand, kSupplier).supplier.password, "from env");
  EXPECT_TRUE(commands.empty());
}

TEST_F(ConfigSecrets, AnEmptyVariableCountsAsNone) {
  environment["DSZ_PASSWORD"] = "";
  EXPECT_EQ(load(kComplete, kBoth).supplier.password, "correct horse");
}

TEST_F(ConfigSecrets, AnEmptySecretCountsAsNone) {
  environment["DSZ_EMAIL"] = "env@shop.example";
  EXPECT_EQ(refusal(R"({"dropshipzone": {"email": "", "password": ""}})", kSupplier),
            "/c/config.json lacks dropshipzone.password (or the environment variable DSZ_PASSWORD)");
}

TEST_F(ConfigSecrets, AFileGivesItsContentWithoutTheLastLineEnd) {
  for (const char* content : {"s3cret word", "s3cret word\n", "s3cret word\r\n"}) {
    files.put("/c/password", content, 0400);
    EXPECT_EQ(load(kByFile, kSupplier).supplier.password, "s3cret word");
  }
}

TEST_F(ConfigSecrets, AFileThatOthersCanReadIsRefused) {
  files.put("/c/password", "s3cret", 0640);
  EXPECT_EQ(refusal(kByFile, kSupplier),
            "/c/config.json line 2: dropshipzone.password_file names /c/password, which others can read or change; run "
            "chmod 600 /c/password");
}

TEST_F(ConfigSecrets, TheAccessListOfAServicesCredentialsIsNotTakenForAGroupThatReads) {
  environment["CREDENTIALS_DIRECTORY"] = "/c";
  files.put("/c/password", "s3cret", 0440);
  EXPECT_EQ(load(kByFile, kSupplier).supplier.password, "s3cret");
  files.put("/c/password", "s3cret", 0444);
  EXPECT_NE(refusal(kByFile, kSupplier), "");
  environment["CREDENTIALS_DIRECTORY"] = "/run/credentials/other";
  files.put("/c/password", "s3cret", 0440);
  EXPECT_NE(refusal(kByFile, kSupplier), "");
}

TEST_F(ConfigSecrets, AFileOfAnotherUserIsRefused) {
  files.put("/c/password", "s3cret");
  const unsigned other = ::geteuid() + 1;
  files.set_owner("/c/password", other);
  EXPECT_EQ(refusal(kByFile, kSupplier),
            fmt::format("/c/config.json line 2: dropshipzone.password_file names /c/password, which belongs to another "
                        "user (id {}), who could change what is sent and run; run sudo chown {} /c/password",
                        other, ::geteuid()));
  files.set_owner("/c/password", 0);
  EXPECT_EQ(load(kByFile, kSupplier).supplier.password, "s3cret");
}

TEST_F(ConfigSecrets, AFileWithoutOneLineIsRefused) {
  EXPECT_EQ(refusal(kByFile, kSupplier),
            "/c/config.json line 2: dropshipzone.password_file names /c/password, which is not there");
  files.put("/c/password", "\n");
  EXPECT_EQ(refusal(kByFile, kSupplier),
            "/c/config.json line 2: dropshipzone.password_file names /c/password, which is empty");
  files.put("/c/password", "one\ntwo\n");
  EXPECT_EQ(refusal(kByFile, kSupplier),
            "/c/config.json line 2: dropshipzone.password_file names /c/password, which has more than one line");
  files.remove("/c/password");
  files.make_folder("/c/password", 0700);
  EXPECT_EQ(refusal(kByFile, kSupplier),
            "/c/config.json line 2: dropshipzone.password_file names /c/password, which is a folder");
}

TEST_F(ConfigSecrets, AFileThatCannotBeReadIsRefusedWithItsKey) {
  files.put("/c/password", "s3cret");
  files.fail(FileOperation::open, 2, "Permission denied");  // the first is the configuration
  EXPECT_EQ(refusal(kByFile, kSupplier),
            "/c/config.json line 2: dropshipzone.password_file: cannot open /c/password: Permission denied");
}

TEST_F(ConfigSecrets, ACommandGivesWhatItPrints) {
  command_output = "from pass";
  EXPECT_EQ(load(kByCommand, kSupplier).supplier.password, "from pass");
  EXPECT_THAT(commands, testing::ElementsAre("pass show dsz"));
}

TEST_F(ConfigSecrets, ACommandThatFailsIsNamedByItsKeyOnly) {
  command_fails = "it ended with exit status 3";
  EXPECT_EQ(refusal(kByCommand, kSupplier),
            "/c/config.json line 2: dropshipzone.password_command failed: it ended with exit status 3");
}

TEST_F(ConfigSecrets, ACommandMustPrintOneLine) {
  EXPECT_EQ(refusal(kByCommand, kSupplier), "/c/config.json line 2: dropshipzone.password_command printed nothing");
  command_output = "hunter2\nurl: https://x.example";
  EXPECT_EQ(refusal(kByCommand, kSupplier),
            "/c/config.json line 2: dropshipzone.password_command printed more than one line");
}

TEST_F(ConfigSecrets, TwoWaysToGiveOneSecretAreRefused) {
  EXPECT_EQ(refusal(R"({"dropshipzone": {
    "password": "hunter2",
    "password_file": "x"}})"),
            "/c/config.json line 3: dropshipzone.password_file is a second way to give what password in line 2 gives; "
            "keep one of them");
  environment["WC_CONSUMER_KEY"] = "ck_env";
  EXPECT_EQ(refusal(R"({"woocommerce": {
    "consumer_key_command": "x",
    "consumer_key_file": "x"}})"),
            "/c/config.json line 2: woocommerce.consumer_key_command is a second way to give what consumer_key_file in "
            "line 3 gives; keep one of them");
}

TEST_F(ConfigSecrets, WhatIsNotNeededIsNeitherReadNorRun) {
  EXPECT_EQ(load(kByFile).supplier.password, "");  // the file is not there
  EXPECT_EQ(load(kByCommand).supplier.password, "");
  EXPECT_TRUE(commands.empty());
}

TEST_F(ConfigSecrets, WhatIsNotNeededIsTakenWhereItCostsNothing) {
  environment["WC_CONSUMER_KEY"] = "ck_env";
  const Config config = load(kComplete);
  EXPECT_EQ(config.supplier.email, "owner@shop.example");
  EXPECT_EQ(config.store.consumer_key, "ck_env");
}

TEST_F(ConfigSecrets, APlaceholderIsRefusedWhereItIsNeeded) {
  const std::string text = R"({"dropshipzone": {"email": "a@b.example",
    "password": "your-dropshipzone-password"}})";
  EXPECT_EQ(refusal(text, kSupplier),
            "/c/config.json line 2: dropshipzone.password still is the example's placeholder; put your own there");
  EXPECT_EQ(load(text).supplier.password, "");
  environment["DSZ_PASSWORD"] = "from env";
  EXPECT_EQ(load(text, kSupplier).supplier.password, "from env");
}

TEST_F(ConfigSecrets, EachSecretIsMaskedFromThenOn) {
  files.put("/c/password", "from-a-file");
  environment["WC_CONSUMER_SECRET"] = "cs_env";
  command_output = "ck_command";
  load(R"({"dropshipzone": {"email": "owner@shop.example", "password_file": "password"},
           "woocommerce": {"url": "https://shop.example", "consumer_key_command": "x"}})",
       kBoth);
  EXPECT_EQ(masker.mask("owner@shop.example from-a-file ck_command cs_env"), "*** *** *** ***");
}

/// A message that cannot be sent must not keep the shop's stock from being right.
TEST_F(ConfigSecrets, OfAMessageThatCannotBeHadIsNoFailure) {
  command_fails = "it ended with exit status 3";
  const Config config =
      load(R"({"notify": {"webhook": {"url_command": "pass show hook"}}})", {.notify = Need::if_given});
  EXPECT_EQ(config.notify.webhook.url, "");
  EXPECT_THAT(config.notify.troubles,
              testing::ElementsAre(testing::Pair("notify.webhook.url",
                                                 "/c/config.json line 1: notify.webhook.url_command failed: it ended "
                                                 "with exit status 3")));
}

TEST_F(ConfigSecrets, ForMessagesTakeTheirTimeFromTheMessages) {
  command_output = "https://hooks.example/abc";
  const Config config = load(R"({"notify": {"webhook": {"url_command": "pass show hook"},
    "healthcheck": {"url_command": "pass show check"}, "timeout_seconds": 20}})",
                             {.notify = Need::if_given});
  EXPECT_EQ(config.notify.webhook.url, "https://hooks.example/abc");
  EXPECT_THAT(brief_commands, testing::ElementsAre("pass show hook", "pass show check"));
  EXPECT_TRUE(commands.empty());
  EXPECT_EQ(config.notify.timeout, std::chrono::seconds{14});
}

}  // namespace
}  // namespace dsz::test
