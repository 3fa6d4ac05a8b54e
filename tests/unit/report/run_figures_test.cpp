#include "dsz/report/run_figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

RunRecord record(std::string command, std::string summary) {
  RunRecord run;
  run.id = 7;
  run.command = std::move(command);
  run.started = WallTime{Millis{1'000}};
  run.ended = WallTime{Millis{4'000}};
  run.exit_code = 0;
  run.summary_json = std::move(summary);
  return run;
}

TEST(FiguresOf, ReadsWhatARunLeft) {
  const RunFigures figures =
      figures_of(record("sync", R"({"seconds": 2.5, "fetch": {"mode": "targeted", "products": 90},
      "match": {"dry_run": false, "store": "https://shop.example", "out_of_stock": 12,
                "counts": {"selected": 100, "in_stock": 85, "missing": 4, "unconfirmed": 1, "to_zero": 3},
                "guards": [{"name": "missing", "tripped": false}, {"name": "zeroed", "tripped": true}],
                "writes": {"written": 8, "failed": 1, "ignored": 2, "unknown": 0, "not_sent": 3}},
      "supplier_requests": {"requests": 9}, "store_requests": {"requests": 20}, "quota_left": 591})"));
  EXPECT_TRUE(figures.compared);
  EXPECT_FALSE(figures.dry_run);
  EXPECT_EQ(figures.store, "https://shop.example");
  EXPECT_EQ(figures.seconds, 2.5);
  EXPECT_EQ(figures.selected, 100);
  EXPECT_EQ(figures.out_of_stock, 12);
  EXPECT_EQ(figures.missing, 5);
  EXPECT_EQ(figures.written, 8);
  EXPECT_EQ(figures.failed, 6);
  EXPECT_EQ(figures.feed, 90);
  EXPECT_EQ(figures.feed_mode, "targeted");
  EXPECT_EQ(figures.supplier_requests, 9);
  EXPECT_EQ(figures.store_requests, 20);
  EXPECT_EQ(figures.quota_left, 591);
  EXPECT_THAT(figures.tripped, testing::ElementsAre("zeroed"));
}

TEST(FiguresOf, ARunThatCameToNothingHasNoFigures) {
  for (const char* summary : {"", "no JSON", "[]", "null", R"({"match": null})", R"({"match": {"counts": 3}})",
                              R"({"match": {"guards": {"name": 1}, "writes": "?"}, "seconds": "x"})"}) {
    const RunFigures figures = figures_of(record("sync", summary));
    EXPECT_FALSE(figures.compared) << summary;
    EXPECT_FALSE(figures.written) << summary;
    EXPECT_FALSE(figures.feed) << summary;
    EXPECT_EQ(figures.seconds, 3) << summary;
  }
}

std::vector<std::string> stopped_by(const std::string& command, const std::string& summary, int exit_code = 4) {
  RunRecord run = record(command, summary);
  run.exit_code = exit_code;
  return figures_of(run).tripped;
}

TEST(FiguresOf, AnUnusableInventoryAndAStoreWithoutStockManagementAreGuardsToo) {
  const std::string refused =
      R"({"match": {"inventory": {"path": "/i", "fetched_at": null}, "counts": null, "guards": []}})";
  const std::string settling =
      R"({"match": {"inventory": {"path": "", "fetched_at": null}, "counts": null, "guards": []}})";
  const std::string read = R"({"match": {"inventory": {"fetched_at": "2026-11-22T08:00:00Z"}, "counts": null,
                               "guards": [{"name": "missing", "tripped": false}]}})";
  EXPECT_THAT(stopped_by("match", refused), testing::ElementsAre("inventory"));
  EXPECT_THAT(stopped_by("match", read), testing::ElementsAre("stock_management"));
  EXPECT_THAT(stopped_by("match", settling), testing::ElementsAre("stock_management")) << "before any inventory";
  EXPECT_THAT(stopped_by("sync", R"({"seconds": 1})"), testing::ElementsAre("stock_management")) << "while it fetched";
  EXPECT_THAT(stopped_by("match", refused, 2), testing::IsEmpty());
  EXPECT_THAT(stopped_by("match", read, 0), testing::IsEmpty());
  EXPECT_THAT(stopped_by("apply plan.json", R"({"apply": {"plan_file": {}}})"), testing::IsEmpty())
      << "its plan was too old";
}

TEST(FiguresOf, AGuardThatWasAskedIsTheOneThatStoppedTheRun) {
  EXPECT_THAT(stopped_by("match", R"({"match": {"inventory": {"fetched_at": "2026-11-22T08:00:00Z"},
                                      "guards": [{"name": "missing", "tripped": true}]}})"),
              testing::ElementsAre("missing"));
}

TEST(FiguresOf, ADryRunIsOneAlsoWhenItFailedEarly) {
  EXPECT_TRUE(figures_of(record("sync --dry-run", "{}")).dry_run);
  EXPECT_TRUE(figures_of(record("match --dry-run --plan p.json", "{}")).dry_run);
  EXPECT_FALSE(figures_of(record("sync --mode full", "{}")).dry_run);
}

TEST(FiguresOf, TheInventoryOfAMatchIsTheFeed) {
  const RunFigures figures =
      figures_of(record("match", R"({"match": {"inventory": {"products": 165000, "mode": "full"}, "counts": {}}})"));
  EXPECT_EQ(figures.feed, 165'000);
  EXPECT_EQ(figures.feed_mode, "full");
}

}  // namespace
}  // namespace dsz
