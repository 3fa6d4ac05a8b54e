#include "dsz/cli/command.hpp"
#include "dsz/cli/json_output.hpp"
#include "dsz/report/report_page.hpp"

#include "open_log.hpp"
#include "read_config.hpp"
#include "report_text.hpp"

#include <fmt/format.h>

#include <ostream>

namespace dsz {

RunEnd report_command(const Invocation& call) {
  const Config config = read_config(call, {.supplier = Need::if_given});
  const std::unique_ptr<Log> log = open_log(call, LogSettings{});
  const ReportData report = read_report(call.world, config, *log);
  RunEnd end;
  end.sentence = report.state.sentence;
  if (!call.options.html.empty()) {
    write_report_page(call.world.files, call.options.html, report);
    end.sentence = fmt::format("the report is in {}", call.options.html);
  }
  if (call.options.json) {
    call.console.out << report_document({to_text(call.options.command), end, ExitCode::done}, report);
  } else if (call.options.html.empty()) {
    call.console.out << report_text(report, call.console.out_surface);
  } else if (!call.options.quiet) {
    call.console.out << end.sentence << "\n";
  }
  return end;
}

}  // namespace dsz
