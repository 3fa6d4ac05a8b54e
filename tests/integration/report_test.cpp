// What the owner is told of several runs: as text, as JSON and as a page.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

class Report : public testing::Test {
 protected:
  json report() { return shop.run_json({"report"}).at("report"); }
  static json kind(const json& report, std::string_view name) {
    for (const json& each : report.at("attention")) {
      if (each.at("kind") == name) return each;
    }
    return nullptr;
  }
  static unsigned mode(const std::filesystem::path& path) {
    return static_cast<unsigned>(std::filesystem::status(path).permissions());
  }
  Shop shop;
};

TEST_F(Report, BeforeAnyRunThereIsOneClearSentence) {
  const ProgramResult result = shop.run({"report"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("Nothing has run yet."));
  EXPECT_FALSE(std::filesystem::exists(shop.file("state.db"))) << "reading makes nothing";
  const auto page = shop.file("report.html");
  EXPECT_EQ(shop.run({"report", "--html", page.string()}).exit_code, 0);
  EXPECT_THAT(shop.content("report.html"), HasSubstr("Nothing has run yet."));
  EXPECT_EQ(mode(page), 0600U);
}

TEST_F(Report, TellsOfTheLastRunAndOfEachProductThatNeedsALook) {
  shop.put_many(20, 8, 2);
  shop.put("TWIN", 5, 1);
  shop.store.put({.sku = "twin", .stock_quantity = 1});
  shop.supplier.put(sandbox::SupplierProduct{.sku = "ODD", .stock = 1, .overlay = R"({"stock_qty": "plenty"})"});
  shop.store.put({.sku = "ODD", .stock_quantity = 4});
  shop.store.put({.sku = "GONE", .stock_quantity = 4});
  shop.store.put({.sku = "GONE-0", .stock_quantity = 0});
  shop.config["match"]["select"]["sku_pattern"] = ".";
  const auto refused = shop.put("REFUSED", 3, 9);
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  shop.store.faults().add(sandbox::Fault::item_error(refused, "bad", "<b>no</b>").on({.method = "POST"}).repeat(9));
  EXPECT_EQ(shop.run({"match"}).exit_code, 3);

  const json after = report();
  EXPECT_EQ(after.at("state").at("level"), "attention");
  EXPECT_EQ(after.at("changes").at("run"), 2);
  EXPECT_EQ(after.at("changes").at("total"), 22);
  EXPECT_EQ(after.at("changes").at("rows").at(0).at("sku"), "REFUSED") << "what went wrong comes first";
  EXPECT_EQ(kind(after, "failed").at("total"), 1);
  EXPECT_THAT(std::string(kind(after, "failed").at("rows").at(0).at("detail")), HasSubstr("<b>no</b>"));
  EXPECT_EQ(kind(after, "missing").at("total"), 2);
  EXPECT_EQ(kind(after, "missing").at("rows").at(1).at("why"), "at_zero");
  EXPECT_EQ(kind(after, "unknown").at("rows").at(0).at("sku"), "ODD");
  EXPECT_EQ(kind(after, "duplicate").at("total"), 2);
  EXPECT_EQ(after.at("store").at("selected"), 26);
  EXPECT_EQ(after.at("store").at("out_of_stock"), 2) << "both that are missing";
  EXPECT_THAT(shop.run({"report"}).out, HasSubstr("Not written (1)"));

  shop.store.faults().clear();
  shop.store.set_quantity(refused, 9);
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_EQ(kind(report(), "failed").at("total"), 0);
  EXPECT_EQ(report().at("changes").at("total"), 1);
  EXPECT_EQ(shop.run({"match"}).exit_code, 0);
  EXPECT_EQ(report().at("changes").at("run"), 3) << "the newest run that changed anything";
  EXPECT_EQ(report().at("last_run").at("run"), 4);
}

TEST_F(Report, AStoppedRunShowsWhatItHeldBackAndADryRunShowsNothing) {
  shop.put_many(20, 0, 5);
  shop.put_many(2, 5, 5, "K");
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  EXPECT_EQ(shop.run({"match", "--dry-run"}).exit_code, 4);
  EXPECT_TRUE(report().at("changes").is_null());
  EXPECT_EQ(shop.run({"match"}).exit_code, 4);
  const json stopped = report();
  EXPECT_EQ(stopped.at("state").at("level"), "trouble");
  EXPECT_THAT(std::string(stopped.at("state").at("sentence")), StartsWith("A guard stopped run 3 (match)"));
  EXPECT_EQ(stopped.at("changes").at("rows").at(0).at("outcome"), "held");
  EXPECT_EQ(kind(stopped, "failed").at("total"), 0);
  EXPECT_EQ(stopped.at("store").at("out_of_stock"), 0) << "nothing was written";
}

TEST_F(Report, AnUndoIsShownToo) {
  shop.put_many(10, 8, 2);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.run({"undo", "--yes"}).exit_code, 0);
  EXPECT_EQ(report().at("changes").at("run"), 2);
  EXPECT_EQ(report().at("changes").at("rows").at(0).at("why"), "undone");
  EXPECT_EQ(report().at("changes").at("rows").at(0).at("new"), 2);
}

TEST_F(Report, ThePageIsWrittenAfterEachRunWhenItIsConfigured) {
  shop.put_many(10, 8, 2);
  shop.config["report"]["html_file"] = "page.html";
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_THAT(shop.content("page.html"), HasSubstr("10 of 10 products written"));
  EXPECT_EQ(mode(shop.file("page.html")), 0600U);
  std::filesystem::permissions(shop.file("page.html"), std::filesystem::perms{0644});
  shop.supplier.faults().add(sandbox::Fault::html(502).on({.path_contains = "/v2/products"}).always());
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 10);
  EXPECT_THAT(shop.content("page.html"), HasSubstr("Run 2 (fetch) failed"));
  EXPECT_EQ(mode(shop.file("page.html")), 0644U) << "as the owner set it";
}

TEST_F(Report, APageThatCannotBeWrittenIsAWarningAndTheRunStands) {
  shop.put_many(10, 8, 2);
  shop.config["report"]["html_file"] = "no-such-folder/page.html";
  const ProgramResult result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("warning: the report could not be written: "));
  EXPECT_THAT(result.err, HasSubstr("no-such-folder"));
  EXPECT_EQ(shop.quantity("P003"), 8);
  EXPECT_EQ(shop.run({"report", "--html", shop.file("none/page.html").string()}).exit_code, 1);
}

}  // namespace
}  // namespace dsz::test
