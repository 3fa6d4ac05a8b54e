#include "dsz/app/init_job.hpp"
#include "dsz/app/run_end.hpp"

#include "app/check_catalogue.hpp"
#include "app/check_clock.hpp"
#include "app/check_files.hpp"
#include "app/check_store.hpp"
#include "memory_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::string summary(const Finding& finding) { return std::string(to_text(finding.state)) + ": " + finding.sentence; }

TEST(CheckClock, SaysWhoseClockIsWrong) {
  struct Case {
    std::optional<Millis> supplier;
    std::optional<Millis> store;
    const char* expected;
  };
  const Case cases[] = {
      {1s, -90s, "ok: agrees with that of both services"},
      {1s, std::nullopt, "ok: agrees with that of the supplier"},
      {std::nullopt, -1s, "ok: agrees with that of the store"},
      {std::nullopt, std::nullopt, "skipped: neither service said what time it is"},
      {5min, 5min, "warning: this machine's clock is 5 min behind both services"},
      {-11min, -11min, "trouble: this machine's clock is 11 min ahead of both services"},
      {std::nullopt, 3h, "trouble: this machine's clock is 3 h behind the store"},
      {3h, 1s,
       "warning: the clock of the supplier is 3 h ahead of this machine's, which agrees with that of the store"},
      {1s, -3h, "warning: the clock of the store is 3 h behind this machine's, which agrees with that of the supplier"},
  };
  for (const Case& each : cases) EXPECT_EQ(summary(check_clock(each.supplier, each.store)), each.expected);
}

TEST(CheckDiskSpace, IsTroubleBeforeAFetchFillsTheDisk) {
  EXPECT_EQ(summary(check_disk_space(50'000'000'000, "/state")), "ok: 50 GB free for /state");
  EXPECT_EQ(check_disk_space(900'000'000, "/state").state, FindingState::warning);
  const Finding full = check_disk_space(100'000'000, "/state");
  EXPECT_EQ(summary(full), "trouble: 100 MB free for /state, which a full fetch may fill");
  EXPECT_EQ(full.kind, FailureKind::usage);
}

TEST(CheckFiles, AFolderThatCannotBeWrittenIsTroubleAndTheDiskIsStillLookedAt) {
  test::MemoryFileSystem files;
  Config config;
  config.state_dir = "/state";
  config.log.path = "/state/logs/sync.log";
  files.make_folder("/state", 0700);
  EXPECT_EQ(check_permissions(files, config).state, FindingState::ok);
  EXPECT_TRUE(files.paths().empty());  // what it wrote is gone
  files.fail(test::FileOperation::create, 1, "Read-only file system");
  files.set_free_space(5);
  const auto findings = check_files(files, config);
  EXPECT_THAT(summary(findings[0]), HasSubstr("trouble: cannot create /state/.dsz-sync-check: Read-only file system"));
  EXPECT_EQ(findings[0].kind, FailureKind::usage);
  EXPECT_EQ(findings[1].state, FindingState::trouble);
}

TEST(JudgeVersion, WarnsOfWhatWasNeverTested) {
  EXPECT_EQ(summary(judge_version("11.0.1", "6.9")), "ok: WooCommerce 11.0.1, WordPress 6.9");
  EXPECT_EQ(judge_version("7.9", "").state, FindingState::ok);
  EXPECT_EQ(judge_version("7.10.0-beta.1", "").state, FindingState::ok);
  EXPECT_EQ(judge_version("7.8.2", "6.0").state, FindingState::warning);
  EXPECT_EQ(judge_version("", "6.0").state, FindingState::skipped);
  EXPECT_EQ(judge_version("latest", "").state, FindingState::skipped);
}

TEST(CheckSelection, SaysHowManyAndWhy) {
  SelectionRules rules;
  EXPECT_EQ(check_selection(0, 10, rules, 0).state, FindingState::skipped);
  EXPECT_EQ(summary(check_selection(4, 10, rules, 99)),
            "ok: 4 of 10 products are selected: their SKUs are among the 99 that the supplier has or had");
  rules.sku_prefixes = {"DZ-"};
  rules.marks.tags = {"dropship"};
  EXPECT_EQ(summary(check_selection(0, 10, rules, 0)),
            "warning: 0 of 10 products are selected: as match.select says (sku_prefix, tag)");
}

StoreProduct simple(std::int64_t id, std::string_view sku, bool backorders = false) {
  StoreProduct product;
  product.id = id;
  product.sku = sku;
  product.type = ProductType::simple;
  product.manage = ManageStock::yes;
  product.backorders = backorders;
  return product;
}

TEST(CheckDuplicates, FoldsSkusAndKnowsAVariationWithoutOneOfItsOwn) {
  StoreCatalogue catalogue;
  catalogue.add(simple(1, "A"));
  catalogue.add(simple(2, " a "));
  StoreProduct variable = simple(3, "P");
  variable.type = ProductType::variable;
  catalogue.add(variable);
  StoreProduct variation = simple(4, "P");
  variation.type = ProductType::variation;
  variation.parent = 3;
  catalogue.add(variation);
  catalogue.finish();
  MatchRules rules;
  EXPECT_EQ(summary(check_duplicates(catalogue, rules)),
            "warning: several products share one SKU: A; they are left alone");
  rules.duplicates = DuplicateRule::update;
  EXPECT_EQ(check_duplicates(catalogue, rules).state, FindingState::ok);
}

TEST(CheckBackorders, NamesOnlySelectedProducts) {
  StoreCatalogue catalogue;
  for (int i = 1; i <= 12; ++i) catalogue.add(simple(i, "S" + std::to_string(i), true));
  catalogue.add(simple(20, "OTHER", true));
  catalogue.finish();
  EXPECT_EQ(check_backorders(catalogue, {}).state, FindingState::ok);
  const Finding finding = check_backorders(catalogue, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  EXPECT_THAT(finding.sentence, HasSubstr("12 products"));
  EXPECT_THAT(finding.sentence, HasSubstr("S10 and 2 more"));
  EXPECT_THAT(finding.sentence, Not(HasSubstr("OTHER")));
}

ExitCode exit_code_of_check(std::vector<Finding> findings) {
  return exit_code_of(end_of(CheckReport{"", std::move(findings)}), false);
}

TEST(CheckEnd, TheGravestTroubleDecides) {
  const Finding store = trouble("a", FailureKind::store, "", "");
  const Finding supplier = trouble("b", FailureKind::supplier, "", "");
  const Finding keys = trouble("c", FailureKind::credentials, "", "");
  const Finding ours = trouble("d", FailureKind::usage, "", "");
  EXPECT_EQ(exit_code_of_check({fine("x", ""), warning("y", "", ""), skipped("z", "")}), ExitCode::done);
  EXPECT_EQ(exit_code_of_check({store}), ExitCode::store_unreachable);
  EXPECT_EQ(exit_code_of_check({store, supplier}), ExitCode::supplier_unusable);
  EXPECT_EQ(exit_code_of_check({store, keys, supplier}), ExitCode::credentials_refused);
  EXPECT_EQ(exit_code_of_check({ours, store, keys}), ExitCode::usage_or_configuration);
  EXPECT_EQ(end_of(CheckReport{"", {store, fine("x", ""), keys}}).sentence, "to be mended: a, c");
}

TEST(CheckEnd, ASignalIsNoFinding) {
  EXPECT_THROW(trouble("store keys", Failure(FailureKind::interrupted, "interrupted")), Failure);
}

TEST(InitialConfig, HoldsWhatWasGivenAndNothingMore) {
  InitialSettings settings;
  settings.email = "me@shop.example";
  settings.password = "a\"b";
  settings.store_url = "https://shop.example";
  settings.consumer_key = "ck_1";
  settings.consumer_secret_command = "pass show shop";
  EXPECT_EQ(initial_config(settings), R"({
  "dropshipzone": {
    "email": "me@shop.example",
    "password": "a\"b"
  },
  "woocommerce": {
    "url": "https://shop.example",
    "consumer_key": "ck_1",
    "consumer_secret_command": "pass show shop"
  }
}
)");
}

TEST(InitialConfig, AFullDiskLeavesNoHalfConfigurationBehind) {
  test::MemoryFileSystem files;
  files.fail(test::FileOperation::sync, 1);
  EXPECT_THROW(write_initial_config(files, "/new/config.json", "{}"), Failure);
  EXPECT_TRUE(files.paths().empty());
  write_initial_config(files, "/new/config.json", "{}");
  EXPECT_THROW(write_initial_config(files, "/new/config.json", "other"), Failure);
  EXPECT_EQ(files.content("/new/config.json"), "{}");
}

}  // namespace
}  // namespace dsz
