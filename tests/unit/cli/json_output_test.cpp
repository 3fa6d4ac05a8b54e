#include "dsz/cli/json_output.hpp"

#include "dsz/app/version.hpp"

#include "sample_report.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace dsz {
namespace {

using nlohmann::json;

JobReport json_sample() {
  JobReport report;
  report.run = 12;
  report.took = std::chrono::milliseconds{2'500};
  report.match = test::sample_match();
  report.store = RequestCounts{7, 1, std::chrono::milliseconds{2'000}};
  return report;
}

TEST(JsonOutput, OfAJobIsOneObjectOnOneLine) {
  const std::string text = job_document({"match", {}, ExitCode::done}, json_sample());
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_TRUE(text.ends_with("}\n"));
}

TEST(JsonOutput, BeginsWithTheHead) {
  RunEnd end;
  end.sentence = "1 of 1 products written";
  const json document = json::parse(job_document({"match", end, ExitCode::done}, json_sample()));
  EXPECT_EQ(document.at("schema_version"), 1);
  EXPECT_EQ(document.at("version"), version());
  EXPECT_EQ(document.at("command"), "match");
  EXPECT_EQ(document.at("ok"), true);
  EXPECT_EQ(document.at("exit_code"), 0);
  EXPECT_EQ(document.at("sentence"), "1 of 1 products written");
  EXPECT_EQ(document.at("error"), nullptr);
  EXPECT_EQ(document.at("run"), 12);
  EXPECT_EQ(document.at("seconds"), 2.5);
}

TEST(JsonOutput, ListsEachChangeWithItsOutcome) {
  JobReport report = json_sample();
  report.match->written = test::sample_writes();
  const json match = json::parse(job_document({"match", {}, ExitCode::done}, report)).at("match");
  EXPECT_EQ(match.at("changes").at(1), json::parse(R"({
    "sku": "B-1", "id": 12, "parent": 0, "name": "Name of B-1", "effect": "up", "why": "supplier_quantity",
    "old": {"quantity": 1, "status": "instock", "managed": true}, "new": {"quantity": 9}, "stays_buyable": false,
    "outcome": "failed", "detail": "Invalid ID."})"));
  EXPECT_EQ(match.at("writes"), json::parse(R"({
    "written": 1, "failed": 1, "ignored": 0, "unknown": 0, "not_sent": 0, "batches": 1})"));
}

TEST(JsonOutput, ListsWhatWasLeftAloneAndTheGuards) {
  const json match = json::parse(job_document({"match", {}, ExitCode::done}, json_sample())).at("match");
  EXPECT_EQ(match.at("left_alone"), json::parse(R"([{"sku": "C-1", "id": 13, "why": "unknown_stock"}])"));
  EXPECT_EQ(match.at("guards").at(0).at("name"), "missing");
  EXPECT_EQ(match.at("guards").at(0).at("tripped"), false);
  EXPECT_EQ(match.at("writes"), nullptr);
  EXPECT_EQ(match.at("counts").at("selected"), 4);
}

TEST(JsonOutput, OfTheHistoryHasCountsButNoProducts) {
  const json summary = json::parse(job_summary(json_sample()));
  EXPECT_EQ(summary.at("match").at("counts").at("to_zero"), 1);
  EXPECT_EQ(summary.at("match").at("out_of_stock"), 0);
  EXPECT_FALSE(summary.at("match").contains("changes"));
  EXPECT_FALSE(summary.at("match").contains("left_alone"));
  EXPECT_EQ(summary.at("store_requests"),
            json::parse(R"({"requests": 7, "failed": 1, "throttled": 0, "seconds": 2.0})"));
  EXPECT_EQ(summary.at("supplier_requests"), nullptr);
}

TEST(JsonOutput, OfAFailureSaysWhy) {
  const RunEnd end = end_of(Failure(FailureKind::usage, "config.json: no such file"));
  const json document = json::parse(failure_document({"match", end, ExitCode::usage_or_configuration}));
  EXPECT_EQ(document.at("ok"), false);
  EXPECT_EQ(document.at("exit_code"), 2);
  EXPECT_EQ(document.at("error"), "config.json: no such file");
}

TEST(JsonOutput, HoldsNothingThatCommandsATerminal) {
  JobReport report = json_sample();
  report.match->plan->changes.front().name = "\u009b31m\x7f\u202e";
  const std::string text = job_document({"match", {}, ExitCode::done}, report);
  EXPECT_NE(text.find(R"(\u009b31m\u007f\u202e)"), std::string::npos) << text;
}

TEST(JsonOutput, SurvivesTextThatIsNotUtf8) {
  JobReport report = json_sample();
  report.match->plan->changes.front().name = "\xff\xfe";
  const json document = json::parse(job_document({"match", {}, ExitCode::done}, report));
  EXPECT_EQ(document.at("match").at("changes").at(0).at("name"), "\uFFFD\uFFFD");
}

TEST(JsonOutput, OfARunHasItsWritesAsValues) {
  RunRecord run;
  run.id = 12;
  run.command = "match";
  run.summary_json = R"({"run": 12})";
  JournalEntry entry;
  entry.sku = "A-1";
  entry.product = 11;
  entry.field = "stock_quantity";
  entry.old_value = "4";
  entry.new_value = "0";
  entry.outcome = WriteOutcome::written;
  const json document =
      json::parse(run_document({"history", {}, ExitCode::done}, run, std::vector<JournalEntry>{entry}));
  EXPECT_EQ(document.at("run").at("summary").at("run"), 12);
  EXPECT_EQ(document.at("run").at("ended_at"), nullptr);
  EXPECT_EQ(document.at("run").at("exit_code"), nullptr);
  EXPECT_EQ(document.at("writes").at(0).at("old"), 4);
  EXPECT_EQ(document.at("writes").at(0).at("new"), 0);
  EXPECT_EQ(document.at("writes").at(0).at("outcome"), "written");
}

}  // namespace
}  // namespace dsz
