#include "dsz/app/run_end.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A match with as many changes as results.
JobReport match_report(bool dry_run, std::size_t changes) {
  JobReport report;
  report.match.emplace();
  report.match->dry_run = dry_run;
  report.match->plan.emplace();
  for (std::size_t i = 0; i < changes; ++i) {
    PlannedChange planned;
    planned.change.sku = "SKU-" + std::to_string(i);
    report.match->plan->changes.push_back(planned);
  }
  return report;
}

JobReport written_report(const std::vector<ChangeResult>& results) {
  JobReport report = match_report(false, results.size());
  WriteReport written;
  written.results = results;
  for (const ChangeResult& result : results) {
    if (result.outcome == WriteOutcome::written) ++written.written;
    if (result.outcome == WriteOutcome::failed) ++written.failed;
    if (result.outcome == WriteOutcome::ignored) ++written.ignored;
    if (result.outcome == WriteOutcome::not_sent) ++written.not_sent;
    if (result.outcome == WriteOutcome::pending) ++written.unknown;
  }
  report.match->written = written;
  return report;
}

const ChangeResult kWritten{WriteOutcome::written, ""};
const ChangeResult kNotSent{WriteOutcome::not_sent, ""};

ExitCode code_of(const JobReport& report, bool detailed = false) { return exit_code_of(end_of(report), detailed); }

TEST(RunEnd, OfAFailureIsItsKindsExitCode) {
  EXPECT_EQ(exit_code_of(end_of(Failure(FailureKind::supplier, "x")), false), ExitCode::supplier_unusable);
  EXPECT_EQ(exit_code_of(end_of(Failure(FailureKind::locked, "x")), true), ExitCode::locked);
  EXPECT_EQ(exit_code_of(end_of(Failure(FailureKind::interrupted, "x")), false), ExitCode::interrupted);
  EXPECT_EQ(end_of(Failure(FailureKind::usage, "why")).sentence, "why");
}

TEST(RunEnd, OfADryRunSaysChangesOnlyWhenAsked) {
  EXPECT_EQ(code_of(match_report(true, 3), false), ExitCode::done);
  EXPECT_EQ(code_of(match_report(true, 3), true), ExitCode::changes_found);
  EXPECT_EQ(code_of(match_report(true, 0), true), ExitCode::done);
}

TEST(RunEnd, AStoreThatAnswersNoWriteIsUnreachableAndHasRefusedNothing) {
  const ChangeResult unanswered{WriteOutcome::failed, "HTTP 504"};
  JobReport report = written_report({unanswered, unanswered});
  report.match->written->unanswered = 2;
  EXPECT_EQ(code_of(report), ExitCode::store_unreachable);
  EXPECT_EQ(end_of(report).sentence, "0 of 2 products written, 2 without a usable answer (SKU-0: HTTP 504)");

  report = written_report({kWritten, unanswered, {WriteOutcome::failed, "Invalid ID."}});
  report.match->written->unanswered = 1;
  EXPECT_EQ(code_of(report), ExitCode::partly_done);
  EXPECT_THAT(end_of(report).sentence,
              HasSubstr("1 of 3 products written, 1 refused by the store, 1 without a usable answer"));
  report.match->written->results[0] = {WriteOutcome::failed, "Invalid ID."};
  EXPECT_EQ(code_of(report), ExitCode::partly_done) << "it answered some";
}

TEST(RunEnd, TroubleOfOurOwnIsExitCode1HoweverMuchWasWritten) {
  JobReport report = written_report({kWritten, kWritten});
  report.match->written->stopped_by = FailureKind::unexpected;
  report.match->written->stopped_because = "state.db: disk full";
  EXPECT_EQ(code_of(report), ExitCode::unexpected);
  EXPECT_EQ(end_of(report).sentence, "2 of 2 products written: state.db: disk full");
}

TEST(RunEnd, OfARealRunIsNeverChangesFound) { EXPECT_EQ(code_of(written_report({kWritten}), true), ExitCode::done); }

TEST(RunEnd, OfATrippedGuardIsTheGuardsInADryRunToo) {
  for (const bool dry_run : {false, true}) {
    JobReport report = match_report(dry_run, 3);
    report.match->guards = {
        {"missing", true, "45 are missing"}, {"zeroed", false, "fine"}, {"feed_drop", true, "less"}};
    EXPECT_EQ(code_of(report, true), ExitCode::guard_stopped);
    const std::string sentence = end_of(report).sentence;
    EXPECT_THAT(sentence, HasSubstr("45 are missing; less; "));
    EXPECT_THAT(sentence, Not(HasSubstr("fine")));
    EXPECT_THAT(sentence, HasSubstr(dry_run ? "a real run would write nothing" : "nothing was written"));
  }
}

TEST(RunEnd, OfMissingProductsNamesTheAllowance) {
  JobReport report = match_report(false, 3);
  report.match->plan->counts.missing = 45;
  report.match->plan->counts.missing_to_zero = 40;
  report.match->guards = {{"missing", true, "45 are missing"}};
  EXPECT_THAT(end_of(report).sentence, Not(HasSubstr("--allow-missing"))) << "it would not help";
  report.match->allowing_missing_helps = true;
  EXPECT_THAT(end_of(report).sentence, HasSubstr("--allow-missing 45"));
  for (const char* guard : {"allow_missing", "feed_drop"}) {
    report.match->guards.resize(1);
    report.match->guards.push_back({guard, true, "tripped too"});
    EXPECT_THAT(end_of(report).sentence, Not(HasSubstr("--allow-missing 45"))) << guard;
  }
}

TEST(RunEnd, IsPartlyDoneWhenTheStoreRefusedOrIgnoredSomething) {
  const RunEnd failed = end_of(written_report({kWritten, {WriteOutcome::failed, "Invalid ID."}}));
  EXPECT_EQ(exit_code_of(failed, false), ExitCode::partly_done);
  EXPECT_EQ(failed.sentence, "1 of 2 products written, 1 refused by the store (SKU-1: Invalid ID.)");
  EXPECT_EQ(code_of(written_report({kWritten, {WriteOutcome::ignored, ""}})), ExitCode::partly_done);
  EXPECT_EQ(code_of(written_report({kWritten, {WriteOutcome::pending, ""}})), ExitCode::partly_done);
}

TEST(RunEnd, OfASignalIsInterruptedOnlyWhenSomethingWasLeftUndone) {
  JobReport report = written_report({kWritten, kNotSent});
  report.match->written->stopped_by = FailureKind::terminated;
  report.match->written->stopped_because = "the program was asked to stop";
  EXPECT_EQ(code_of(report), ExitCode::terminated);
  EXPECT_EQ(end_of(report).sentence, "1 of 2 products written, 1 not sent: the program was asked to stop");
  report = written_report({kWritten});
  report.match->written->stopped_by = FailureKind::terminated;
  EXPECT_EQ(code_of(report), ExitCode::done);
}

TEST(RunEnd, OfAStoreThatFailedIsItsOwnCodeWhenNothingWasWrittenElsePartlyDone) {
  JobReport report = written_report({kNotSent, kNotSent});
  report.match->written->stopped_by = FailureKind::store;
  EXPECT_EQ(code_of(report), ExitCode::store_unreachable);
  report = written_report({kWritten, kNotSent});
  report.match->written->stopped_by = FailureKind::store;
  EXPECT_EQ(code_of(report), ExitCode::partly_done);
}

TEST(RunEnd, OfStockManagementThatIsOffNamesTheSetting) {
  JobReport report = written_report({{WriteOutcome::ignored, ""}, kNotSent});
  report.match->written->stock_management_off = true;
  report.match->written->stopped_by = FailureKind::guard;
  EXPECT_EQ(code_of(report), ExitCode::guard_stopped);
  EXPECT_THAT(end_of(report).sentence, HasSubstr("Settings > Products > Inventory"));
}

TEST(RunEnd, OfAnUndoWithConflictsIsPartlyDone) {
  JobReport report;
  report.undo.emplace();
  report.undo->undone = 12;
  report.undo->plan.emplace();
  report.undo->plan->conflicts.push_back({1, "A-1", "it is not in the store any more"});
  EXPECT_EQ(code_of(report), ExitCode::partly_done);
  report.undo->dry_run = true;
  EXPECT_EQ(code_of(report), ExitCode::done);
  report.undo->dry_run = false;
  report.undo->declined = true;
  EXPECT_EQ(code_of(report), ExitCode::done);
}

TEST(EndOfUndo, WhatHadItsOldValueAlreadyIsSaidAndNoFault) {
  JobReport report;
  report.undo.emplace();
  report.undo->undone = 12;
  report.undo->plan.emplace();
  report.undo->plan->already_back = 3;
  EXPECT_EQ(code_of(report), ExitCode::done);
  EXPECT_EQ(end_of(report).sentence, "nothing of run 12 is left to put back; 3 had their old value already");
}

}  // namespace
}  // namespace dsz
