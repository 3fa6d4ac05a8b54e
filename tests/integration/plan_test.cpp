// Preview, approve, apply: a plan that a dry run saved is written by `apply`, and by nothing less than that plan.
#include "dsz/base/time.hpp"

#include "shop.hpp"
#include "staging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <regex>

namespace dsz::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class SavedPlans : public testing::Test {
 protected:
  SavedPlans() {
    shop.put_many(20, 4, 4);
    shop.put("UP", 9, 2);
    shop.put("DOWN", 3, 8);
    for (const char* sku : {"RED", "BLUE"}) shop.supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = 6});
    shop.store.put_variable({.sku = "SHIRT", .manage_stock = false, .stock_quantity = std::nullopt},
                            {{.sku = "RED", .stock_quantity = 1}, {.sku = "BLUE", .stock_quantity = 1}});
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  }
  void save() {
    const auto result = shop.run({"match", "--dry-run", "--plan", "plan.json"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("plan.json"));
    shop.store.requests().clear();
  }
  void expect_refused(const std::string& words, int exit_code = 2) {
    shop.store.requests().clear();
    const auto result = shop.run({"apply", "plan.json"});
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    EXPECT_THAT(result.err, HasSubstr(words));
    EXPECT_THAT(shop.writes(), IsEmpty());
  }
  void expect_all_written() {
    EXPECT_EQ(shop.quantity("UP"), 9);
    EXPECT_EQ(shop.quantity("DOWN"), 3);
    EXPECT_EQ(shop.quantity("RED"), 6);
    EXPECT_EQ(shop.quantity("BLUE"), 6);
  }
  std::int64_t id(std::string_view sku) { return shop.store.product(sku)->id; }
  Shop shop;
};

/// What guards measure the next feed against is what was accepted last, not what an older plan rests on.
TEST_F(SavedPlans, DoNotTakeBackTheMeasureOfTheFeed) {
  const auto path = shop.file("dropshipzone_inventory.json");
  const std::string an_hour_ago =
      format_utc(std::chrono::floor<Millis>(std::chrono::system_clock::now()) - std::chrono::hours{1});
  const std::string older =
      std::regex_replace(shop.content("dropshipzone_inventory.json"), std::regex(R"("fetched_at": "[^"]*")"),
                         R"("fetched_at": ")" + an_hour_ago + '"');
  std::ofstream(path) << older;
  save();
  shop.config["match"]["select"]["sku_prefix"] = "NONE";
  shop.put_many(40, 1, 1, "MORE");
  EXPECT_EQ(shop.run({"sync", "--mode", "full"}).exit_code, 0);
  shop.config["match"].erase("select");
  EXPECT_EQ(shop.run({"apply", "plan.json"}).exit_code, 0);
  for (int i = 0; i < 30; ++i) shop.supplier.remove(fmt::format("MORE{:03}", i));
  const auto result = shop.run({"sync", "--mode", "full"});
  EXPECT_EQ(result.exit_code, 4) << result.out << result.err;
  EXPECT_THAT(result.err, HasSubstr("feed_drop_percent"));
}

TEST_F(SavedPlans, AreWrittenByApplyAndPutBackByUndo) {
  save();
  EXPECT_EQ(shop.quantity("UP"), 2);
  shop.supplier.set_stock("UP", 100);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);  // what comes after the approval is not in the plan
  const auto result = shop.run({"apply", "plan.json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  expect_all_written();
  EXPECT_EQ(shop.store.saves(), 4);

  const auto history = shop.run_json({"history"});
  EXPECT_EQ(history.at("runs").at(0).at("command"), "apply plan.json");
  EXPECT_EQ(history.at("runs").at(2).at("command"), "match --dry-run --plan plan.json");
  EXPECT_EQ(shop.run({"undo", "--yes"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("UP"), 2);
  EXPECT_EQ(shop.quantity("RED"), 1);
}

TEST_F(SavedPlans, AreReadableByTheirOwnerOnlyAndReplaceNoOtherFile) {
  const mode_t before = ::umask(0);
  save();
  ::umask(before);
  EXPECT_EQ(std::filesystem::status(shop.file("plan.json")).permissions(), std::filesystem::perms{0600});
  const auto document = nlohmann::json::parse(shop.content("plan.json"));
  EXPECT_EQ(document.at("format"), "dsz-plan/1");
  EXPECT_EQ(document.at("changes").size(), 4U);
  for (const char* secret : {"ck_rw", "cs_rw", "sandbox-password"}) {
    EXPECT_THAT(shop.content("plan.json"), Not(HasSubstr(secret)));
  }
  const std::string inventory = shop.content("dropshipzone_inventory.json");
  for (const char* name : {"dropshipzone_inventory.json", "logs", "no/such/folder.json", "/dev/null"}) {
    const auto result = shop.run({"match", "--dry-run", "--plan", name});
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr(name));
  }
  EXPECT_EQ(shop.content("dropshipzone_inventory.json"), inventory);
}

TEST_F(SavedPlans, ADryRunOfApplyReadsOnlyAndTellsWhetherSomethingIsLeft) {
  save();
  const auto result = shop.run({"apply", "plan.json", "-n", "--detailed-exitcode"});
  EXPECT_EQ(result.exit_code, 100) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("DOWN"), HasSubstr("8 → 3")));
  EXPECT_THAT(shop.writes(), IsEmpty());
  EXPECT_EQ(shop.run({"apply", "plan.json"}).exit_code, 0);
  EXPECT_EQ(shop.run({"apply", "plan.json", "-n", "--detailed-exitcode"}).exit_code, 0);
}

TEST_F(SavedPlans, WhatChangedSinceIsSkippedAndReportedAndTheRestIsWritten) {
  save();
  shop.store.sell(id("DOWN"), 2);
  shop.store.set_quantity(id("RED"), 6);  // as the plan wants it
  shop.store.remove(id("BLUE"));
  const auto result = shop.run_json({"apply", "plan.json"});
  EXPECT_EQ(result.at("exit_code"), 3);
  const auto& apply = result.at("apply");
  EXPECT_EQ(apply.at("done_already"), 1);
  EXPECT_EQ(apply.at("changes").size(), 1U);
  EXPECT_EQ(apply.at("changes").at(0).at("outcome"), "written");
  EXPECT_EQ(apply.at("skipped").size(), 2U);
  EXPECT_THAT(apply.at("skipped").dump(), AllOf(HasSubstr("stock_quantity is 6 now, it was 8"), HasSubstr("\"BLUE\"")));
  EXPECT_EQ(shop.quantity("UP"), 9);
  EXPECT_EQ(shop.quantity("DOWN"), 6);
  EXPECT_EQ(shop.store.saves(), 1);
}

TEST_F(SavedPlans, AProductInTheTrashOrWithAnotherSkuOrParentIsSkipped) {
  const auto other = shop.store.put({.sku = "COAT", .type = "variable", .manage_stock = false});
  save();
  auto up = *shop.store.product("UP");
  up.status = "trash";
  shop.store.put(up);
  auto down = *shop.store.product("DOWN");
  down.sku = "SOMETHING-ELSE";
  shop.store.put(down);
  auto red = *shop.store.product("RED");
  red.parent_id = other;
  shop.store.put(red);
  const auto result = shop.run({"apply", "plan.json"});
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("UP ("), HasSubstr("DOWN (its SKU is SOMETHING-ELSE now"),
                                HasSubstr("RED (it belongs to product")));
  EXPECT_EQ(shop.store.saves(), 1);
  EXPECT_EQ(shop.quantity("BLUE"), 6);
  EXPECT_EQ(shop.store.product("RED")->parent_id, other);
}

TEST_F(SavedPlans, EditedCutOrForeignFilesAreRefused) {
  expect_refused("there is no plan plan.json");
  save();
  const std::string text = shop.content("plan.json");
  const auto put = [&](const std::string& content) { std::ofstream(shop.file("plan.json")) << content; };
  std::string edited = text;
  edited.replace(edited.find("\"quantity\":3"), 12, "\"quantity\":4");
  put(edited);
  expect_refused("was changed after it was made");
  put(text.substr(0, text.size() / 2));
  expect_refused("is cut off");
  put(shop.content("dropshipzone_inventory.json"));
  expect_refused("plan.json");
  put(text);
  EXPECT_EQ(shop.run({"apply", "plan.json"}).exit_code, 0);
}

TEST_F(SavedPlans, ForAnotherStoreOrOtherSettingsAreRefused) {
  save();
  Shop other;
  std::filesystem::copy_file(shop.file("plan.json"), other.file("plan.json"));
  const auto result = other.run({"apply", "plan.json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr(shop.store.url()), HasSubstr(other.store.url())));
  EXPECT_THAT(other.writes(), IsEmpty());
  shop.config["match"]["cap"] = 5;
  expect_refused("match.cap");
}

TEST_F(SavedPlans, AreNotSavedWhenAGuardStopsTheDryRun) {
  save();
  for (int i = 0; i < 12; ++i) shop.supplier.set_stock("P0" + std::string(i < 10 ? "0" : "") + std::to_string(i), 0);
  const auto result = shop.run({"sync", "--dry-run", "--plan", "plan.json"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("the plan was not saved"));
  expect_refused("there is no plan");  // nor does an older one stand there
}

TEST_F(SavedPlans, SyncSavesThemToo) {
  shop.supplier.set_stock("UP", 11);
  EXPECT_EQ(shop.run({"sync", "--dry-run", "--plan", "plan.json"}).exit_code, 0);
  EXPECT_THAT(shop.writes(), IsEmpty());
  EXPECT_EQ(shop.run({"-q", "apply", "plan.json"}).exit_code, 0);
  EXPECT_EQ(shop.quantity("UP"), 11);
}

TEST_F(SavedPlans, NeedADryRun) {
  for (const char* command : {"match", "sync"}) {
    const auto result = shop.run({command, "--plan", "plan.json"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("--dry-run"));
  }
  EXPECT_THAT(shop.writes(), IsEmpty());
}

TEST_F(SavedPlans, AWriteWithoutAnAnswerIsReadAgainAsInAMatch) {
  save();
  shop.store.faults().add(sandbox::Fault::html(504).done().on({.method = "POST"}));
  EXPECT_EQ(shop.run({"apply", "plan.json"}, hasty()).exit_code, 0);
  expect_all_written();
  EXPECT_EQ(shop.store.saves(), 4);
}

}  // namespace
}  // namespace dsz::test
