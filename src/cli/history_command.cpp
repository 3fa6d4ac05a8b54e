#include "dsz/app/status.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"
#include "dsz/cli/command.hpp"
#include "dsz/cli/json_output.hpp"
#include "dsz/cli/text_table.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/state/run_history.hpp"

#include "read_config.hpp"

#include <fmt/format.h>

#include <ostream>

namespace dsz {
namespace {

constexpr std::size_t kRunsShown = 30;

DocumentHead head_of(const Invocation& call, const RunEnd& end) {
  return {to_text(call.options.command), end, ExitCode::done};
}

std::string exit_text(const RunRecord& run) { return run.ended ? fmt::format("{}", run.exit_code) : "-"; }

std::string took_text(const RunRecord& run) { return run.ended ? format_span(*run.ended - run.started) : "-"; }

std::string runs_text(const std::vector<RunRecord>& runs, const Surface& surface) {
  if (runs.empty()) return "no runs yet\n";
  std::vector<TableRow> rows;
  rows.reserve(runs.size());
  for (const RunRecord& run : runs) {
    rows.push_back({{fmt::format("{}", run.id), format_utc(run.started), took_text(run), run.command, exit_text(run),
                     run.ended ? run.sentence : "under way, or cut off"},
                    run.ended && run.exit_code == 0 ? Colour::none : Colour::yellow});
  }
  return render_table({{"RUN", true, 0},
                       {"STARTED", false, 0},
                       {"TOOK", false, 0},
                       {"COMMAND", false, 0},
                       {"EXIT", true, 0},
                       {"WHAT HAPPENED", false, 20}},
                      std::move(rows), surface);
}

std::string writes_text(const std::vector<JournalEntry>& entries, const Surface& surface) {
  if (entries.empty()) return "it wrote nothing\n";
  std::vector<TableRow> rows;
  rows.reserve(entries.size());
  for (const JournalEntry& entry : entries) {
    const std::string outcome(to_text(entry.outcome));
    rows.push_back({{entry.sku, fmt::format("{}", entry.product), entry.field,
                     fmt::format("{} → {}", entry.old_value, entry.new_value),
                     entry.detail.empty() ? outcome : fmt::format("{}: {}", outcome, entry.detail)},
                    entry.outcome == WriteOutcome::written ? Colour::none : Colour::yellow});
  }
  return render_table(
      {{"SKU", false, 10}, {"ID", true, 0}, {"FIELD", false, 0}, {"VALUE", false, 0}, {"OUTCOME", false, 8}},
      std::move(rows), surface);
}

std::string run_text(const RunRecord& run, const std::vector<JournalEntry>& entries, const Surface& surface) {
  return fmt::format("Run {}: {}, started {}, took {}, exit code {}\n{}\n\n", run.id, run.command,
                     format_utc(run.started), took_text(run), exit_text(run), visible(run.sentence, 2000)) +
         writes_text(entries, surface);
}

RunEnd show_runs(const Invocation& call, Database* database) {
  const std::vector<RunRecord> runs =
      database != nullptr ? RunHistory(*database).latest(kRunsShown) : std::vector<RunRecord>{};
  RunEnd end;
  end.sentence = fmt::format("{} runs", runs.size());
  call.console.out << (call.options.json ? history_document(head_of(call, end), runs)
                                         : runs_text(runs, call.console.out_surface));
  return end;
}

RunEnd show_run(const Invocation& call, Database* database, std::int64_t number) {
  const std::optional<RunRecord> run = database != nullptr ? RunHistory(*database).find(number) : std::nullopt;
  if (!run) {
    throw Failure(FailureKind::usage, fmt::format("there is no run {}; \"dsz-sync history\" lists the runs", number));
  }
  const std::vector<JournalEntry> entries = Journal(*database).of_run(number);
  RunEnd end;
  end.sentence = fmt::format("{} writes of run {}", entries.size(), number);
  call.console.out << (call.options.json ? run_document(head_of(call, end), *run, entries)
                                         : run_text(*run, entries, call.console.out_surface));
  return end;
}

}  // namespace

RunEnd history_command(const Invocation& call) {
  const Config config = read_config(call, {});
  const std::unique_ptr<Database> database = open_existing_database(call.world, config);
  return call.options.run ? show_run(call, database.get(), *call.options.run) : show_runs(call, database.get());
}

}  // namespace dsz
