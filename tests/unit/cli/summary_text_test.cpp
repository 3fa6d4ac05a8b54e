#include "dsz/cli/summary_text.hpp"

#include "sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace dsz {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

JobReport sample_report() {
  JobReport report;
  report.match = test::sample_match();
  report.store = RequestCounts{7, 1, std::chrono::milliseconds{65'000}};
  return report;
}

TEST(SummaryText, OfADryRunShowsTheDiffThenTotalsThenGuards) {
  JobReport report = sample_report();
  report.match->dry_run = true;
  EXPECT_EQ(summary_text(report, Surface{}),
            "SKU  ID  NAME         STOCK  WHY\n"
            "A-1  11  Name of A-1  4 → 0  missing at the supplier\n"
            "B-1  12  Name of B-1  1 → 9  supplier's quantity\n"
            "\n"
            "Inventory:  5 products, fetched at 2026-11-22T08:00:00Z, /state/dropshipzone_inventory.json\n"
            "Store:      https://shop.example: 20 products and variations, 4 selected\n"
            "Changes:    1 to zero, 0 down, 1 up, 0 back in stock; 1 unchanged\n"
            "Missing:    1 not at the supplier any more (1 go to zero)\n"
            "Left alone: the supplier's stock cannot be read (1): C-1\n"
            "Guards:     passed: 1 of 4 selected products (25%) is missing at the supplier\n"
            "            passed: 1 of 4 selected products in stock (25%) would go to 0\n"
            "Requests:   store: 7 (1 failed) in 1 min 5 s\n");
}

TEST(SummaryText, OfARealRunShowsNoDiffButWhatTheStoreRefused) {
  JobReport report = sample_report();
  report.match->written = test::sample_writes();
  const std::string text = summary_text(report, Surface{});
  EXPECT_THAT(text, Not(HasSubstr("Name of A-1")));
  EXPECT_THAT(text, HasSubstr("Written:    1 product in 1 request, 1 refused\n"
                              "Refused:    B-1 (Invalid ID.)\n"));
}

TEST(SummaryText, NamesTwentyProductsLeftAloneAndCountsTheRest) {
  JobReport report = sample_report();
  report.match->plan->left_alone.clear();
  for (int i = 1; i <= 25; ++i) {
    report.match->plan->left_alone.push_back({i, "D-" + std::to_string(i), Left::duplicate_in_store});
  }
  const std::string text = summary_text(report, Surface{});
  EXPECT_THAT(text, HasSubstr("have this SKU (25): D-1, D-2, "));
  EXPECT_THAT(text, HasSubstr("D-20, and 5 more (--json lists all)\n"));
  EXPECT_THAT(text, Not(HasSubstr("D-21")));
}

TEST(SummaryText, MakesForeignTextVisible) {
  JobReport report = sample_report();
  report.match->plan->left_alone.front().sku = "C\x1b[2J";
  EXPECT_THAT(summary_text(report, Surface{}), HasSubstr("C\\x1b[2J"));
}

TEST(SummaryText, OfAFailedRunShowsWhatWasFoundUntilThen) {
  JobReport report = sample_report();
  report.match->plan.reset();
  report.match->guards.clear();
  EXPECT_EQ(summary_text(report, Surface{}),
            "Inventory:  5 products, fetched at 2026-11-22T08:00:00Z, /state/dropshipzone_inventory.json\n"
            "Requests:   store: 7 (1 failed) in 1 min 5 s\n");
}

TEST(SummaryText, OfAFetchNamesOnlyWhatThereWas) {
  JobReport report;
  report.fetch.emplace();
  report.fetch->inventory = "/state/dropshipzone_inventory.json";
  report.fetch->products = 400;
  report.fetch->report.pages = 3;
  EXPECT_EQ(summary_text(report, Surface{}),
            "Fetched:    400 products in 3 pages, to /state/dropshipzone_inventory.json\n");
  report.fetch->report.unknown = 2;
  EXPECT_THAT(summary_text(report, Surface{}), HasSubstr("2 with a stock that cannot be read (unknown)\n"));
}

}  // namespace
}  // namespace dsz
