#include "dsz/notify/decision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

constexpr WallTime kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
constexpr std::chrono::hours kRunEvery{6};

/// One run after another, six hours apart, each remembering what the one before told.
class DecisionTest : public testing::Test {
 protected:
  DecisionTest() {
    for (const auto& [name, occasion] : kOccasions) {
      if (occasion != Occasion::digest) settings.on.insert(occasion);
    }
  }

  std::optional<Occasion> after(ExitCode code, const std::string& command = "sync") {
    now += kRunEvery;
    last = decide({command, code}, told, settings, now);
    told = parse_told(told_text(last.occasion && arrives ? last.if_told : last.if_not));
    return last.occasion;
  }

  NotifySettings settings;
  Told told;
  Decision last;
  WallTime now = kStart;
  bool arrives = true;
};

TEST_F(DecisionTest, ARunThatGoesWellIsNotToldUnlessADigestIsWanted) {
  EXPECT_EQ(after(ExitCode::done), std::nullopt);
  settings.on.insert(Occasion::digest);
  EXPECT_EQ(after(ExitCode::done), Occasion::digest);
  EXPECT_EQ(after(ExitCode::done), Occasion::digest);
}

TEST_F(DecisionTest, TheExitCodeSaysWhatItIs) {
  EXPECT_EQ(after(ExitCode::guard_stopped), Occasion::guard);
  EXPECT_EQ(after(ExitCode::partly_done), Occasion::partly);
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(after(ExitCode::unexpected), Occasion::failure);
}

TEST_F(DecisionTest, AFailureThatLastsIsToldAtFirstAndThenOnceADay) {
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  for (int run = 0; run < 3; ++run) EXPECT_EQ(after(ExitCode::supplier_unusable), std::nullopt) << run;
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(last.runs, 5);
  EXPECT_EQ(last.since, kStart + kRunEvery);
  EXPECT_EQ(after(ExitCode::supplier_unusable), std::nullopt);
}

TEST_F(DecisionTest, ADailyRunThatIsALittleEarlyStillTellsEachDay) {
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  now += std::chrono::hours{24} - kRunEvery - std::chrono::seconds{5};
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
}

TEST_F(DecisionTest, AnotherFailureIsNewsAndTheOldOneComingBackIsNot) {
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(after(ExitCode::store_unreachable), Occasion::failure);
  EXPECT_EQ(after(ExitCode::supplier_unusable), std::nullopt);
  EXPECT_EQ(after(ExitCode::guard_stopped), Occasion::guard);
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure) << "a day has gone";
}

TEST_F(DecisionTest, ARecoveryIsToldOnceAndOnlyAfterAFailureThatWasTold) {
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(after(ExitCode::supplier_unusable), std::nullopt);
  EXPECT_EQ(after(ExitCode::done), Occasion::recovery);
  EXPECT_EQ(last.runs, 2);
  EXPECT_EQ(after(ExitCode::done), std::nullopt);
  settings.on.erase(Occasion::failure);
  EXPECT_EQ(after(ExitCode::supplier_unusable), std::nullopt);
  EXPECT_EQ(after(ExitCode::done), std::nullopt);
}

TEST_F(DecisionTest, AFailureAfterARecoveryIsNews) {
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(after(ExitCode::done), Occasion::recovery);
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
}

TEST_F(DecisionTest, SoManyFailuresMustComeInARowBeforeOneIsTold) {
  settings.after_failures = 3;
  EXPECT_EQ(after(ExitCode::supplier_unusable), std::nullopt);
  EXPECT_EQ(after(ExitCode::supplier_unusable), std::nullopt);
  EXPECT_EQ(after(ExitCode::done), std::nullopt);
  EXPECT_EQ(after(ExitCode::supplier_unusable), std::nullopt);
  EXPECT_EQ(after(ExitCode::store_unreachable), std::nullopt);
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(after(ExitCode::done), Occasion::recovery);
  EXPECT_EQ(after(ExitCode::guard_stopped), Occasion::guard) << "a guard waits for the owner: told at once";
}

TEST_F(DecisionTest, WhatDidNotArriveIsToldByTheNextRun) {
  arrives = false;
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  arrives = true;
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(last.runs, 3);
  arrives = false;
  EXPECT_EQ(after(ExitCode::done), Occasion::recovery);
  arrives = true;
  EXPECT_EQ(after(ExitCode::done), Occasion::recovery);
  EXPECT_EQ(after(ExitCode::done), std::nullopt);
}

TEST_F(DecisionTest, AMatchThatGoesWellDoesNotEndTheTroubleOfFetchButASyncDoes) {
  EXPECT_EQ(after(ExitCode::supplier_unusable, "fetch"), Occasion::failure);
  EXPECT_EQ(after(ExitCode::done, "match"), std::nullopt);
  EXPECT_EQ(after(ExitCode::done, "fetch"), Occasion::recovery);
  EXPECT_EQ(after(ExitCode::supplier_unusable, "fetch"), Occasion::failure);
  EXPECT_EQ(after(ExitCode::done, "sync"), Occasion::recovery);
  EXPECT_THAT(told.troubles, IsEmpty());
}

TEST_F(DecisionTest, ARunThatASignalEndedChangesNothing) {
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  EXPECT_EQ(after(ExitCode::interrupted), std::nullopt);
  EXPECT_EQ(after(ExitCode::terminated), std::nullopt);
  EXPECT_EQ(told.troubles.at("sync").runs, 1);
}

TEST_F(DecisionTest, AClockThatWasSetBackDoesNotSilenceAFailure) {
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
  now -= std::chrono::hours{24 * 30};
  EXPECT_EQ(after(ExitCode::supplier_unusable), Occasion::failure);
}

TEST_F(DecisionTest, AMemoryThatCannotBeReadCountsAsNothingTold) {
  for (const char* text : {"", "{", "[]", R"({"troubles": {"sync": 1}, "cut_off_run": 3})"}) {
    EXPECT_EQ(parse_told(text).cut_off_run, -1) << text;
  }
}

/// Runs 1 to 4 of a history: what each came to, newest first.
std::vector<RunRecord> history() {
  std::vector<RunRecord> runs(4);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i].id = static_cast<std::int64_t>(4 - i);
    runs[i].command = "sync";
    runs[i].ended = kStart;
    runs[i].exit_code = 0;
  }
  return runs;
}

class CutOffTest : public DecisionTest {
 protected:
  CutOffTest() : runs(history()) {
    told.cut_off_run = 1;
    runs.front().ended.reset();  // the one under way
  }
  CutOffDecision decision() { return decide_cut_off(4, runs, told, settings, now); }
  std::vector<RunRecord> runs;
};

TEST_F(CutOffTest, ARunThatNeverEndedIsToldOnceByTheNext) {
  EXPECT_THAT(decision().runs, IsEmpty());
  runs[1].ended.reset();
  EXPECT_THAT(decision().runs, ElementsAre(Field(&RunRecord::id, 3)));
  told = decision().if_told;
  EXPECT_THAT(decision().runs, IsEmpty());
}

TEST_F(CutOffTest, SoIsOneThatWasTerminated) {
  runs[1].exit_code = 143;
  EXPECT_THAT(decision().runs, ElementsAre(Field(&RunRecord::id, 3)));
}

TEST_F(CutOffTest, NeitherADryRunNorOneFromBeforeTheFirstMemory) {
  runs[1].ended.reset();
  runs[1].command = "sync --dry-run";
  EXPECT_THAT(decision().runs, IsEmpty());
  runs[3].ended.reset();
  EXPECT_THAT(decision().runs, IsEmpty());
  told.cut_off_run = -1;
  runs[1].command = "sync";
  EXPECT_THAT(decision().runs, IsEmpty());
  EXPECT_EQ(decision().if_not.cut_off_run, 3);
}

TEST_F(CutOffTest, WithinADayItIsKeptForLaterAndThenAllAreTold) {
  told.cut_off = now - std::chrono::hours{1};
  runs[1].ended.reset();
  runs[2].ended.reset();
  EXPECT_THAT(decision().runs, IsEmpty());
  told = decision().if_not;
  now += std::chrono::hours{24};
  EXPECT_THAT(decision().runs, ElementsAre(Field(&RunRecord::id, 2), Field(&RunRecord::id, 3)));
}

}  // namespace
}  // namespace dsz::test
