#include "dsz/app/undo_job.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/cli/diff_table.hpp"
#include "dsz/cli/job_command.hpp"
#include "dsz/cli/text_table.hpp"

#include <ostream>
#include <string>

namespace dsz {
namespace {

std::string conflicts_text(const UndoPlan& plan, const Surface& surface) {
  if (plan.conflicts.empty()) return "";
  std::vector<TableRow> rows;
  rows.reserve(plan.conflicts.size());
  for (const UndoConflict& conflict : plan.conflicts) {
    rows.push_back({{conflict.sku, std::to_string(conflict.product), conflict.why}, Colour::yellow});
  }
  return "\nLeft as they are:\n" +
         render_table({{"SKU", false, 10}, {"ID", true, 0}, {"WHY", false, 20}}, std::move(rows), surface);
}

void show(const Invocation& call, const UndoReport& report) {
  const Surface& surface = call.console.out_surface;
  call.console.out << diff_table(*report.plan, surface) << conflicts_text(*report.plan, surface) << std::flush;
}

/// True when it may be written.
bool confirm(const Invocation& call, const UndoReport& report) {
  const bool silent = call.options.json || (call.options.quiet && call.options.yes);
  if (!silent) show(call, report);
  if (call.options.yes) return true;
  call.console.err << "Put back " << report.plan->changes.size() << " products? [y/N] " << std::flush;
  const std::string answer = call.console.read_line();
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

RunEnd undo_command(const Invocation& call) {
  const Options& options = call.options;
  if (!options.yes && !options.dry_run && (!call.console.in_is_terminal || options.json)) {
    throw Failure(FailureKind::usage,
                  "undo asks before it writes, and there is no terminal to ask on: give --yes, or "
                  "--dry-run to see what it would do");
  }
  return job_command(call, {.store = Need::required}, [&](RunContext& context, JobReport& report) {
    UndoReport& undo = report.undo.emplace();
    std::size_t conflicts_shown = 0;
    run_undo(context,
             {.run = options.run,
              .dry_run = options.dry_run,
              .confirm =
                  [&](const UndoReport& planned) {
                    conflicts_shown = planned.plan->conflicts.size();
                    return confirm(call, planned);
                  }},
             undo);
    if (options.json || options.quiet) return;
    if (options.dry_run || undo.plan->changes.empty()) {
      show(call, undo);
    } else if (undo.plan->conflicts.size() > conflicts_shown) {
      call.console.out << conflicts_text(*undo.plan, call.console.out_surface);
    }
  });
}

}  // namespace dsz
