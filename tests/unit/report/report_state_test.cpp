#include "dsz/report/report_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace dsz {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;

const WallTime kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

RunFigures figures(std::int64_t id, std::string command, int exit_code, hours ago, std::string sentence) {
  RunFigures run;
  run.run.id = id;
  run.run.command = std::move(command);
  run.run.started = kNow - ago - std::chrono::minutes{1};
  run.run.ended = kNow - ago;
  run.run.exit_code = exit_code;
  run.run.sentence = std::move(sentence);
  run.compared = exit_code == 0 || exit_code == 3 || exit_code == 4;
  run.dry_run = run.run.command.find("--dry-run") != std::string::npos;
  run.selected = 100;
  run.out_of_stock = 7;
  return run;
}

ReportState state_of(const std::vector<RunFigures>& runs, const std::vector<Attention>& attention = {},
                     bool under_way = false) {
  return state_now({runs, attention, under_way, kNow});
}

TEST(StateNow, BeforeAnyRunItSaysHowToBegin) {
  const ReportState state = state_of({});
  EXPECT_EQ(state.level, StateLevel::none);
  EXPECT_EQ(state.sentence, "Nothing has run yet.");
  EXPECT_THAT(state.todo, HasSubstr("dsz-sync match --dry-run"));
}

TEST(StateNow, DryRunsChangeNothing) {
  EXPECT_EQ(state_of({figures(1, "match --dry-run", 0, hours{1}, "")}).level, StateLevel::none);
  const ReportState state = state_of(
      {figures(2, "sync --dry-run", 10, hours{1}, "down"), figures(1, "sync", 0, hours{2}, "3 of 3 products written")});
  EXPECT_EQ(state.level, StateLevel::good);
}

TEST(StateNow, AllIsWellInOneSentence) {
  const ReportState state = state_of({figures(5, "sync", 0, hours{2}, "3 of 3 products written")});
  EXPECT_EQ(state.level, StateLevel::good);
  EXPECT_EQ(state.sentence,
            "All is well: run 5 (sync) ended 2 h ago: 3 of 3 products written. Of the store's 100 products from "
            "the supplier, 7 are out of stock.");
  EXPECT_EQ(state.todo, "");
}

TEST(StateNow, ProductsThatWaitForTheOwnerAreSaidAndCalmOnesAreNot) {
  std::vector<Attention> attention = attention_kinds();
  for (Attention& kind : attention) kind.total = kind.calm ? 50 : 0;
  const std::vector<RunFigures> runs{figures(5, "sync", 0, hours{2}, "nothing to do")};
  EXPECT_EQ(state_of(runs, attention).level, StateLevel::good);
  attention[3].total = 2;  // duplicates
  EXPECT_EQ(state_of(runs, attention).level, StateLevel::attention);
  EXPECT_THAT(state_of(runs, attention).sentence, HasSubstr("2 products need a look"));
}

TEST(StateNow, AFailureSaysSinceWhenTheStoreIsOld) {
  const ReportState state = state_of({figures(6, "sync", 10, hours{1}, "the supplier is down"),
                                      figures(5, "sync", 0, hours{7}, "3 of 3 products written")});
  EXPECT_EQ(state.level, StateLevel::trouble);
  EXPECT_EQ(state.sentence,
            "Run 6 (sync) failed 1 h ago: the supplier is down. The store last got the supplier's stock 7 h "
            "ago, by run 5 (sync).");
  EXPECT_NE(state.todo, "");
}

TEST(StateNow, AStoppedRunIsNoUpdate) {
  const ReportState state = state_of(
      {figures(6, "sync", 10, hours{1}, "the supplier is down"), figures(5, "sync", 4, hours{7}, "40% are missing")});
  EXPECT_THAT(state.sentence, HasSubstr("No run has brought the store the supplier's stock yet."));
  const ReportState stopped = state_of({figures(5, "sync", 4, hours{7}, "40% are missing")});
  EXPECT_EQ(stopped.level, StateLevel::trouble);
  EXPECT_THAT(stopped.sentence, HasSubstr("A guard stopped run 5 (sync)"));
}

TEST(StateNow, EachGuardHasItsOwnAdvice) {
  const auto todo = [](std::vector<std::string> tripped) {
    RunFigures run = figures(5, "sync", 4, hours{7}, "stopped");
    run.tripped = std::move(tripped);
    return state_of({run}).todo;
  };
  EXPECT_THAT(todo({"missing"}), HasSubstr("let one run through"));
  EXPECT_THAT(todo({"inventory"}), HasSubstr("fetches a new inventory"));
  EXPECT_THAT(todo({"stock_management"}), HasSubstr("Enable stock management"));
  EXPECT_THAT(todo({}), Not(HasSubstr("supplier"))) << "a plan that was too old";
}

TEST(StateNow, PartlyDoneNeedsALook) {
  EXPECT_EQ(state_of({figures(5, "sync", 3, hours{1}, "1 refused")}).level, StateLevel::attention);
}

TEST(StateNow, CronThatStoppedIsNoticed) {
  EXPECT_EQ(state_of({figures(5, "sync", 0, hours{25}, "")}).level, StateLevel::good);
  const ReportState state = state_of({figures(5, "sync", 0, hours{72}, "")});
  EXPECT_EQ(state.level, StateLevel::attention);
  EXPECT_THAT(state.todo, HasSubstr("cron"));
}

TEST(StateNow, ARunUnderWayIsNotOneThatWasCutOff) {
  std::vector<RunFigures> runs{figures(6, "sync", -1, hours{0}, ""), figures(5, "sync", 0, hours{2}, "done")};
  runs[0].run.ended.reset();
  EXPECT_EQ(state_of(runs).level, StateLevel::trouble);
  EXPECT_THAT(state_of(runs).sentence, HasSubstr("Run 6 (sync) was cut off"));
  EXPECT_EQ(state_of(runs, {}, true).level, StateLevel::good);
  EXPECT_THAT(state_of(runs, {}, true).sentence, HasSubstr("Run 6 (sync) is under way."));
}

TEST(StateNow, AFetchAloneLeavesTheStoreAsItIs) {
  RunFigures fetch = figures(1, "fetch", 0, hours{1}, "1,000 products fetched");
  fetch.compared = false;
  EXPECT_EQ(state_of({fetch}).level, StateLevel::attention);
  EXPECT_THAT(state_of({fetch}).sentence, Not(HasSubstr("All is well")));
}

TEST(StateNow, ForeignTextIsMadeVisible) {
  EXPECT_EQ(state_of({figures(5, "sync", 13, hours{1}, "bad\x1b[2J")}).sentence.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace dsz
