// What is read again after a write, where the answer to the reading is itself doubtful.
#include "stock_writer_test_base.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace dsz::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class StockWriterReadings : public StockWriterTestBase {};

TEST_F(StockWriterReadings, AProductThatStandsOnAnotherPageIsNotTakenForGone) {
  settings.batch_size = 5;
  settings.concurrency = 1;
  plan_quantities(1, 10, 9);
  shop.most_rows_a_page = 3;
  on_post = [this, n = 0](const Call& call) mutable -> std::optional<Scripted> {
    if (++n > 1) return std::nullopt;
    carried_out(call);
    return no_answer(TransferErrorKind::timeout, "timed out after 120 s");
  };
  write();
  EXPECT_EQ(report.written, 8);
  EXPECT_EQ(report.failed, 0);
  EXPECT_EQ(outcome_of(4), WriteOutcome::pending);
  EXPECT_EQ(journaled().at("4 stock_quantity 5>9"), WriteOutcome::pending) << "the next run settles it";
}

/// It may be of the time before the write, and of the time before a sale.
TEST_F(StockWriterReadings, AnAnswerOfACacheSettlesNothing) {
  plan_quantities(1, 1, 9);
  on_post = [this](const Call& call) {
    carried_out(call);
    return no_answer(TransferErrorKind::timeout, "timed out after 120 s");
  };
  on_reading_again = [](const Call&) {
    Scripted cached = page_answer(json::array({product_row(1, "SKU-1", 5)}), 1, 1);
    cached.outcome.response->headers.push_back({"CF-Cache-Status", "HIT"});
    return cached;
  };
  write();
  EXPECT_EQ(outcome_of(1), WriteOutcome::pending);
  EXPECT_EQ(posts().size(), 1U);
  EXPECT_EQ(report.stopped_by, FailureKind::store);
  EXPECT_THAT(report.stopped_because, HasSubstr("exempt /wp-json/ from page caching"));
}

/// Rows are taken as they come: those of a list that turns out not to be the answer are forgotten.
TEST_F(StockWriterReadings, AListBeforeTheAnswerSettlesNothing) {
  plan_quantities(1, 1, 9);
  on_post = [this](const Call& call) {
    carried_out(call);
    return no_answer(TransferErrorKind::timeout, "timed out after 120 s");
  };
  on_reading_again = [](const Call&) {
    Scripted answered = page_answer(json::array({product_row(1, "SKU-1", 9)}), 1, 1);
    std::string& body = answered.outcome.response->body;
    body = json::array({product_row(1, "SKU-1", 5)}).dump() + " Notice: x\n" + body;
    return answered;
  };
  write();
  EXPECT_EQ(outcome_of(1), WriteOutcome::written);
  EXPECT_EQ(posts().size(), 1U) << "not written a second time";
}

TEST_F(StockWriterReadings, EachReadingIsAskedForAtAnAddressThatNoCacheHasSeen) {
  plan_quantities(1, 1, 9);
  on_post = [](const Call&) { return no_answer(TransferErrorKind::timeout, "timed out after 120 s"); };
  std::set<std::map<std::string, std::string>> seen;
  on_reading_again = [&seen](const Call& call) -> std::optional<Scripted> {
    EXPECT_TRUE(seen.insert(call.query).second);
    return std::nullopt;
  };
  write();
  EXPECT_GE(seen.size(), 2U);
}

}  // namespace
}  // namespace dsz::test
