// dsz-sync check: each thing that can be wrong is staged once, and told as itself.
#include "shop.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

namespace dsz::test {
namespace {

using nlohmann::json;
using sandbox::Fault;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const sandbox::RequestMatch kIndex{.method = "GET", .path_contains = "/wp-json/", .query_contains = "home"};

class Checked : public testing::Test {
 protected:
  /// Runs check and holds it to what it never does.
  void check() { check(shop); }
  void check(Shop& which) {
    which.store.requests().clear();
    document = which.run_json({"check"});
    for (const auto& record : which.store.requests().all()) {
      const bool reads = record.request.method == "GET";
      EXPECT_TRUE(reads || record.request.body == "{}") << record.request.path << ' ' << record.request.body;
    }
    EXPECT_THAT(document.dump(), Not(HasSubstr("cs_rw")));
    EXPECT_THAT(document.dump(), Not(HasSubstr("sandbox-password")));
  }

  [[nodiscard]] json finding(const std::string& name) const {
    for (const json& each : document["findings"]) {
      if (each["name"] == name) return each;
    }
    ADD_FAILURE() << "no finding " << name << " in " << document.dump(1);
    return {{"state", ""}, {"sentence", ""}, {"what_to_do", ""}};
  }
  [[nodiscard]] std::string state(const std::string& name) const { return finding(name)["state"]; }
  [[nodiscard]] std::string text(const std::string& name) const {
    const json found = finding(name);
    const std::string what = found["what_to_do"].is_null() ? "" : found["what_to_do"].get<std::string>();
    return found["sentence"].get<std::string>() + ": " + what;
  }
  [[nodiscard]] std::set<std::string> in_state(const std::string& wanted) const {
    std::set<std::string> names;
    for (const json& each : document["findings"]) {
      if (each["state"] == wanted) names.insert(each["name"].get<std::string>());
    }
    return names;
  }
  /// The one trouble, the exit code that it gives, and a part of what is said of it.
  void expect_trouble(const std::string& name, int exit_code, const std::string& part) {
    EXPECT_EQ(in_state("trouble"), std::set<std::string>{name}) << document.dump(1);
    EXPECT_EQ(document["exit_code"], exit_code);
    EXPECT_THAT(text(name), HasSubstr(part));
    EXPECT_THAT(document["sentence"].get<std::string>(), HasSubstr(name));
  }
  void expect_warning(const std::string& name, const std::string& part) {
    EXPECT_EQ(in_state("warning"), std::set<std::string>{name}) << document.dump(1);
    EXPECT_EQ(document["exit_code"], 0);
    EXPECT_THAT(text(name), HasSubstr(part));
  }

  Shop shop;
  json document;
};

TEST_F(Checked, AllIsWellAfterAFetch) {
  shop.put_many(12, 5, 4);
  shop.run({"fetch"});
  check();
  EXPECT_EQ(document["exit_code"], 0);
  EXPECT_EQ(document["command"], "check");
  EXPECT_EQ(document["config"], shop.file("config.json").string());
  EXPECT_THAT(in_state("skipped"), IsEmpty()) << document.dump(1);
  EXPECT_THAT(text("write permission"), HasSubstr("the key may write"));
  EXPECT_THAT(in_state("warning"), IsEmpty()) << document.dump(1);
  EXPECT_THAT(in_state("trouble"), IsEmpty()) << document.dump(1);
  EXPECT_THAT(text("WooCommerce version"), HasSubstr("WooCommerce 11.0.1, WordPress 6.9"));
  EXPECT_THAT(text("selection"), HasSubstr("12 of 12 products"));
  EXPECT_THAT(text("supplier quota"), HasSubstr("of 3600000 requests are left"));
  EXPECT_THAT(text("clock"), HasSubstr("both services"));
}

TEST_F(Checked, BeforeTheFirstFetchNothingIsWrongAndTheSelectionIsNotKnown) {
  shop.put_many(3, 5, 4);
  check();
  EXPECT_EQ(document["exit_code"], 0);
  EXPECT_EQ(state("selection"), "skipped");
  EXPECT_THAT(text("selection"), HasSubstr("first fetch"));
  EXPECT_EQ(state("backorders"), "skipped");
}

TEST_F(Checked, TheSupplierIsAskedForASignInOnlyAlsoWithAGoodToken) {
  shop.run({"fetch"});
  shop.supplier.requests().clear();
  check();
  const auto asked = shop.supplier.requests().all();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.front().request.path, "/auth");
}

TEST_F(Checked, AWrongPasswordAlsoWhileAnOldTokenIsKept) {
  shop.put_many(3, 5, 4);
  shop.run({"fetch"});
  const std::string token = shop.content("token_store.json");
  shop.config["dropshipzone"]["password"] = "not-the-password";
  check();
  expect_trouble("supplier sign-in", 12, "dropshipzone.password");
  EXPECT_EQ(state("store keys"), "ok");
  EXPECT_EQ(shop.content("token_store.json"), token);
}

TEST_F(Checked, ASupplierThatIsNotThere) {
  shop.config["dropshipzone"]["base_url"] = "http://127.0.0.1:1";
  check();
  expect_trouble("supplier connection", 10, "could not connect");
  EXPECT_EQ(state("supplier sign-in"), "skipped");
  EXPECT_EQ(state("store keys"), "ok");
}

TEST_F(Checked, NextToNoQuotaIsNotSpent) {
  shop.config["dropshipzone"]["requests_per_hour"] = 5;
  shop.run({"fetch"});
  shop.supplier.requests().clear();
  check();
  expect_warning("supplier quota", "of 5 requests");
  EXPECT_EQ(shop.supplier.requests().count(), 0U);
}

TEST_F(Checked, AWrongSecret) {
  shop.config["woocommerce"]["consumer_secret"] = "cs_wrong";
  check();
  expect_trouble("store keys", 12, "woocommerce.consumer_secret");
  EXPECT_EQ(state("permalinks"), "ok");
  EXPECT_EQ(state("catalogue"), "skipped");
  EXPECT_EQ(state("supplier sign-in"), "ok");
}

TEST_F(Checked, AKeyThatMayOnlyWrite) {
  Shop other({.ports = {}, .keys = {{"ck_w", "cs_w", "write"}}});
  other.config["woocommerce"]["consumer_key"] = "ck_w";
  other.config["woocommerce"]["consumer_secret"] = "cs_w";
  check(other);
  expect_trouble("store keys", 12, "may only write");
}

TEST_F(Checked, AKeyThatMayOnlyRead) {
  Shop other({.ports = {}, .keys = {{"ck_r", "cs_r", "read"}}});
  other.config["woocommerce"]["consumer_key"] = "ck_r";
  other.config["woocommerce"]["consumer_secret"] = "cs_r";
  check(other);
  expect_trouble("write permission", 12, "may only read");
  EXPECT_EQ(state("store keys"), "ok");
}

TEST_F(Checked, AFirewallThatLetsNoWritesThrough) {
  shop.store.faults().add(Fault::answer(403, "<html>Blocked by Wordfence</html>", "text/html").on({.method = "POST"}));
  check();
  expect_trouble("write permission", 13, "Wordfence");
}

TEST_F(Checked, ACacheThatTakesAWriteForAReading) {
  shop.store.faults().add(Fault::answer(200, R"([{"id":1,"sku":"A"}])", "application/json").on({.method = "POST"}));
  check();
  expect_trouble("write permission", 13, "something else");
}

TEST_F(Checked, KeysThatTravelInTheQueryAreAWarning) {
  Shop other({.ports = {}, .authorization_stripped = true});
  check(other);
  expect_warning("store keys", "Authorization");
}

TEST_F(Checked, ARedirectingStoreAndItsRightAddress) {
  shop.config["woocommerce"]["url"] = shop.store.http_url();
  shop.store.faults().add(Fault::redirect(shop.store.https_url() + "/wp-json/?_fields=home,url,namespaces")
                              .when([](const auto& request) { return request.scheme == "http"; })
                              .always());
  check();
  expect_warning("store address", "put " + shop.store.https_url() + " into woocommerce.url");
}

TEST_F(Checked, AnotherHostGetsNoCredentials) {
  std::string elsewhere = shop.store.http_url();
  elsewhere.replace(elsewhere.find("127.0.0.1"), 9, "localhost");
  shop.config["woocommerce"]["url"] = shop.store.http_url();
  shop.store.faults().add(Fault::redirect(elsewhere + "/wp-json/").on(kIndex));
  check();
  expect_trouble("store address", 2, elsewhere);
}

TEST_F(Checked, PlainPermalinks) {
  Shop other({.ports = {}, .pretty_permalinks = false});
  check(other);
  expect_trouble("permalinks", 13, "Settings > Permalinks");
}

TEST_F(Checked, AWebPageInsteadOfTheApi) {
  shop.store.faults().add(
      Fault::answer(200, "<html><title>Coming soon</title></html>", "text/html").on({.method = "GET"}).always());
  check();
  expect_trouble("store firewall", 13, "a web page with the title \"Coming soon\"");
}

TEST_F(Checked, PlainPermalinksWhereTheServerAnswersWithTheHomePage) {
  Shop other({.ports = {}, .pretty_permalinks = false});
  other.store.faults().add(Fault::html(200).on({.path_contains = "/wp-json"}).always());
  check(other);
  expect_trouble("permalinks", 13, "Settings > Permalinks");
}

TEST_F(Checked, StockManagementOff) {
  shop.store.set_stock_management(false);
  check();
  expect_trouble("stock management", 13, "Enable stock management");
}

TEST_F(Checked, AnalyticsOff) {
  shop.store.set_analytics(false);
  check();
  expect_warning("analytics", "Features > Analytics");
}

TEST_F(Checked, FirewallsByTheirNames) {
  const std::pair<Fault, std::string> guards[] = {
      {Fault::cloudflare_challenge(), "Cloudflare"},
      {Fault::answer(503, "<html><title>Blocked</title>Generated by Wordfence</html>", "text/html"), "Wordfence"},
      {Fault::answer(403, "error code: 1010", "text/plain", {{"Server", "cloudflare"}}), "Cloudflare"},
      {Fault::answer(429, "error code: 1015", "text/plain"), "Cloudflare"},
      {Fault::answer(200, "<html><title>One moment, please...</title></html>", "text/html"), "Imunify360"},
      {Fault::answer(202, "<html></html>", "text/html", {{"SG-Captcha", "challenge"}}), "SiteGround"},
      {Fault::answer(200, "<html><title>Are you a robot?</title></html>", "text/html"), "captcha"},
      {Fault::answer(406, "<html><h1>Not Acceptable!</h1>by Mod_Security</html>", "text/html"), "ModSecurity"}};
  for (const auto& [fault, name] : guards) {
    shop.store.faults().clear();
    shop.store.faults().add(fault.on(kIndex).always());
    check();
    expect_trouble("store firewall", 13, name);
    EXPECT_EQ(state("store connection"), "ok");
  }
}

TEST_F(Checked, ACacheInFrontOfTheApi) {
  shop.store.faults().add(Fault::labelled("X-LiteSpeed-Cache", "hit").on({.path_contains = "/products"}).always());
  check();
  expect_warning("store cache", "LiteSpeed Cache");
}

TEST_F(Checked, ACertificateThatCannotBeChecked) {
  shop.config["woocommerce"].erase("ca_file");
  check();
  expect_trouble("store connection", 13, "certificate");
  EXPECT_EQ(state("store address"), "skipped");
}

TEST_F(Checked, ANameThatCannotBeFound) {
  shop.config["woocommerce"]["url"] = "https://no-such-shop.invalid";
  check();
  expect_trouble("store connection", 13, "no-such-shop.invalid");
}

TEST_F(Checked, AClockThatIsWrongAndWhoseItIs) {
  const auto late = [] { return std::chrono::system_clock::now() + std::chrono::minutes(181); };
  Shop both({.ports = {}, .now = late}, {.now = late});
  check(both);
  expect_trouble("clock", 2, "this machine's clock is 3 h ");
  Shop one({.ports = {}, .now = late});
  check(one);
  expect_warning("clock", "the clock of the store is 3 h ");
}

TEST_F(Checked, AStateFolderThatCannotBeWritten) {
  shop.config["paths"]["state_dir"] = "/proc/dsz-sync";
  check();
  EXPECT_EQ(document["exit_code"], 2);
  EXPECT_EQ(state("permissions"), "trouble");
  EXPECT_THAT(text("permissions"), HasSubstr("/proc/dsz-sync"));
  EXPECT_EQ(state("store keys"), "ok");
}

TEST_F(Checked, OneSidesConfigurationDoesNotHideTheOther) {
  shop.config["woocommerce"].erase("consumer_key");
  check();
  expect_trouble("configuration", 2, "woocommerce.consumer_key");
  EXPECT_EQ(state("supplier sign-in"), "ok");
  EXPECT_EQ(state("store connection"), "skipped");
  shop.config = {{"nonsense", 1}};
  check();
  expect_trouble("configuration", 2, "nonsense");
  EXPECT_EQ(state("supplier sign-in"), "skipped");
}

TEST_F(Checked, DuplicatesBackordersAndTheSelection) {
  shop.put("TWIN", 6, 1);
  shop.store.put({.sku = "twin", .stock_quantity = 2});
  shop.put("AB-1", 6, 1);
  auto buyable = *shop.store.product("AB-1");
  buyable.backorders = "notify";
  shop.store.put(buyable);
  shop.config["match"]["select"]["sku_prefix"] = "AB-";
  check();
  EXPECT_EQ(in_state("warning"), (std::set<std::string>{"duplicate SKUs", "backorders"})) << document.dump(1);
  EXPECT_THAT(text("duplicate SKUs"), HasSubstr("TWIN"));
  EXPECT_THAT(text("backorders"), HasSubstr("AB-1"));
  EXPECT_THAT(text("selection"), HasSubstr("1 of 3 products are selected: as match.select says (sku_prefix)"));
}

TEST_F(Checked, ItWorksWhileARunHoldsTheLock) {
  shop.put_many(3, 5, 4);
  shop.run({"fetch"});
  const int lock = open(shop.file("sync.lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(flock(lock, LOCK_EX | LOCK_NB), 0);
  check();
  EXPECT_EQ(document["exit_code"], 0);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 11);
  close(lock);
}

TEST_F(Checked, AnOlderStoreIsReadInItsOwnWay) {
  Shop old({.ports = {}, .version = "7.9.0"});
  old.store.put_variable({.sku = "P", .manage_stock = false, .stock_quantity = std::nullopt},
                         {{.sku = "V", .backorders = "yes"}});
  old.config["match"]["select"]["sku_pattern"] = "V";
  check(old);
  expect_warning("backorders", "V");
  EXPECT_THAT(text("WooCommerce version"), HasSubstr("WooCommerce 7.9.0"));
}

TEST_F(Checked, ForPeopleItIsOneLineEachAndQuietWhenAllIsWell) {
  shop.put_many(3, 5, 4);
  shop.run({"fetch"});
  auto result = shop.run({"check"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("ok       store keys: accepted for reading (keys in the header)\n"));
  EXPECT_THAT(result.out, testing::EndsWith("ready\n"));
  EXPECT_THAT(result.err, IsEmpty());
  result = shop.run({"-q", "check"});
  EXPECT_THAT(result.out + result.err, IsEmpty());
  shop.store.set_stock_management(false);
  result = shop.run({"-q", "check"});
  EXPECT_EQ(result.exit_code, 13);
  EXPECT_THAT(result.out, testing::StartsWith("trouble  stock management: "));
  EXPECT_EQ(std::ranges::count(result.out, '\n'), 1);
  EXPECT_EQ(result.err, "dsz-sync: to be mended: stock management\n");
}

TEST(CheckWithoutConfiguration, NamesInit) {
  const auto result = Program::run({"check"}, {.folder = "/tmp"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, HasSubstr("dsz-sync init"));
}

}  // namespace
}  // namespace dsz::test
