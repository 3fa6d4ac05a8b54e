#include "dsz/cli/job_command.hpp"

#include "dsz/app/pending_writes.hpp"
#include "dsz/base/text.hpp"
#include "dsz/cli/json_output.hpp"
#include "dsz/cli/progress_line.hpp"
#include "dsz/cli/summary_text.hpp"
#include "dsz/monitor/publish.hpp"
#include "dsz/notify/run_notices.hpp"
#include "dsz/report/kept_lists.hpp"
#include "dsz/report/report_page.hpp"

#include "open_log.hpp"
#include "read_config.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <ostream>
#include <random>

namespace dsz {
namespace {

ProgressMode progress_mode(const Invocation& call) {
  if (call.options.quiet) return ProgressMode::none;
  return call.console.err_surface.is_terminal ? ProgressMode::line : ProgressMode::log;
}

/// As it stands in the history.
std::string command_text(const Options& options) {
  std::string text(to_text(options.command));
  if (options.mode) text += fmt::format(" --mode {}", to_text(*options.mode));
  if (options.dry_run) text += " --dry-run";
  const std::string plan = visible(std::filesystem::path(options.plan).filename().string());
  if (!plan.empty()) text += (options.command == CommandName::apply ? " " : " --plan ") + plan;
  if (options.allow_missing) text += " --allow-missing " + std::to_string(*options.allow_missing);
  if (options.command == CommandName::undo && options.run) text += " " + std::to_string(*options.run);
  return text;
}

/// Every cron fires at the same minute; the supplier and the host have an easier time when their clients do not.
void wait_for_a_while(const Invocation& call, Log& log) {
  if (call.options.jitter == Millis{0} || call.console.err_surface.is_terminal) return;
  std::mt19937_64 random(call.world.seed);
  const Millis wait{std::uniform_int_distribution<Millis::rep>(0, call.options.jitter.count())(random)};
  log.info("begins in {} (--jitter)", format_span(wait));
  call.world.sleeper.sleep_for(wait);
  call.world.signals.throw_if_pending();
}

/// A dry run tells nobody, and needs no secret for it.
ConfigNeeds with_notify(ConfigNeeds needs, bool dry_run) {
  needs.notify = dry_run ? Need::none : Need::if_given;
  return needs;
}

std::optional<int> quota_left(RunContext& context) {
  if (!context.supplier_counts()) return std::nullopt;
  try {
    return context.supplier().ledger().left_this_hour();
  } catch (const Failure&) {  // state.db: the run says so itself
    return std::nullopt;
  }
}

RunEnd run_job(const Invocation& call, RunContext& context, const Job& job, JobReport& report) {
  report.run = context.run();
  const SteadyTime began = call.world.clock.steady();
  RunEnd end = ended(call, [&] {
    job(context, report);
    return end_of(report);
  });
  context.progress().end();
  report.took = call.world.clock.steady() - began;
  report.supplier = context.supplier_counts();
  report.store = context.store_counts();
  report.quota_left = quota_left(context);
  return end;
}

/// What an earlier run left open, and this one did not settle, is not forgotten.
void tell_what_is_open(RunContext& context) {
  try {
    Journal journal(context.database());
    tell_open_writes(journal, context.run(), context.store_home(), context.log());
  } catch (const Failure& failure) {
    context.log().warning("the journal could not be read: {}", failure.what());
  }
}

/// Into the history. When that fails, what the run did stands all the same, and is still told.
void keep(RunContext& context, RunEnd& end, const Options& options, const JobReport& report) {
  try {
    context.finish(exit_code_of(end, options.detailed_exitcode), end.sentence, job_summary(report));
  } catch (const Failure& failure) {
    if (end.sentence == failure.what()) return;  // it was the database that ended the run
    if (!end.failure && !end.partly) end.failure = failure.kind();
    end.sentence += fmt::format("; this end could not be kept in the history: {}", failure.what());
  }
}

/// For dashboards and alerts.
void tell_monitoring(const Invocation& call, RunContext& context, const RunEnd& end, const JobReport& report) {
  const EndedRun run{.run = report.run,
                     .command = std::string(to_text(call.options.command)),
                     .ended = std::chrono::floor<std::chrono::seconds>(call.world.clock.wall()),
                     .took = report.took,
                     .exit_code = static_cast<int>(exit_code_of(end, call.options.detailed_exitcode)),
                     .sentence = end.sentence};
  publish(context, call.masker, {run, call.options.dry_run, end, report});
}

/// What the report shows of this run. A run that did its work has done it, whatever becomes of its report.
void keep_for_report(RunContext& context, const JobReport& report) {
  try {
    keep_lists(context.database(), report);
    const Config& config = context.config();
    if (config.report_file.empty()) return;
    write_report_page(context.world().files, config.report_file, read_report(context.world(), config, context.log()));
  } catch (const Failure& failure) {
    context.log().warning("the report could not be written: {}", failure.what());
  }
}

void print(const Invocation& call, const RunEnd& end, ExitCode code, const JobReport& report) {
  if (call.options.json) {
    call.console.out << job_document({to_text(call.options.command), end, code}, report);
  } else if (!call.options.quiet) {
    call.console.out << summary_text(report, call.console.out_surface);
    if (!end.failure && !end.partly) call.console.out << end.sentence << "\n";
  }
}

/// A configuration that lacks what the run needs, a secret of the store say, is a run that failed at once: in the
/// history, and told. Nothing is done where no channel can be read either, or another run holds the lock.
void tell_misconfigured(const Invocation& call, const Failure& failure) {
  const Config config = read_config(call, {.notify = Need::if_given});
  if (call.options.dry_run || Channels(config.notify, call.world).empty()) return;
  const std::unique_ptr<Log> log = open_log(call, config.log);
  LogTail tail(*log, call.masker, call.world.clock);
  ProgressLine progress(ProgressMode::none, call.console.err, 0, call.world.clock, tail);
  RunContext context(call.world, config, call.masker, tail, progress, {command_text(call.options)});
  RunNotices notices(context, std::string(to_text(call.options.command)), false, tail, call.masker);
  notices.begin();
  JobReport report;
  report.run = context.run();
  RunEnd end = ended(call, [&]() -> RunEnd { throw failure; });
  keep(context, end, call.options, report);
  notices.end({end, exit_code_of(end, call.options.detailed_exitcode), report, job_summary(report)});
}

Config read_config_or_tell(const Invocation& call, const ConfigNeeds& needs) {
  try {
    return read_config(call, needs);
  } catch (const Failure& failure) {
    ended(call, [&] {
      tell_misconfigured(call, failure);
      return RunEnd{};
    });
    throw;
  }
}

}  // namespace

RunEnd job_command(const Invocation& call, const ConfigNeeds& needs, const Job& job) {
  const Config config = read_config_or_tell(call, with_notify(needs, call.options.dry_run));
  const std::unique_ptr<Log> log = open_log(call, config.log);
  ProgressLine progress(progress_mode(call), call.console.err, call.console.err_surface.width, call.world.clock, *log);
  LogBesideProgress log_beside_progress(*log, progress);
  wait_for_a_while(call, *log);
  LogTail tail(log_beside_progress, call.masker, call.world.clock);
  RunContext context(call.world, config, call.masker, tail, progress,
                     {command_text(call.options), call.options.lock_wait});
  RunNotices notices(context, std::string(to_text(call.options.command)), call.options.dry_run, tail, call.masker);
  notices.begin();
  JobReport report;
  RunEnd end = run_job(call, context, job, report);
  tell_what_is_open(context);
  keep(context, end, call.options, report);
  const ExitCode code = exit_code_of(end, call.options.detailed_exitcode);
  keep_for_report(context, report);
  tell_monitoring(call, context, end, report);
  print(call, end, code, report);
  notices.end({end, code, report, job_summary(report)});
  return end;
}

}  // namespace dsz
