// The program is killed between any two of its calls, and in the middle of a write; the next run ends where an
// undisturbed run ends. DSZ_EVERY_MOMENT=1 tries every moment, else a seeded sample.
#include "rehearsal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <iostream>

namespace dsz::test {
namespace {

constexpr unsigned kSeed = 20261122;
constexpr std::size_t kSample = 8;

class Crash : public testing::TestWithParam<Rehearsal::Job> {
 protected:
  void SetUp() override {
    if (!staging_works()) GTEST_SKIP() << "the interposed library cannot be loaded here";
  }
};

/// Before and after each call; in the middle of each write.
std::vector<Staging> moments_of(const std::vector<StagedCall>& calls) {
  std::vector<Staging> moments;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const long at = static_cast<long>(i) + 1;
    for (const char* what : {"kill-before", "kill-after"}) moments.push_back({.what = what, .at = at});
    if (calls[i].kind == "write" || calls[i].kind == "send") moments.push_back({.what = "tear", .at = at});
  }
  return moments;
}

TEST_P(Crash, AtAnyMomentIsRepairedByTheNextRun) {
  Rehearsal rehearsal(GetParam());
  std::vector<Staging> moments = moments_of(rehearsal.calls());
  if (!every_moment()) {
    std::shuffle(moments.begin(), moments.end(), std::mt19937(kSeed));
    moments.resize(std::min(kSample, moments.size()));
  }
  int kills = 0;
  for (const Staging& moment : moments) {
    SCOPED_TRACE(moment.text());
    rehearsal.start_again();
    const ProgramResult result = rehearsal.run(moment);
    const auto calls = rehearsal.take_calls();
    if (result.exit_code == 128 + SIGKILL) ++kills;
    rehearsal.expect_sound();
    rehearsal.expect_recovery();
    if (HasFailure()) FAIL() << "killed at " << (calls.empty() ? "" : calls.back().kind + " " + calls.back().path);
  }
  EXPECT_GE(kills * 10, static_cast<int>(moments.size()) * 9) << "runs that were over before their moment came";
  RecordProperty("calls", static_cast<int>(rehearsal.calls().size()));
  RecordProperty("kills", kills);
  std::cout << Rehearsal::name(GetParam()) << ": " << kills << " kills over " << rehearsal.calls().size() << " calls\n";
}

INSTANTIATE_TEST_SUITE_P(Jobs, Crash,
                         testing::Values(Rehearsal::Job::fetch, Rehearsal::Job::match, Rehearsal::Job::sync,
                                         Rehearsal::Job::undo),
                         [](const auto& job) { return Rehearsal::name(job.param); });

}  // namespace
}  // namespace dsz::test
