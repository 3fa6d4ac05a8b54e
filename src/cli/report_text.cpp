#include "report_text.hpp"

#include "dsz/app/counted.hpp"
#include "dsz/base/text.hpp"
#include "dsz/cli/text_table.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

Colour colour_of(StateLevel level) {
  switch (level) {
    case StateLevel::good:
      return Colour::green;
    case StateLevel::attention:
      return Colour::yellow;
    case StateLevel::trouble:
      return Colour::red;
    case StateLevel::none:
      break;
  }
  return Colour::none;
}

std::string attention_text(const ReportData& report) {
  std::string text;
  for (const Attention& attention : report.attention) {
    if (attention.total == 0) continue;
    text += titled_line(text.empty() ? "Look at:" : "",
                        fmt::format("{} ({}): {}", attention.title, attention.total, attention.todo));
  }
  return text;
}

std::string feed_text(const Status& status) {
  if (!status.inventory_info) return titled_line("Inventory:", status.inventory_trouble);
  return titled_line("Inventory:",
                     fmt::format("{}, fetched {} ago",
                                 counted(status.inventory_info->count - status.inventory_info->missing, "product"),
                                 format_span(status.inventory_age)));
}

std::string period_text(const std::vector<RunFigures>& runs) {
  std::int64_t real = 0;
  std::int64_t failed = 0;
  std::int64_t stopped = 0;
  std::int64_t written = 0;
  for (const RunFigures& figures : runs) {
    if (figures.dry_run) continue;
    ++real;
    written += figures.written.value_or(0);
    if (!figures.tripped.empty()) {
      ++stopped;
    } else if (!figures.run.ended || figures.run.exit_code != 0) {
      ++failed;
    }
  }
  return titled_line(fmt::format("{} days:", kReportDays),
                     fmt::format("{}, {} stopped by a guard, {} not done in whole; {} written", counted(real, "run"),
                                 stopped, failed, counted(written, "product")));
}

}  // namespace

std::string report_text(const ReportData& report, const Surface& surface) {
  std::string text = titled_line("State:", coloured(report.state.sentence, colour_of(report.state.level), surface));
  text += titled_line("What to do:", report.state.todo.empty() ? "nothing" : report.state.todo);
  if (report.runs.empty()) return text;
  return text + attention_text(report) + feed_text(report.status) + period_text(report.runs);
}

}  // namespace dsz
