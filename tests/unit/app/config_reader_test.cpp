#include "config_test_support.hpp"

#include <fmt/format.h>

namespace dsz::test {
namespace {

using testing::ElementsAre;
using testing::Pair;

using ConfigReader = ConfigTest;

TEST_F(ConfigReader, AnEmptyObjectGivesTheDefaults) {
  const Config config = load("{}");
  EXPECT_EQ(config.file, "/c/config.json");
  EXPECT_EQ(config.supplier.base_url, "https://api.dropshipzone.com.au");
  EXPECT_EQ(config.supplier.email, "");
  EXPECT_EQ(config.supplier.page_size, 200);
  EXPECT_EQ(config.supplier.timeout, Millis{60'000});
  EXPECT_EQ(config.quota.per_minute, 60);
  EXPECT_EQ(config.quota.per_hour, 600);
  EXPECT_EQ(config.retries, 5);
  EXPECT_EQ(config.store.batch_size, 50);
  EXPECT_EQ(config.store.concurrency, 2);
  EXPECT_EQ(config.store.timeout, Millis{120'000});
  EXPECT_EQ(config.store_retries, 5);
  EXPECT_EQ(config.supplier_ca_file, "");
  EXPECT_EQ(config.store_ca_file, "");
  EXPECT_EQ(config.log.path, "/c/logs/sync.log");
  EXPECT_EQ(config.log.file_level, LogLevel::info);
  EXPECT_FALSE(config.log.json);
  EXPECT_EQ(config.log.max_size, 5'242'880U);
  EXPECT_EQ(config.log.max_backups, 5U);
  EXPECT_EQ(config.state_dir, "/c");
}

TEST_F(ConfigReader, AnEmptyObjectGivesTheDefaultRules) {
  const MatchSettings match = load("{}").match;
  EXPECT_TRUE(match.select.sku_prefixes.empty());
  EXPECT_EQ(match.select.sku_pattern, "");
  EXPECT_TRUE(match.select.marks.tags.empty());
  EXPECT_TRUE(match.select.marks.meta.empty());
  EXPECT_EQ(match.rules.missing, MissingRule::zero);
  EXPECT_EQ(match.rules.unmanaged, UnmanagedRule::status);
  EXPECT_EQ(match.rules.parent_managed, ParentManagedRule::skip);
  EXPECT_EQ(match.rules.duplicates, DuplicateRule::leave);
  EXPECT_EQ(match.rules.stock.buffer, 0U);
  EXPECT_EQ(match.rules.stock.cap, std::nullopt);
  EXPECT_EQ(match.rules.stock.minimum, 0U);
  EXPECT_EQ(match.max_inventory_age, Millis{12 * 3'600'000});
  EXPECT_TRUE(match.confirm_missing);
  EXPECT_EQ(match.guards.missing_percent, 30);
  EXPECT_EQ(match.guards.zeroed_percent, 30);
  EXPECT_EQ(match.guards.feed_drop_percent, 30);
  EXPECT_EQ(match.guards.floor, 5);
}

TEST_F(ConfigReader, TheServicesAreRead) {
  files.put("/c/ca.pem", "x");
  const Config config = load(R"({
    "dropshipzone": {"base_url": "http://127.0.0.1:8080/", "email": "a@b.example", "password": "pw12",
                     "requests_per_minute": 30, "requests_per_hour": 300, "page_size": 40, "timeout_seconds": 5,
                     "retries": 0},
    "woocommerce": {"url": "https://shop.example/au/", "consumer_key": "ck_1", "consumer_secret": "cs_2",
                    "ca_file": "ca.pem", "batch_size": 100, "concurrency": 8, "max_load": 0.25,
                    "timeout_seconds": 7, "retries": 0}
  })",
                             kBoth);
  EXPECT_EQ(config.supplier.base_url, "http://127.0.0.1:8080");
  EXPECT_EQ(config.supplier.email, "a@b.example");
  EXPECT_EQ(config.supplier.password, "pw12");
  EXPECT_EQ(config.quota.per_minute, 30);
  EXPECT_EQ(config.quota.per_hour, 300);
  EXPECT_EQ(config.supplier.page_size, 40);
  EXPECT_EQ(config.supplier.timeout, Millis{5'000});
  EXPECT_EQ(config.retries, 0);
  EXPECT_EQ(config.store.url.base(), "https://shop.example/au");
  EXPECT_EQ(config.store.consumer_key, "ck_1");
  EXPECT_EQ(config.store.consumer_secret, "cs_2");
  EXPECT_EQ(config.store_ca_file, "/c/ca.pem");
  EXPECT_EQ(config.store.batch_size, 100);
  EXPECT_EQ(config.store.concurrency, 8);
  EXPECT_EQ(config.store.max_load, 0.25);
  EXPECT_EQ(config.store.timeout, Millis{7'000});
  EXPECT_EQ(config.store_retries, 0);
}

TEST_F(ConfigReader, TheRulesAreRead) {
  const MatchSettings match = load(R"({"match": {
    "missing": "ignore", "unmanaged": "manage", "parent_managed": "manage", "duplicates": "update",
    "confirm_missing": false, "buffer": 2, "cap": 50, "minimum": 3, "max_inventory_age_hours": 0.5,
    "guards": {"missing_percent": 12.5, "zeroed_percent": 0, "feed_drop_percent": 100, "floor": 0}}})")
                                  .match;
  EXPECT_EQ(match.rules.missing, MissingRule::ignore);
  EXPECT_EQ(match.rules.unmanaged, UnmanagedRule::manage);
  EXPECT_EQ(match.rules.parent_managed, ParentManagedRule::manage);
  EXPECT_EQ(match.rules.duplicates, DuplicateRule::update);
  EXPECT_FALSE(match.confirm_missing);
  EXPECT_EQ(match.rules.stock.buffer, 2U);
  EXPECT_EQ(match.rules.stock.cap, 50U);
  EXPECT_EQ(match.rules.stock.minimum, 3U);
  EXPECT_EQ(match.max_inventory_age, Millis{1'800'000});
  EXPECT_EQ(match.guards.missing_percent, 12.5);
  EXPECT_EQ(match.guards.zeroed_percent, 0);
  EXPECT_EQ(match.guards.feed_drop_percent, 100);
  EXPECT_EQ(match.guards.floor, 0);
}

TEST_F(ConfigReader, TheSelectionTakesOneOrSeveral) {
  const SelectionRules select = load(R"({"match": {"select": {
    "sku_prefix": ["AES-", "BES-"], "sku_pattern": "^D[0-9]+", "tag": "dropship", "category": ["a", "b"],
    "brand": "acme", "meta": {"_supplier": "dropshipzone", "_source": "dsz"}}}})")
                                    .match.select;
  EXPECT_THAT(select.sku_prefixes, ElementsAre("AES-", "BES-"));
  EXPECT_EQ(select.sku_pattern, "^D[0-9]+");
  EXPECT_THAT(select.marks.tags, ElementsAre("dropship"));
  EXPECT_THAT(select.marks.categories, ElementsAre("a", "b"));
  EXPECT_THAT(select.marks.brands, ElementsAre("acme"));
  EXPECT_THAT(select.marks.meta, ElementsAre(Pair("_supplier", "dropshipzone"), Pair("_source", "dsz")));
}

TEST_F(ConfigReader, LoggingIsRead) {
  const Config config = load(
      R"({"logging": {"path": "/var/log/dsz.log", "level": "warning", "format": "json", "max_size": 4096, "max_backups": 9}})");
  EXPECT_EQ(config.log.path, "/var/log/dsz.log");
  EXPECT_EQ(config.log.file_level, LogLevel::warning);
  EXPECT_EQ(config.log.stderr_level, LogLevel::warning);
  EXPECT_TRUE(config.log.json);
  EXPECT_EQ(config.log.max_size, 4'096U);
  EXPECT_EQ(config.log.max_backups, 9U);
}

TEST_F(ConfigReader, RelativePathsAreRelativeToTheConfigurationsFolder) {
  const Config config = load(R"({"paths": {"state_dir": "state"}, "logging": {"path": "my.log"}})");
  EXPECT_EQ(config.state_dir, "/c/state");
  EXPECT_EQ(config.log.path, "/c/my.log");
  EXPECT_EQ(config.inventory_file(), "/c/state/dropshipzone_inventory.json");
  EXPECT_EQ(config.token_file(), "/c/state/token_store.json");
  EXPECT_EQ(config.lock_file(), "/c/state/sync.lock");
  EXPECT_EQ(config.database_file(), "/c/state/state.db");
}

TEST_F(ConfigReader, TheLogIsBesideTheState) {
  EXPECT_EQ(load(R"({"paths": {"state_dir": "/var/lib/dsz"}})").log.path, "/var/lib/dsz/logs/sync.log");
}

TEST_F(ConfigReader, AConfigurationInTheWorkingFolderKeepsItsStateThere) {
  files.put("config.json", "{}");
  EXPECT_EQ(load_config("config.json", kNothing, sources(), files, masker).database_file(), "./state.db");
}

TEST_F(ConfigReader, WhatACommandNeedsIsListedInOneSentence) {
  EXPECT_EQ(
      refusal("{}", kSupplier),
      "/c/config.json lacks dropshipzone.email (or the environment variable DSZ_EMAIL), dropshipzone.password (or the "
      "environment variable DSZ_PASSWORD)");
  EXPECT_EQ(refusal(R"({"dropshipzone": {"email": "a@b.example", "password": "pw12"}})", kBoth),
            "/c/config.json lacks woocommerce.url, woocommerce.consumer_key (or the environment variable "
            "WC_CONSUMER_KEY), woocommerce.consumer_secret (or the environment variable WC_CONSUMER_SECRET)");
  EXPECT_EQ(refusal(kComplete, kBoth), "");
}

TEST_F(ConfigReader, AFileThatCannotBeReadIsAConfigurationError) {
  files.put("/c/config.json", "{}");
  files.fail(FileOperation::open, 1, "Permission denied");
  try {
    load_config("/c/config.json", kNothing, sources(), files, masker);
    FAIL();
  } catch (const Failure& error) {
    EXPECT_EQ(error.kind(), FailureKind::usage);
    EXPECT_STREQ(error.what(), "cannot open /c/config.json: Permission denied");
  }
}

TEST_F(ConfigReader, AFileThatIsNotThereOrAFolderIsRefused) {
  const auto refused = [this](const char* file) -> std::string {
    try {
      load_config(file, kNothing, sources(), files, masker);
      return "";
    } catch (const Failure& error) {
      return error.what();
    }
  };
  EXPECT_EQ(refused("/c/other.json"), "/c/other.json is not there");
  EXPECT_EQ(refused("/c"), "/c is a folder; name the file in it");
}

TEST_F(ConfigReader, AFileOfMoreThanAMebibyteIsRefused) {
  EXPECT_THAT(refusal("{" + std::string(1U << 20U, ' ') + "}"), testing::HasSubstr("larger than the 1048576 bytes"));
}

TEST_F(ConfigReader, SecretsInAFileThatOthersCanReadAreRefused) {
  const std::string sentence =
      "/c/config.json has secrets in it and others can read or change it; run chmod 600 /c/config.json";
  EXPECT_EQ(refusal(kComplete, kNothing, 0640), sentence);
  EXPECT_EQ(refusal(kComplete, kNothing, 0604), sentence);
  EXPECT_EQ(refusal(kComplete, kNothing, 0400), "");
}

TEST_F(ConfigReader, AFileOfAnotherUserIsRefusedBeforeItsCommandsRun) {
  const unsigned other = ::geteuid() + 1;
  const auto refused = [&] {
    try {
      load_config("/c/config.json", kSupplier, sources(), files, masker);
      return std::string();
    } catch (const Failure& error) {
      EXPECT_EQ(error.kind(), FailureKind::usage);
      return std::string(error.what());
    }
  };
  command_output = "from pass";
  files.put("/c/config.json", R"({"dropshipzone": {"email": "a@b.example", "password_command": "pass dsz"}})", 0600);
  files.set_owner("/c/config.json", other);
  EXPECT_EQ(refused(), fmt::format("/c/config.json belongs to another user (id {}), who could change what is sent and "
                                   "run; run sudo chown {} /c/config.json",
                                   other, ::geteuid()));
  EXPECT_TRUE(commands.empty());
  files.set_owner("/c/config.json", 0);
  EXPECT_EQ(refused(), "");
}

TEST_F(ConfigReader, WithoutSecretsInItTheFileMayBeReadButNotChangedByOthers) {
  EXPECT_EQ(refusal(R"({"dropshipzone": {"password_command": "pass dsz"}})", kNothing, 0644), "");
  EXPECT_EQ(refusal("{}", kNothing, 0664), "/c/config.json can be changed by others; run chmod go-w /c/config.json");
  EXPECT_EQ(refusal("{}", kNothing, 0602), "/c/config.json can be changed by others; run chmod go-w /c/config.json");
}

TEST_F(ConfigReader, TheChmodToRunSurvivesTheShell) {
  files.put("/c/it's mine/config.json", "{}", 0666);
  try {
    load_config("/c/it's mine/config.json", kNothing, sources(), files, masker);
    FAIL();
  } catch (const Failure& error) {
    EXPECT_THAT(error.what(), testing::EndsWith(R"(run chmod go-w '/c/it'\''s mine/config.json')"));
  }
}

TEST_F(ConfigReader, AStateFolderThatOthersCanWriteIntoIsRefused) {
  files.make_folder("/shared", 0770);
  EXPECT_EQ(refusal(R"({"paths": {"state_dir": "/shared"}})"),
            "others can write into the state folder /shared; run chmod 700 /shared");
  files.make_folder("/public", 0755);
  EXPECT_EQ(refusal(R"({"paths": {"state_dir": "/public"}})"), "");
}

TEST_F(ConfigReader, AFolderOfAnotherUserIsRefused) {
  const unsigned other = ::geteuid() + 1;
  for (const auto& [folder, what] : {std::pair{"/c/state", "the state folder"}, {"/c/log", "logging.path's folder"}}) {
    files.make_folder(folder, 0755);
    const std::string text = R"({"paths": {"state_dir": "state"}, "logging": {"path": "log/sync.log"}})";
    EXPECT_EQ(refusal(text), "");
    files.set_owner(folder, other);
    EXPECT_EQ(refusal(text),
              fmt::format("{0} {1} belongs to another user (id {2}), who could replace what is in it; run dsz-sync as "
                          "that user, or sudo chown -R {3} {1}",
                          what, folder, other, ::geteuid()));
    files.set_owner(folder, 0);
    EXPECT_EQ(refusal(text), "");
  }
}

TEST_F(ConfigReader, ALogFolderThatAnybodyCanWriteIntoIsRefused) {
  const std::string text = R"({"logging": {"path": "/logs/sync.log"}})";
  files.make_folder("/logs", 0777);
  EXPECT_EQ(refusal(text), "others can write into logging.path's folder /logs; run chmod 700 /logs");
  files.make_folder("/var/log", 0775);
  EXPECT_EQ(refusal(R"({"logging": {"path": "/var/log/sync.log"}})"), "");
}

TEST_F(ConfigReader, AStateFolderThatIsAFileIsRefused) {
  files.put("/c/state", "");
  EXPECT_EQ(refusal(R"({"paths": {"state_dir": "state"}})"), "the state folder /c/state is not a folder");
}

TEST_F(ConfigReader, ACaFileThatIsNotThereIsRefusedWhereTheStoreIsNeeded) {
  const std::string text = R"({"woocommerce": {"url": "https://shop.example", "consumer_key": "ck_1",
    "consumer_secret": "cs_2",
    "ca_file": "ca.pem"}})";
  EXPECT_EQ(refusal(text, {.store = Need::required}),
            "/c/config.json line 3: woocommerce.ca_file names /c/ca.pem, which is not there");
  EXPECT_EQ(refusal(text), "");
}

TEST_F(ConfigReader, PlaceholdersOfTheExampleAreRefusedWhereTheyAreNeeded) {
  const std::string text = R"({"woocommerce": {
    "url": "https://your-shop.example"}})";
  EXPECT_EQ(refusal(text, {.store = Need::required}),
            "/c/config.json line 2: woocommerce.url still is the example's placeholder; put your own there");
  EXPECT_EQ(load(text).store.url.host, "");
}

}  // namespace
}  // namespace dsz::test
