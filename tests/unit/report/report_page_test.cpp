#include "dsz/report/report_page.hpp"

#include "dsz/os/atomic_file.hpp"

#include "memory_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace dsz {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kMebibyte = 1'048'576;

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// What stands between the tags of the data.
std::string data_in(const std::string& page) {
  constexpr std::string_view kTag = "id=\"report-data\">";
  const std::size_t start = page.find(kTag) + kTag.size();
  return page.substr(start, page.find("</script>", start) - start);
}

ReportData with_change(const std::string& name) {
  ReportData data;
  data.changes = {{"run", 3}, {"total", 1}, {"rows", {{{"sku", "A"}, {"id", 1}, {"name", name}}}}};
  return data;
}

TEST(ScriptSafe, NothingInItEndsTheScriptOrOpensMarkup) {
  const std::string hostile = "</script><!-- <script> ]]> & \u2028\u2029 \xff é";
  const std::string safe = script_safe(ordered_json(hostile));
  EXPECT_EQ(safe.find_first_of("<>&"), std::string::npos);
  EXPECT_THAT(safe, HasSubstr("\\u2028\\u2029"));
  EXPECT_EQ(ordered_json::parse(safe), "</script><!-- <script> ]]> & \u2028\u2029 \ufffd é");
}

TEST(ReportPage, IsWholeAndCarriesItsDataAsText) {
  const std::string plain = report_page(with_change("Chair"));
  const std::string page = report_page(with_change("</script><img src=x onerror=alert(1)>"));
  EXPECT_THAT(page, testing::StartsWith("<!doctype html>\n<!-- The stock report of dsz-sync -->\n"));
  EXPECT_EQ(count_of(page, "<script"), count_of(plain, "<script"));
  EXPECT_EQ(count_of(page, "</script>"), count_of(plain, "</script>"));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_EQ(ordered_json::parse(data_in(page))["changes"]["rows"][0]["name"], "</script><img src=x onerror=alert(1)>");
}

TEST(ReportPage, NamesNoOtherPlaceToLoadFrom) {
  const std::string page = report_page(ReportData{});
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("unsafe")));
  for (const char* loads : {" src=", "@import", "url(", "fetch(", "XMLHttpRequest", "<iframe", "WebSocket"}) {
    EXPECT_THAT(page, Not(HasSubstr(loads)));
  }
  EXPECT_THAT(page, HasSubstr("Copyright (c) 2022 Leon Sorokin"));
}

TEST(ReportPage, AShareOfAMarkInTheDataIsNotTakenForThePlaceOfTheData) {
  const std::string page = report_page(with_change("@REPORT_DATA@"));
  EXPECT_EQ(count_of(page, "@REPORT_DATA@"), 1U);
}

/// More of everything than a page takes, in characters that all need an escape.
ReportData the_fullest() {
  const std::string worst(120, '<');
  const ordered_json row{{"sku", worst},        {"id", INT64_MAX}, {"parent", INT64_MAX}, {"name", worst},
                         {"outcome", "failed"}, {"detail", worst}, {"why", "x"}};
  ReportData data;
  data.changes = {{"run", 3}, {"total", 20'000}, {"rows", ordered_json(std::vector<ordered_json>(2'000, row))}};
  data.attention = attention_kinds();
  for (Attention& attention : data.attention) {
    attention.total = 9'000;
    if (attention.kind == "failed") continue;
    data.lists[std::string(attention.kind)] = {{"total", 9'000},
                                               {"rows", ordered_json(std::vector<ordered_json>(500, row))}};
  }
  RunFigures figures;
  figures.run.sentence = std::string(4'000, '<');
  figures.run.command = std::string(4'000, '&');
  figures.run.id = INT64_MAX;
  figures.seconds = 1234.5678901234;
  figures.written = figures.failed = figures.feed = figures.out_of_stock = figures.supplier_requests = INT64_MAX;
  figures.store_requests = figures.quota_left = INT64_MAX;
  data.runs.assign(kRunsRead, figures);
  data.state = state_now({data.runs, data.attention, false, WallTime{}});
  return data;
}

TEST(ReportPage, StaysBelowAMebibyteWhateverTheHistoryHolds) {
  const ReportData data = the_fullest();
  const std::string page = report_page(data);
  EXPECT_LT(page.size(), kMebibyte);
  const ordered_json shown = ordered_json::parse(data_in(page));
  EXPECT_EQ(shown["changes"]["total"], 20'000);
  EXPECT_GT(shown["changes"]["rows"].size(), 50U);
  EXPECT_GT(shown["history"]["rows"].size(), 20U);
  for (const ordered_json& kind : shown["attention"]) EXPECT_GT(kind["rows"].size(), 5U) << kind["kind"];
}

TEST(ReportJson, AnUsualHistoryIsShownWhole) {
  ReportData data;
  RunFigures figures;
  figures.run.command = "sync";
  figures.run.sentence = "18 of 18 products written";
  figures.selected = 2'000;
  figures.missing = 5;
  figures.written = 18;
  figures.quota_left = 591;
  for (int i = 0; i < 360; ++i) {
    figures.run.id = 360 - i;
    data.runs.push_back(figures);
  }
  const ordered_json report = json_of(data);
  EXPECT_EQ(report["history"]["rows"].size(), 360U);
  EXPECT_EQ(report["charts"]["rows"].size(), 360U);
  EXPECT_EQ(report["charts"]["rows"][0].size(), report["charts"]["columns"].size());
  EXPECT_EQ(report["charts"]["rows"][0][1], 1) << "the oldest first";
  EXPECT_EQ(report["charts"]["rows"][0][10], 0.3);
  EXPECT_EQ(report["charts"]["columns"].back(), "quota_left");
  EXPECT_EQ(report["charts"]["rows"][0].back(), 591);
}

TEST(ReportJson, WhatWentWrongIsListedOnlyWhileItStands) {
  ReportData data;
  data.changes = {{"run", 3},
                  {"total", 3},
                  {"rows",
                   {{{"sku", "A"}, {"id", 1}, {"outcome", "failed"}, {"detail", "no"}},
                    {{"sku", "B"}, {"id", 2}, {"outcome", "written"}},
                    {{"sku", "C"}, {"id", 3}, {"outcome", "held"}}}}};
  data.attention = attention_kinds();
  data.attention[0].total = 1;
  EXPECT_EQ(json_of(data)["attention"][0]["rows"].size(), 1U);
  data.attention[0].total = 0;
  EXPECT_EQ(json_of(data)["attention"][0]["rows"].size(), 0U);
}

TEST(WriteReportPage, ANewOneIsTheOwnersAndAPresentOneKeepsItsMode) {
  test::MemoryFileSystem files;
  files.make_folder("/reports", 0755);
  write_report_page(files, "/reports/report.html", ReportData{});
  EXPECT_EQ(files.info("/reports/report.html")->mode, 0600U);
  replace_file(files, "/reports/report.html", report_page(ReportData{}), 0644);
  write_report_page(files, "/reports/report.html", ReportData{});
  EXPECT_EQ(files.info("/reports/report.html")->mode, 0644U);
  EXPECT_THAT(files.read_all("/reports/report.html", kMebibyte).value(), HasSubstr("</html>"));
}

TEST(WriteReportPage, CostsNoFileThatIsSomethingElse) {
  test::MemoryFileSystem files;
  files.make_folder("/reports", 0755);
  for (const char* other : {"{\"dropshipzone\": {}}", "<!doctype html>\n<title>The shop's own</title>"}) {
    replace_file(files, "/reports/report.html", other, 0600);
    EXPECT_THROW(write_report_page(files, "/reports/report.html", ReportData{}), Failure);
    EXPECT_EQ(files.read_all("/reports/report.html", kMebibyte), other);
  }
}

}  // namespace
}  // namespace dsz
