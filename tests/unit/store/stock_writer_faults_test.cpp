#include "stock_writer_test_base.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace dsz::test {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;
using ::testing::_;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

/// Answers that do not tell whether a batch was written.
class StockWriterFaults : public StockWriterTestBase {
 protected:
  [[nodiscard]] std::size_t readings_again() const {
    return static_cast<std::size_t>(std::count_if(shop.calls().begin(), shop.calls().end(), [](const Call& call) {
      return call.method == Method::get && !call.get("include").empty();
    }));
  }
  static bool names(const Call& call, std::int64_t id) {
    const json& items = call.body.at("update");
    return std::any_of(items.begin(), items.end(), [id](const json& item) { return item.at("id") == id; });
  }
};

TEST_F(StockWriterFaults, ATimeOutAfterTheWriteIsFoundWrittenAndNotRepeated) {
  plan_quantities(1, 5, 9);
  on_post = [this](const Call& call) {
    carried_out(call);
    return no_answer(TransferErrorKind::timeout, "timed out after 120 s");
  };
  write();
  EXPECT_EQ(report.written, 5);
  EXPECT_EQ(posts().size(), 1U);
  EXPECT_EQ(readings_again(), 1U);
  EXPECT_THAT(sleeper.spans(), ElementsAre(15s));
}

TEST_F(StockWriterFaults, AStoreThatIsStillAtWorkIsNotSentTheSameAgain) {
  plan_quantities(1, 4, 9);
  Call under_way;
  on_post = [&under_way](const Call& call) {
    under_way = call;
    return answer(504, "Gateway Time-out");
  };
  sleeper.meanwhile = [this, &under_way, pause = 0]() mutable {
    Call part = under_way;
    part.body["update"] = json::array();
    const std::size_t from = ++pause == 1 ? 0 : 2;  // two products in the first pause, two in the second
    for (std::size_t i = from; i < from + 2; ++i) part.body["update"].push_back(under_way.body["update"][i]);
    carried_out(part);
  };
  write();
  EXPECT_EQ(report.written, 4);
  EXPECT_EQ(posts().size(), 1U);
  EXPECT_EQ(readings_again(), 2U);
  EXPECT_THAT(sleeper.spans(), ElementsAre(15s, 30s));
}

TEST_F(StockWriterFaults, NothingElseIsSentWhileTheStoreMayBeAtWork) {
  settings.batch_size = 5;
  plan_quantities(1, 20, 9);
  on_post = [n = 0](const Call&) mutable -> std::optional<Scripted> {
    return ++n == 2 ? std::optional(no_answer(TransferErrorKind::broken, "reset")) : std::nullopt;
  };
  sleeper.meanwhile = [this, sent = std::size_t{0}]() mutable {
    if (sent == 0) sent = posts().size();
    EXPECT_EQ(posts().size(), sent);
    EXPECT_EQ(client.in_flight(), 0U);
  };
  write();
  EXPECT_EQ(report.written, 20);
  EXPECT_THAT(sleeper.spans(), ElementsAre(15s, 30s));
}

TEST_F(StockWriterFaults, WhatNobodyHeardTheEndOfIsSentAgainOnce) {
  plan_quantities(1, 8, 9);
  on_post = [](const Call&) { return no_answer(TransferErrorKind::timeout, "timed out after 120 s"); };
  write();
  EXPECT_EQ(report.failed, 8);
  EXPECT_EQ(report.unanswered, 8);
  std::map<std::int64_t, int> sent;
  for (const Call* post : posts()) {
    for (const json& item : post->body.at("update")) ++sent[item.at("id")];
  }
  EXPECT_THAT(sent, Each(Pair(_, 2)));
  EXPECT_THAT(detail_of(1), HasSubstr("timed out after 120 s"));
}

TEST_F(StockWriterFaults, AnAnswerInTheStoresOwnWordsNeedsNoPause) {
  plan_quantities(1, 4, 9);
  on_post = [n = 0](const Call&) mutable -> std::optional<Scripted> {
    return ++n == 1 ? std::optional(error_answer(503, "internal_server_error", "critical error")) : std::nullopt;
  };
  write();
  EXPECT_EQ(report.written, 4);
  EXPECT_THAT(sleeper.spans(), IsEmpty());
}

TEST_F(StockWriterFaults, VariationsAreReadAgainUnderTheirParent) {
  add_variable(10, {11, 12});
  plan = {to_quantity(11, 9), to_quantity(12, 9)};
  on_post = [this](const Call& call) {
    carried_out(call);
    return no_answer(TransferErrorKind::broken, "connection reset");
  };
  write();
  EXPECT_EQ(report.written, 2);
  EXPECT_EQ(shop.count(Method::get, "wc/v3/products/10/variations"), 1U);
}

TEST_F(StockWriterFaults, WhatWasNotWrittenIsSentAgainInSmallerBatches) {
  plan_quantities(1, 8, 9);
  on_post = [n = 0](const Call&) mutable -> std::optional<Scripted> {
    return ++n == 1 ? std::optional(no_answer(TransferErrorKind::timeout)) : std::nullopt;
  };
  write();
  EXPECT_EQ(report.written, 8);
  ASSERT_EQ(posts().size(), 5U);
  EXPECT_EQ(posts()[1]->body.at("update").size(), 2U);
  EXPECT_TRUE(names(*posts()[1], 1)) << "in the order of the plan";
}

TEST_F(StockWriterFaults, OnlyTheUnwrittenPartIsSentAgain) {
  plan_quantities(1, 4, 9);
  on_post = [this, n = 0](const Call& call) mutable -> std::optional<Scripted> {
    if (++n > 1) return std::nullopt;
    Call half = call;
    half.body["update"].erase(3);
    half.body["update"].erase(2);
    carried_out(half);
    return answer(504, "Gateway Time-out");
  };
  write();
  EXPECT_EQ(report.written, 4);
  for (std::size_t i = 1; i < posts().size(); ++i) {
    EXPECT_FALSE(names(*posts()[i], 1));
    EXPECT_FALSE(names(*posts()[i], 2));
  }
}

TEST_F(StockWriterFaults, AProductThatBreaksEveryBatchIsFoundAndFailedAlone) {
  plan_quantities(1, 50, 9);
  on_post = [](const Call& call) -> std::optional<Scripted> {
    if (!names(call, 37)) return std::nullopt;
    return error_answer(500, "internal_server_error", "There has been a critical error on this website.");
  };
  write();
  EXPECT_EQ(report.written, 49);
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(outcome_of(37), WriteOutcome::failed);
  EXPECT_THAT(detail_of(37), HasSubstr("critical error"));
  EXPECT_EQ(report.stopped_because, "");
}

TEST_F(StockWriterFaults, AHostThatTakesSmallBatchesOnlyIsLearnt) {
  settings.batch_size = 100;
  settings.concurrency = 1;
  plan_quantities(1, 400, 9);
  std::size_t refused = 0;
  on_post = [&refused](const Call& call) -> std::optional<Scripted> {
    if (call.body.at("update").size() <= 25) return std::nullopt;
    ++refused;
    return answer(413, "<html>Request Entity Too Large</html>");
  };
  write();
  EXPECT_EQ(report.written, 400);
  EXPECT_LE(refused, 3U);
}

TEST_F(StockWriterFaults, ASingleItemIsSentTwiceAtMost) {
  plan_quantities(1, 1, 9);
  on_post = [](const Call&) { return answer(502, "Bad Gateway"); };
  write();
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(posts().size(), 2U);
  EXPECT_THAT(detail_of(1), HasSubstr("HTTP 502, \"Bad Gateway\""));
}

TEST_F(StockWriterFaults, AStoreThatFailsEverythingIsNotHammered) {
  plan_quantities(1, 1000, 9);
  on_post = [](const Call&) { return answer(500, "fatal"); };
  write();
  EXPECT_LE(posts().size(), 12U);
  EXPECT_EQ(report.written, 0);
  EXPECT_GT(report.not_sent, 800);
  EXPECT_EQ(report.failed + report.not_sent, 1000);
  EXPECT_THAT(report.stopped_because, HasSubstr("in a row"));
  EXPECT_EQ(report.stopped_by, FailureKind::store);
}

TEST_F(StockWriterFaults, AListIsNotTheAnswerOfABatchEvenWhenItLooksRight) {
  plan_quantities(1, 2, 9);
  on_post = [](const Call&) {
    return answer(
        200, R"([{"id":1,"stock_quantity":9,"manage_stock":true},{"id":2,"stock_quantity":9,"manage_stock":true}])");
  };
  write();
  EXPECT_EQ(report.written, 0);
  EXPECT_EQ(report.failed, 2);
  EXPECT_EQ(in_shop(1, "stock_quantity"), 5);
  EXPECT_THAT(detail_of(1), HasSubstr("not that of a batch"));
}

TEST_F(StockWriterFaults, HtmlWithStatus200IsReadAgain) {
  plan_quantities(1, 2, 9);
  on_post = [this](const Call& call) {
    carried_out(call);
    return answer(200, "<html>Welcome to our shop</html>");
  };
  write();
  EXPECT_EQ(report.written, 2);
}

TEST_F(StockWriterFaults, ItemsThatTheAnswerLeavesOutAreReadAgain) {
  plan_quantities(1, 3, 9);
  on_post = [this, n = 0](const Call& call) mutable -> std::optional<Scripted> {
    if (++n > 1) return std::nullopt;
    Call part = call;
    part.body["update"].erase(2);
    carried_out(part);
    Scripted answer = carried_out(part);
    json body = json::parse(answer.outcome.response->body);
    body["update"].erase(1);
    answer.outcome.response->body = body.dump();
    return answer;
  };
  write();
  EXPECT_EQ(report.written, 3);
  ASSERT_EQ(posts().size(), 2U);
  EXPECT_FALSE(names(*posts()[1], 2)) << "found written when it was read again";
  EXPECT_TRUE(names(*posts()[1], 3));
}

TEST_F(StockWriterFaults, AValueThatIsNeitherOldNorNewIsLeftAlone) {
  plan_quantities(1, 1, 9);
  on_post = [this](const Call& call) {
    carried_out(call);
    (*shop.find(1))["stock_quantity"] = 8;  // a sale right after the write
    return no_answer(TransferErrorKind::timeout, "timed out after 120 s");
  };
  write();
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(posts().size(), 1U);
  EXPECT_EQ(in_shop(1, "stock_quantity"), 8);
  EXPECT_THAT(detail_of(1), HasSubstr("now shows 8"));
}

TEST_F(StockWriterFaults, AProductThatIsGoneIsFailed) {
  plan_quantities(1, 2, 9);
  on_post = [this](const Call& call) {
    carried_out(call);
    std::erase_if(shop.products, [](const json& row) { return row.at("id") == 1; });
    return no_answer(TransferErrorKind::timeout);
  };
  write();
  EXPECT_EQ(outcome_of(1), WriteOutcome::failed);
  EXPECT_THAT(detail_of(1), HasSubstr("no longer lists it"));
  EXPECT_EQ(outcome_of(2), WriteOutcome::written);
}

TEST_F(StockWriterFaults, WhatCannotBeReadAgainStaysPendingAndStopsTheRun) {
  settings.batch_size = 5;
  settings.concurrency = 1;
  plan_quantities(1, 20, 9);
  on_post = [](const Call&) { return no_answer(TransferErrorKind::timeout, "timed out"); };
  on_reading_again = [](const Call&) { return no_answer(TransferErrorKind::connect, "connection refused"); };
  write();
  EXPECT_EQ(report.unknown, 5);
  EXPECT_EQ(report.not_sent, 15);
  EXPECT_EQ(outcome_of(1), WriteOutcome::pending);
  EXPECT_EQ(journaled().at("1 stock_quantity 5>9"), WriteOutcome::pending);
  EXPECT_THAT(report.stopped_because, HasSubstr("connection refused"));
}

TEST_F(StockWriterFaults, ASignalDuringATimeOutLeavesTheBatchPending) {
  settings.concurrency = 1;
  plan_quantities(1, 5, 9);
  on_post = [this](const Call&) {
    signals.set(15);
    return no_answer(TransferErrorKind::timeout, "timed out", Millis{120'000});
  };
  write();
  EXPECT_EQ(report.unknown, 5);
  EXPECT_EQ(readings_again(), 0U);
  EXPECT_EQ(journaled().at("5 stock_quantity 5>9"), WriteOutcome::pending);
}

TEST_F(StockWriterFaults, ASignalInEitherPauseEndsItAndLeavesTheBatchPending) {
  plan_quantities(1, 5, 9);
  on_post = [](const Call&) { return answer(504, "Gateway Time-out"); };
  for (const std::size_t at_pause : {1U, 2U}) {
    const std::size_t before = sleeper.spans().size();
    const std::size_t sent = posts().size();
    sleeper.meanwhile = [this, before, at_pause] {
      if (sleeper.spans().size() == before + at_pause) signals.set(2);
    };
    write();
    EXPECT_EQ(report.unknown, 5);
    EXPECT_EQ(report.stopped_by, FailureKind::interrupted);
    EXPECT_EQ(posts().size(), sent + 1);
    EXPECT_EQ(journaled().at("5 stock_quantity 5>9"), WriteOutcome::pending);
    signals.set(0);
  }
}

TEST_F(StockWriterFaults, ASignalWhileTheStoreAsksToWaitLeavesNothingOpen) {
  settings.batch_size = 5;
  settings.concurrency = 1;
  plan_quantities(1, 10, 9);
  on_post = [this](const Call&) {
    signals.set(15);
    return answer(429, "", {{"Retry-After", "60"}});
  };
  write();
  EXPECT_EQ(report.not_sent, 10);
  EXPECT_EQ(report.unknown, 0);
  EXPECT_EQ(report.stopped_by, FailureKind::terminated);
  EXPECT_EQ(journaled().at("1 stock_quantity 5>9"), WriteOutcome::not_sent);
}

TEST_F(StockWriterFaults, AJournalThatFailsBeforeABatchStopsTheSendingAndKeepsTheReport) {
  settings.batch_size = 5;
  settings.concurrency = 1;
  plan_quantities(1, 15, 9);
  in_database(
      "CREATE TRIGGER full BEFORE INSERT ON journal WHEN NEW.product = 7 BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  write();
  EXPECT_EQ(report.written, 5);
  EXPECT_EQ(report.not_sent, 10);
  EXPECT_EQ(posts().size(), 1U) << "no batch leaves that is not in the journal";
  EXPECT_EQ(report.stopped_by, FailureKind::unexpected);
  EXPECT_THAT(report.stopped_because, HasSubstr("disk full"));
}

TEST_F(StockWriterFaults, AJournalThatFailsAfterABatchLosesNoAnswerThatIsUnderWay) {
  settings.batch_size = 5;
  settings.concurrency = 2;
  plan_quantities(1, 30, 9);
  in_database(
      "CREATE TRIGGER full BEFORE UPDATE ON journal WHEN NEW.product = 7 BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  write();
  EXPECT_EQ(static_cast<std::size_t>(report.written), posts().size() * 5);
  EXPECT_EQ(report.written + report.not_sent, 30);
  EXPECT_GT(report.not_sent, 0);
  EXPECT_EQ(outcome_of(7), WriteOutcome::written);
  EXPECT_EQ(journaled().at("7 stock_quantity 5>9"), WriteOutcome::pending) << "the next run settles it";
  EXPECT_EQ(client.in_flight(), 0U);
  EXPECT_EQ(report.stopped_by, FailureKind::unexpected);
}

TEST_F(StockWriterFaults, ASignalWhileReadingAgainLeavesTheBatchPending) {
  plan_quantities(1, 5, 9);
  on_post = [](const Call&) { return no_answer(TransferErrorKind::timeout); };
  on_reading_again = [this](const Call&) -> std::optional<Scripted> {
    signals.set(15);
    return std::nullopt;
  };
  write();
  EXPECT_EQ(report.unknown, 5);
  EXPECT_EQ(client.in_flight(), 0U);
  EXPECT_EQ(report.stopped_by, FailureKind::terminated);
}

TEST_F(StockWriterFaults, AStoreThatCannotBeReachedGotNothing) {
  settings.batch_size = 5;
  settings.concurrency = 1;
  plan_quantities(1, 10, 9);
  on_post = [](const Call&) { return no_answer(TransferErrorKind::connect, "connection refused"); };
  write();
  EXPECT_EQ(report.not_sent, 10);
  EXPECT_EQ(report.unknown, 0);
  EXPECT_EQ(journaled().at("1 stock_quantity 5>9"), WriteOutcome::not_sent);
  EXPECT_THAT(report.stopped_because, HasSubstr("connection refused"));
  EXPECT_EQ(posts().size(), 1U);
}

TEST_F(StockWriterFaults, ABatchThatTheStoreRejectsDoesNotStopTheOthers) {
  settings.batch_size = 5;
  plan_quantities(1, 10, 9);
  on_post = [](const Call& call) -> std::optional<Scripted> {
    if (!names(call, 1)) return std::nullopt;
    return error_answer(400, "rest_invalid_param", "Invalid parameter(s): update");
  };
  write();
  EXPECT_EQ(report.failed, 5);
  EXPECT_EQ(report.unanswered, 0) << "it was refused";
  EXPECT_EQ(report.written, 5);
  EXPECT_THAT(detail_of(3), HasSubstr("rest_invalid_param"));
}

}  // namespace
}  // namespace dsz::test
