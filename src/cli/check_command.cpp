#include "dsz/app/check_job.hpp"
#include "dsz/cli/command.hpp"
#include "dsz/cli/json_output.hpp"
#include "dsz/cli/progress_line.hpp"
#include "dsz/cli/text_table.hpp"

#include "open_log.hpp"

#include <fmt/format.h>

#include <ostream>

namespace dsz {
namespace {

Colour colour_of(FindingState state) {
  switch (state) {
    case FindingState::ok:
      return Colour::green;
    case FindingState::warning:
      return Colour::yellow;
    case FindingState::trouble:
      return Colour::red;
    case FindingState::skipped:
      break;
  }
  return Colour::none;
}

void make_fit_to_be_shown(CheckReport& report, const SecretMasker& masker) {
  for (Finding& finding : report.findings) {
    finding.sentence = masker.fit_to_show(finding.sentence);
    finding.what_to_do = masker.fit_to_show(finding.what_to_do);
  }
}

/// Never cut: what to mend must be read whole.
std::string line_of(const Finding& finding, const Surface& surface) {
  const std::string state = coloured(fmt::format("{:<7}", to_text(finding.state)), colour_of(finding.state), surface);
  const std::string what = finding.what_to_do.empty() ? "" : fmt::format(": {}", finding.what_to_do);
  return fmt::format("{}  {}: {}{}\n", state, finding.name, finding.sentence, what);
}

bool worth_saying(const Finding& finding, bool quiet) {
  return !quiet || finding.state == FindingState::warning || finding.state == FindingState::trouble;
}

void print(const Invocation& call, const CheckReport& report, const RunEnd& end) {
  std::ostream& out = call.console.out;
  const Options& options = call.options;
  if (options.json) {
    out << check_document({to_text(options.command), end, exit_code_of(end, false)}, report);
    return;
  }
  for (const Finding& finding : report.findings) {
    if (worth_saying(finding, options.quiet)) out << line_of(finding, call.console.out_surface);
  }
  if (!end.failure && !options.quiet) out << end.sentence << "\n";
}

/// The findings say what went wrong; the log is for those who ask for more.
LogSettings log_settings() {
  LogSettings settings;
  settings.stderr_level = LogLevel::error;
  return settings;
}

}  // namespace

RunEnd check_command(const Invocation& call) {
  const std::unique_ptr<Log> log = open_log(call, log_settings());
  const Surface& surface = call.console.err_surface;
  const ProgressMode mode = surface.is_terminal && !call.options.quiet ? ProgressMode::line : ProgressMode::none;
  ProgressLine progress(mode, call.console.err, surface.width, call.world.clock, *log);
  CheckReport report = run_check(call.world, call.sources, call.options.config, call.masker, *log, progress);
  progress.end();
  make_fit_to_be_shown(report, call.masker);
  RunEnd end = end_of(report);
  print(call, report, end);
  return end;
}

}  // namespace dsz
