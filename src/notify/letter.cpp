#include "dsz/notify/letter.hpp"

#include "dsz/app/counted.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dsz {
namespace {

constexpr std::size_t kMaxSubject = 120;
constexpr std::size_t kMaxParagraph = 2000;

/// What stands before the first ";": the rest of a sentence is what to do.
std::string first_clause(const std::string& sentence) {
  return visible(sentence.substr(0, sentence.find(';')), kMaxSubject);
}

std::string percent(std::int64_t part, std::int64_t whole) {
  return fmt::format("{:.0f}%", whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string guard_subject(const Event& event) {
  if (event.report.match && event.report.match->plan) {
    const MatchReport& match = *event.report.match;
    const PlanCounts& counts = match.plan->counts;
    for (const GuardResult& guard : match.guards) {
      if (!guard.tripped) continue;
      if (guard.name == "missing") {
        return fmt::format("stopped, {} of products missing at the supplier",
                           percent(counts.missing + counts.unconfirmed, counts.selected));
      }
      if (guard.name == "zeroed") {
        return fmt::format("stopped, {} of products in stock would go to 0", percent(counts.to_zero, counts.in_stock));
      }
      return "stopped, " + first_clause(guard.sentence);
    }
  }
  return "stopped, " + first_clause(event.sentence);
}

std::string cut_off_subject(const std::vector<RunRecord>& runs) {
  if (runs.size() > 1) return fmt::format("{} runs were cut off", runs.size());
  return fmt::format("run {} ({}) was cut off", runs.front().id, visible(runs.front().command, 40));
}

std::string subject(const Event& event) {
  switch (event.occasion) {
    case Occasion::guard:
      return guard_subject(event);
    case Occasion::partly:
      return event.command + " only partly done, " + first_clause(event.sentence);
    case Occasion::recovery:
      return event.command + " works again";
    case Occasion::cut_off:
      return cut_off_subject(event.cut_off);
    case Occasion::digest:
      return event.command + " done, " + first_clause(event.sentence);
    case Occasion::failure:
      break;
  }
  return event.command + " failed, " + first_clause(event.sentence);
}

std::string cut_off_paragraph(const RunRecord& run) {
  const std::string how =
      run.ended ? "was told to stop (SIGTERM), by the system or its time limit, and ended at " + format_utc(*run.ended)
                : "never came to its end: the machine went down, or the program was killed";
  return fmt::format("Run {} ({}), begun at {}, {}.", run.id, visible(run.command, 100), format_utc(run.started), how);
}

void add_history(Letter& letter, const Event& event) {
  if (event.occasion == Occasion::recovery) {
    letter.paragraphs.push_back(fmt::format("{} had gone wrong since {}, {} before this one.", event.command,
                                            format_utc(event.since), counted(event.runs, "run")));
  } else if (event.runs > 1) {
    letter.paragraphs.push_back(
        fmt::format("This lasts since {}: {} in a row.", format_utc(event.since), counted(event.runs, "run")));
  }
}

}  // namespace

std::string advice(ExitCode code) {
  switch (code) {
    case ExitCode::guard_stopped:
      return "Nothing was written, and nothing will be until it is so no more or you let one run through. Look at what "
             "dsz-sync match --dry-run shows, and at the supplier's site.";
    case ExitCode::partly_done:
      return "The next run tries again what was not written. Look at dsz-sync history for what the shop said.";
    case ExitCode::supplier_unusable:
      return "The shop keeps the stock of the last good run. The next run tries again; when it lasts, ask the "
             "supplier.";
    case ExitCode::store_unreachable:
      return "Nothing more was written. See whether the shop is up and its REST API answers; the next run tries again.";
    case ExitCode::credentials_refused:
      return "No run will do better until the credentials in the configuration are right.";
    case ExitCode::usage_or_configuration:
      return "No run will do better until this is mended; dsz-sync check says what.";
    case ExitCode::unexpected:
      return "See the log; a full disk or missing rights are the usual causes. dsz-sync status says what stands.";
    default:
      return "";
  }
}

Letter write_letter(const Event& event) {
  Letter letter;
  letter.subject = visible("dsz-sync: " + subject(event), kMaxSubject);
  if (event.occasion == Occasion::cut_off) {
    for (const RunRecord& run : event.cut_off) letter.paragraphs.push_back(cut_off_paragraph(run));
    letter.paragraphs.push_back(
        fmt::format("Run {} ({}) has begun now. What the journal holds open is settled by the "
                    "next run that writes.",
                    event.run, event.command));
  } else {
    letter.paragraphs.push_back(visible(event.sentence, kMaxParagraph));
    add_history(letter, event);
    if (const std::string what_to_do = advice(event.code); !what_to_do.empty()) letter.paragraphs.push_back(what_to_do);
  }
  if (!event.store.empty()) letter.figures.emplace_back("Shop", visible(event.store));
  letter.figures.emplace_back("Run", fmt::format("{}, {}, {}", event.run, event.command, format_utc(event.now)));
  if (event.occasion != Occasion::cut_off) {
    letter.figures.emplace_back("Exit code", std::to_string(static_cast<int>(event.code)));
    letter.figures.emplace_back("Took", format_span(event.report.took));
  }
  const auto figures = figures_of(event.report);
  letter.figures.insert(letter.figures.end(), figures.begin(), figures.end());
  letter.lists = letter_lists(event.report);
  letter.log = event.log;
  return letter;
}

}  // namespace dsz
