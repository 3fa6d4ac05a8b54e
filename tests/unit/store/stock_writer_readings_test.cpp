// What is read again after a write, where the answer to the reading is itself doubtful.
#include "stock_writer_test_base.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using nlohmann::json;

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

TEST_F(StockWriterReadings, AnAnswerFromACacheIsToldWhenABatchIsReadAgain) {
  plan_quantities(1, 1, 9);
  on_post = [this](const Call& call) {
    carried_out(call);
    return no_answer(TransferErrorKind::timeout, "timed out after 120 s");
  };
  on_reading_again = [this](const Call&) {
    Scripted cached = page_answer(json::array({shop.products[0]}), 1, 1);
    cached.outcome.response->headers.push_back({"Age", "300"});
    return cached;
  };
  write();
  EXPECT_TRUE(log.contains(LogLevel::warning, "the answer comes from a cache (Age: 300)"));
}

}  // namespace
}  // namespace dsz::test
