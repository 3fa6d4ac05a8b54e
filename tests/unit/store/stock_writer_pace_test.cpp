// What the pace keeps back: a batch that waits for its place is not sent once something speaks against it.
#include "dsz/http/pace.hpp"
#include "dsz/http/retry.hpp"

#include "stock_writer_test_base.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace dsz::test {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Pair;

/// Tells when nothing is under way and somebody waits.
class TellsOfWaits : public HttpClient {
 public:
  explicit TellsOfWaits(HttpClient& inner) : inner_(inner) {}
  void start(Request request, Completion done) override { inner_.start(std::move(request), std::move(done)); }
  void run_until(SteadyTime until) override {
    if (inner_.in_flight() == 0 && on_wait) on_wait();
    inner_.run_until(until);
  }
  [[nodiscard]] std::size_t in_flight() const override { return inner_.in_flight(); }
  void cancel_all() override { inner_.cancel_all(); }
  std::function<void()> on_wait;

 private:
  HttpClient& inner_;
};

/// Two batches at a time of which the store is given one, as after an overload: the other waits.
class StockWriterPace : public StockWriterTestBase {
 protected:
  StockWriterPace() {
    around = paced(client, {.most = 1, .max_load = 1}, clock, log);
    settings.concurrency = 2;
    settings.batch_size = 5;
    plan_quantities(1, 30, 9);
  }
  /// What becomes of the second batch, while the third waits. The first goes alone.
  void at_second_batch(std::function<std::optional<Scripted>(const Call&)> happens) {
    on_post = [n = 0, happens = std::move(happens)](const Call& call) mutable {
      return ++n == 2 ? happens(call) : std::nullopt;
    };
  }
  [[nodiscard]] std::size_t open_writes() {
    const auto entries = journaled();
    return static_cast<std::size_t>(std::count_if(
        entries.begin(), entries.end(), [](const auto& entry) { return entry.second == WriteOutcome::pending; }));
  }
};

TEST_F(StockWriterPace, WritesAllOneBatchAtATime) {
  write();
  EXPECT_EQ(report.written, 30);
  EXPECT_EQ(report.batches, 6);
  EXPECT_EQ(client.most_in_flight(), 1U);
}

TEST_F(StockWriterPace, ASignalStopsABatchThatWaits) {
  at_second_batch([this](const Call&) -> std::optional<Scripted> {
    signals.set(15);
    return std::nullopt;
  });
  write();
  EXPECT_EQ(posts().size(), 2U);
  EXPECT_EQ(report.written, 10);
  EXPECT_EQ(report.not_sent, 20);
  EXPECT_EQ(report.unknown, 0);
  EXPECT_EQ(report.batches, 2);
  EXPECT_EQ(report.stopped_by, FailureKind::terminated);
  EXPECT_EQ(open_writes(), 0U) << "the next run has nothing to settle";
}

TEST_F(StockWriterPace, RefusedKeysStopABatchThatWaits) {
  at_second_batch([](const Call&) {
    return error_answer(401, "woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource.");
  });
  write();
  EXPECT_EQ(posts().size(), 2U);
  EXPECT_EQ(report.written, 5);
  EXPECT_EQ(report.not_sent, 20);
  EXPECT_EQ(report.stopped_by, FailureKind::credentials);
  EXPECT_EQ(open_writes(), 0U);
}

TEST_F(StockWriterPace, AFullDiskStopsABatchThatWaits) {
  in_database(
      "CREATE TRIGGER full BEFORE UPDATE ON journal WHEN NEW.product = 7 BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  write();
  EXPECT_EQ(posts().size(), 2U);
  EXPECT_EQ(report.written, 10);
  EXPECT_EQ(report.not_sent, 20);
  EXPECT_THAT(report.stopped_because, HasSubstr("disk full"));
}

TEST_F(StockWriterPace, AWriteInDoubtHoldsBackABatchThatWaitsUntilItIsSettled) {
  at_second_batch([](const Call&) { return no_answer(TransferErrorKind::timeout, "timed out after 120 s"); });
  sleeper.meanwhile = [this, pauses = 0]() mutable {
    if (++pauses > 2) return;
    EXPECT_EQ(posts().size(), 2U) << "sent while the store may be at work on the other";
    EXPECT_EQ(client.in_flight(), 0U);
  };
  write();
  EXPECT_EQ(sleeper.spans().size(), 2U);
  EXPECT_EQ(report.written, 30);
  EXPECT_THAT(journaled(), Each(Pair(::testing::_, WriteOutcome::written)));
}

/// The waits that Ctrl-C must not have to sit through.
class StockWriterWaits : public StockWriterPace {
 protected:
  StockWriterWaits() {
    wire_.on_wait = [this] {
      if (posts().empty() || signals.pending() != 0) return;
      signalled_ = clock.steady();
      signals.set(2);
    };
  }
  ~StockWriterWaits() override { around.reset(); }
  void pace(PaceSettings pace_settings) { around = paced(wire_, pace_settings, clock, log); }
  void expect_given_up_at_once(std::int64_t written) {
    EXPECT_EQ(report.written, written);
    EXPECT_EQ(report.not_sent, 30 - written);
    EXPECT_EQ(report.stopped_by, FailureKind::interrupted);
    EXPECT_EQ(open_writes(), 0U);
    EXPECT_LT(clock.steady() - signalled_, std::chrono::seconds{1});
  }

  TellsOfWaits wire_{client};
  SteadyTime signalled_{};
};

TEST_F(StockWriterWaits, APauseThatLeavesTheStoreItsShareEndsOnASignal) {
  pace({.most = 1, .max_load = 0.01});
  settings.concurrency = 1;
  write();
  EXPECT_EQ(posts().size(), 1U);
  expect_given_up_at_once(5);
}

TEST_F(StockWriterWaits, WhatTheStoreAskedAnotherBatchToWaitForEndsOnASignal) {
  pace({.most = 1, .max_load = 1});
  const std::unique_ptr<HttpClient> inner = std::move(around);
  around = retrying(*inner, {}, clock, signals, random, log);
  at_second_batch([](const Call&) { return answer(429, "", {{"Retry-After", "100"}}); });
  write();
  EXPECT_EQ(posts().size(), 2U);
  expect_given_up_at_once(5);
  around.reset();
}

}  // namespace
}  // namespace dsz::test
