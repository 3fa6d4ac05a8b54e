#include "dsz/report/report_state.hpp"

#include "dsz/app/counted.hpp"
#include "dsz/base/exit_code.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace dsz {
namespace {

constexpr std::chrono::hours kLate{26};  ///< cron runs several times a day, at least once
constexpr std::size_t kStateSentence = 600;

std::string named(const RunRecord& run) { return fmt::format("run {} ({})", run.id, visible(run.command)); }

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string ago(const StateFacts& facts, WallTime then) {
  const Millis since = facts.now - then;
  return since < std::chrono::minutes{1} ? "just now" : format_span(since) + " ago";
}

std::string what_it_said(const RunRecord& run) { return visible(run.sentence, kStateSentence); }

bool came_to_its_end(const RunFigures& figures) {
  return figures.run.ended && (figures.run.exit_code == static_cast<int>(ExitCode::done) ||
                               figures.run.exit_code == static_cast<int>(ExitCode::partly_done));
}

/// When the store last got the supplier's stock, for a run that did not bring it.
std::string last_good(const StateFacts& facts) {
  for (const RunFigures& figures : facts.runs) {
    if (figures.dry_run || !figures.compared || !came_to_its_end(figures)) continue;
    return fmt::format(" The store last got the supplier's stock {}, by {}.", ago(facts, *figures.run.ended),
                       named(figures.run));
  }
  return " No run has brought the store the supplier's stock yet.";
}

std::string todo_after_guard(const std::vector<std::string>& tripped) {
  if (tripped.empty()) return "Do what the sentence says, then run again.";
  if (tripped.front() == "inventory") {
    return "Run dsz-sync sync, which fetches a new inventory first; when it says the same, do what the sentence says.";
  }
  if (tripped.front() == "stock_management") {
    return "Turn on Settings > Products > Inventory > Enable stock management in WooCommerce, then run again.";
  }
  return "Look whether the supplier's data is right: dsz-sync match --dry-run shows what would change. The sentence "
         "says how to let one run through.";
}

std::string todo_after(int exit_code) {
  switch (static_cast<ExitCode>(exit_code)) {
    case ExitCode::usage_or_configuration:
      return "Mend what the sentence names in the configuration, then run again.";
    case ExitCode::partly_done:
      return "See what was not written below; the next run tries it again.";
    case ExitCode::supplier_unusable:
      return "Nothing, when it passes: the next run tries again. When it stays, see whether the supplier is down.";
    case ExitCode::credentials_refused:
      return "Check the account at Dropshipzone and the store's REST API keys in the configuration.";
    case ExitCode::store_unreachable:
      return "See whether the shop opens in a browser; then run again.";
    case ExitCode::interrupted:
    case ExitCode::terminated:
      return "Run again: it goes on where this one stopped.";
    default:
      return "The log file says more; then run again.";
  }
}

std::int64_t to_look_at(const StateFacts& facts) {
  std::int64_t products = 0;
  for (const Attention& attention : facts.attention) products += attention.calm ? 0 : attention.total;
  return products;
}

std::string stock_text(const RunFigures& compared) {
  if (!compared.selected || !compared.out_of_stock) return "";
  return fmt::format(" Of the store's {}, {} out of stock.",
                     counted(*compared.selected, "product") + " from the supplier",
                     *compared.out_of_stock == 1 ? "1 is" : fmt::format("{} are", *compared.out_of_stock));
}

ReportState after_success(const StateFacts& facts, const RunFigures& last) {
  const RunFigures* compared = last_comparison(facts.runs);
  if (compared == nullptr) {
    return {StateLevel::attention,
            fmt::format("{} ended {}, but the store has not been compared with its supplier yet.",
                        capital(named(last.run)), ago(facts, *last.run.ended)),
            "Run dsz-sync match --dry-run to see what would change, then dsz-sync match."};
  }
  ReportState state{StateLevel::good, "", ""};
  const std::string ended =
      fmt::format("{} ended {}: {}.", named(last.run), ago(facts, *last.run.ended), what_it_said(last.run));
  const std::int64_t products = to_look_at(facts);
  if (facts.now - *last.run.ended > kLate) {
    state.level = StateLevel::attention;
    state.sentence = fmt::format("No run since {}: {}", ago(facts, *last.run.ended), ended);
    state.todo = "See whether cron still starts dsz-sync; run dsz-sync sync by hand.";
  } else if (products > 0) {
    state.level = StateLevel::attention;
    state.sentence = fmt::format("The store follows its supplier, but {} a look; {}",
                                 products == 1 ? "1 product needs" : fmt::format("{} products need", products), ended);
    state.todo = "See the lists below: each says what to do.";
  } else {
    state.sentence = "All is well: " + ended;
  }
  state.sentence += stock_text(*compared);
  return state;
}

ReportState of_last_run(const StateFacts& facts, const RunFigures& last) {
  const RunRecord& run = last.run;
  if (!run.ended) {
    return {StateLevel::trouble, fmt::format("{} was cut off before its end.{}", capital(named(run)), last_good(facts)),
            "Run again: what it left open is settled first."};
  }
  switch (static_cast<ExitCode>(run.exit_code)) {
    case ExitCode::done:
      return after_success(facts, last);
    case ExitCode::partly_done:
      return {
          StateLevel::attention,
          fmt::format("{}, {}, did only a part: {}.", capital(named(run)), ago(facts, *run.ended), what_it_said(run)),
          todo_after(run.exit_code)};
    case ExitCode::guard_stopped:
      return {StateLevel::trouble,
              fmt::format("A guard stopped {} {}: {}.{}", named(run), ago(facts, *run.ended), what_it_said(run),
                          last_good(facts)),
              todo_after_guard(last.tripped)};
    default:
      return {StateLevel::trouble,
              fmt::format("{} failed {}: {}.{}", capital(named(run)), ago(facts, *run.ended), what_it_said(run),
                          last_good(facts)),
              todo_after(run.exit_code)};
  }
}

}  // namespace

std::vector<Attention> attention_kinds() {
  return {
      {"failed", "Not written",
       "The store refused these, or kept its old value. Read its words beside each, mend the product in WooCommerce, "
       "and run again: every run tries them anew."},
      {"missing", "Missing at the supplier",
       "Dropshipzone no longer has these under their SKU. They cannot be delivered, so they are put to 0 unless "
       "match.missing says otherwise. When they are gone for good, take them out of the shop.",
       true},
      {"unknown", "Stock unknown",
       "The supplier's stock could not be read, or was not asked for, so these were left as they are. The next run "
       "asks again; run dsz-sync fetch when they stay here."},
      {"duplicate", "SKU not unique",
       "Several products share one SKU, and nobody can tell which is meant, so all of them were left alone. Give each "
       "its own SKU in WooCommerce, or set match.duplicates."},
      {"skipped", "Left alone as configured",
       "Products whose stock is not counted one by one (see match.unmanaged and match.parent_managed), or whose stock "
       "status is a plugin's own. Nothing to do when that is as you want it.",
       true},
  };
}

std::string_view to_text(StateLevel level) {
  switch (level) {
    case StateLevel::none:
      return "none";
    case StateLevel::good:
      return "good";
    case StateLevel::attention:
      return "attention";
    case StateLevel::trouble:
      return "trouble";
  }
  return "";
}

const RunFigures* last_real_run(std::span<const RunFigures> runs) {
  const auto found = std::ranges::find_if(runs, [](const RunFigures& run) { return !run.dry_run; });
  return found == runs.end() ? nullptr : &*found;
}

const RunFigures* last_comparison(std::span<const RunFigures> runs) {
  const auto found = std::ranges::find_if(runs, [](const RunFigures& run) { return !run.dry_run && run.compared; });
  return found == runs.end() ? nullptr : &*found;
}

ReportState state_now(const StateFacts& facts) {
  std::span<const RunFigures> runs = facts.runs;
  const bool under_way = facts.under_way && !runs.empty() && !runs.front().run.ended;
  if (under_way) runs = runs.subspan(1);
  const RunFigures* last = last_real_run(runs);
  const StateFacts before{runs, facts.attention, facts.under_way, facts.now};
  ReportState state =
      last != nullptr
          ? of_last_run(before, *last)
          : ReportState{StateLevel::none,
                        runs.empty() ? "Nothing has run yet." : "Only dry runs so far: nothing was written.",
                        "Run dsz-sync fetch, look at dsz-sync match --dry-run, then run dsz-sync match."};
  if (under_way) state.sentence += fmt::format(" {} is under way.", capital(named(facts.runs.front().run)));
  return state;
}

}  // namespace dsz
