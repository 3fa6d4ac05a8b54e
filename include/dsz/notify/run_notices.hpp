#pragma once

#include "dsz/app/run_context.hpp"
#include "dsz/app/run_end.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/notify/channels.hpp"
#include "dsz/notify/decision.hpp"
#include "dsz/notify/log_tail.hpp"

#include <functional>
#include <string>

namespace dsz {

struct ToldRun {
  const RunEnd& end;  ///< its sentence is masked
  ExitCode code = ExitCode::done;
  const JobReport& report;
  std::string summary_json;
};

/// Tells the owner about one run, at its beginning and at its end. Neither throws, fails the run, nor takes more than
/// the time-out that is configured for both together (half of it at the beginning); what goes wrong is an error in the
/// log. What is told is remembered in `state.db`, once a channel took it.
class RunNotices {
 public:
  /// `command` is "sync". Of a dry run nothing is told. All must outlive it.
  RunNotices(RunContext& context, std::string command, bool dry_run, const LogTail& tail, const SecretMasker& masker);
  /// The dead-man's switch is set, and what was cut off before is told.
  void begin();
  void end(const ToldRun& run);

 private:
  void begin_telling(SteadyTime until);
  void end_telling(const ToldRun& run, SteadyTime until);
  [[nodiscard]] Event event_of(Occasion occasion) const;
  /// True when a channel took it, or there is only the dead-man's switch.
  bool tell(const Event& event, SteadyTime until);
  /// An error in the log, which -q prints too, so that cron mails it.
  void untold(std::string_view channel, const std::string& error);
  /// Runs it within `span` of what is left; nothing that it throws comes out.
  void within(Millis span, const std::function<void(SteadyTime until)>& telling);

  RunContext& context_;
  const std::string command_;
  const LogTail& tail_;
  const SecretMasker& masker_;
  Channels channels_;
  const bool on_;
  Millis left_;
};

}  // namespace dsz
