// status.json and the metrics after each kind of run.
#include "dsz/state/database.hpp"

#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace dsz::test {
namespace {

using nlohmann::json;
using sandbox::Fault;
using testing::HasSubstr;

class Monitored : public testing::Test {
 protected:
  Monitored() {
    shop.config["monitoring"]["metrics_file"] = shop.file("dsz_sync.prom").string();
    shop.put_many(10, 8, 2);
  }

  json status() { return json::parse(shop.content("status.json")); }
  std::string metrics() { return shop.content("dsz_sync.prom"); }
  std::string metric(const std::string& name) {
    const std::string text = "\n" + metrics();
    const std::size_t at = text.find("\n" + name + " ");
    if (at == std::string::npos) return "absent";
    const std::size_t value = at + name.size() + 2;
    return text.substr(value, text.find('\n', value) - value);
  }

  Shop shop;
};

TEST_F(Monitored, ASuccessIsToldInBothFiles) {
  ASSERT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(status().at("last_run").at("command"), "sync");
  EXPECT_EQ(status().at("last_run").at("exit_code"), 0);
  EXPECT_EQ(status().at("last_success"), status().at("last_run"));
  EXPECT_EQ(status().at("last_failure"), nullptr);
  EXPECT_EQ(status().at("products").at("updated"), 10);
  EXPECT_EQ(status().at("inventory").at("products"), 10);
  EXPECT_EQ(status().at("guards").at("run"), 1);
  EXPECT_EQ(metric("dsz_sync_last_run_exit_code"), "0");
  EXPECT_EQ(metric("dsz_sync_last_success_timestamp_seconds"), metric("dsz_sync_last_run_timestamp_seconds"));
  EXPECT_EQ(metric("dsz_sync_products{state=\"selected\"}"), "10");
  EXPECT_EQ(metric("dsz_sync_products{state=\"updated\"}"), "10");
  EXPECT_EQ(metric("dsz_sync_guard_tripped{guard=\"missing\"}"), "0");
  EXPECT_EQ(metric("dsz_sync_requests_total{side=\"store\",outcome=\"ok\"}"),
            std::to_string(shop.store.requests().count()));
}

TEST_F(Monitored, AFailureKeepsTheLastSuccess) {
  ASSERT_EQ(shop.run({"sync"}).exit_code, 0);
  const json success = status().at("last_success");
  const std::string at = metric("dsz_sync_last_success_timestamp_seconds");
  shop.store.faults().add(Fault::json(404, "rest_no_route", "no").always());
  EXPECT_EQ(shop.run({"match"}).exit_code, 13);
  EXPECT_EQ(status().at("last_run").at("exit_code"), 13);
  EXPECT_EQ(status().at("last_failure"), status().at("last_run"));
  EXPECT_EQ(status().at("last_success"), success);
  EXPECT_EQ(status().at("products").at("updated"), 10);
  EXPECT_EQ(metric("dsz_sync_last_run_exit_code"), "13");
  EXPECT_EQ(metric("dsz_sync_last_success_timestamp_seconds"), at);
  EXPECT_NE(metric("dsz_sync_requests_total{side=\"store\",outcome=\"failed\"}"), "0");
}

TEST_F(Monitored, TheLastSuccessNeedsNeitherTheFilesNorTheHistory) {
  ASSERT_EQ(shop.run({"sync"}).exit_code, 0);
  const json success = status().at("last_success");
  for (const char* name : {"status.json", "dsz_sync.prom"}) std::filesystem::remove(shop.file(name));
  EXPECT_EQ(shop.run({"undo", "--yes"}).exit_code, 0);
  Database::open(shop.file("state.db"))->execute("DELETE FROM run");
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  EXPECT_EQ(status().at("last_run").at("command"), "fetch");
  EXPECT_EQ(status().at("last_success"), success);
}

TEST_F(Monitored, ATrippedGuardIsNamed) {
  ASSERT_EQ(shop.run({"sync"}).exit_code, 0);
  for (int i = 0; i < 10; ++i)
    shop.supplier.put(sandbox::SupplierProduct{.sku = "P00" + std::to_string(i), .stock = 0});
  EXPECT_EQ(shop.run({"sync"}).exit_code, 4);
  EXPECT_EQ(metric("dsz_sync_guard_tripped{guard=\"zeroed\"}"), "1");
  EXPECT_EQ(metric("dsz_sync_guard_tripped{guard=\"feed_drop\"}"), "0");
  EXPECT_EQ(metric("dsz_sync_products{state=\"updated\"}"), "0");
  EXPECT_EQ(status().at("guards").at("states").at(1).at("tripped"), true);
  EXPECT_EQ(status().at("last_success").at("run"), 1);
}

TEST_F(Monitored, AnInventoryThatIsTooOldIsAGuardToo) {
  ASSERT_EQ(shop.run({"fetch"}).exit_code, 0);
  std::ofstream(shop.file("dropshipzone_inventory.json"))
      << R"({"format": "dsz-inventory/1", "fetched_at": "2020-01-01T00:00:00Z", "source": "x", "mode": "full",
"products": [
],
"count": 0, "complete": true
}
)";
  EXPECT_EQ(shop.run({"match"}).exit_code, 4);
  EXPECT_EQ(metric("dsz_sync_guard_tripped{guard=\"inventory\"}"), "1");
  EXPECT_EQ(metric("dsz_sync_inventory_timestamp_seconds"), "1577836800");
  EXPECT_THAT(status().at("inventory").at("trouble").get<std::string>(), HasSubstr("old"));
}

TEST_F(Monitored, ADryRunClaimsNoSuccess) {
  EXPECT_EQ(shop.run({"sync", "--dry-run"}).exit_code, 0);
  EXPECT_EQ(status().at("last_run"), nullptr);
  EXPECT_EQ(status().at("last_success"), nullptr);
  EXPECT_EQ(status().at("inventory").at("products"), 10);
  EXPECT_EQ(metric("dsz_sync_last_success_timestamp_seconds"), "0");
  EXPECT_EQ(metric("dsz_sync_last_run_exit_code"), "absent");
  EXPECT_NE(metric("dsz_sync_requests_total{side=\"store\",outcome=\"ok\"}"), "0");
}

TEST_F(Monitored, RequestsAreCountedOverRuns) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(metric("dsz_sync_requests_total{side=\"store\",outcome=\"ok\"}"),
            std::to_string(shop.store.requests().count()));
  EXPECT_EQ(status().at("requests").at("supplier").at("ok"), shop.supplier.requests().count());
  shop.store.faults().add(Fault::too_many(0));
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_EQ(metric("dsz_sync_requests_total{side=\"store\",outcome=\"throttled\"}"), "1");
  EXPECT_EQ(metric("dsz_sync_requests_total{side=\"store\",outcome=\"failed\"}"), "0");
}

TEST_F(Monitored, EverybodyMayReadTheFilesAndNothingIsLeftBesideThem) {
  const mode_t before = ::umask(077);
  const ProgramResult result = shop.run({"sync"});
  ::umask(before);
  ASSERT_EQ(result.exit_code, 0);
  for (const char* name : {"status.json", "dsz_sync.prom"}) {
    EXPECT_EQ(std::filesystem::status(shop.file(name)).permissions(), std::filesystem::perms{0644}) << name;
    EXPECT_FALSE(std::filesystem::exists(shop.file(std::string(name) + ".tmp"))) << name;
  }
}

TEST_F(Monitored, MetricsAreWrittenOnlyWhereAFileIsConfiguredAndTheStatusWhereverItShallBe) {
  shop.config.erase("monitoring");
  std::filesystem::create_directory(shop.file("web"));
  shop.config["monitoring"]["status_file"] = "web/shop.json";
  ASSERT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(json::parse(shop.content("web/shop.json")).at("format"), "dsz-status");
  EXPECT_FALSE(std::filesystem::exists(shop.file("status.json")));
  EXPECT_FALSE(std::filesystem::exists(shop.file("dsz_sync.prom")));
}

TEST_F(Monitored, FilesThatCannotBeWrittenAreAWarningAndNoFailure) {
  shop.config["monitoring"] = {{"status_file", "/nowhere/status.json"}, {"metrics_file", "/nowhere/dsz.prom"}};
  const ProgramResult result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(shop.content("logs/sync.log"), HasSubstr("/nowhere/status.json"));
  EXPECT_THAT(shop.content("logs/sync.log"), HasSubstr("/nowhere/dsz.prom"));
  EXPECT_EQ(shop.quantity("P000"), 8);
}

TEST_F(Monitored, AnotherFileOfThatNameStays) {
  std::ofstream(shop.file("wp-config.php")) << "<?php // mine\n";
  shop.config["monitoring"] = {{"status_file", "config.json"}, {"metrics_file", shop.file("wp-config.php").string()}};
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.content("wp-config.php"), "<?php // mine\n");
  EXPECT_TRUE(json::parse(shop.content("config.json")).contains("woocommerce"));
  EXPECT_THAT(shop.content("logs/sync.log"), HasSubstr("config.json: something else has that name"));
}

TEST_F(Monitored, ARunThatNeverBeganLeavesTheFiles) {
  ASSERT_EQ(shop.run({"sync"}).exit_code, 0);
  const std::string before = shop.content("status.json");
  shop.config["woocommerce"].erase("url");
  EXPECT_EQ(shop.run({"sync"}).exit_code, 2);
  EXPECT_EQ(shop.content("status.json"), before);
}

}  // namespace
}  // namespace dsz::test
