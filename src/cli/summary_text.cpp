#include "dsz/cli/summary_text.hpp"

#include "dsz/app/counted.hpp"
#include "dsz/base/text.hpp"
#include "dsz/cli/diff_table.hpp"
#include "dsz/cli/text_table.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <vector>

namespace dsz {
namespace {

constexpr std::size_t kSkusShown = 20;

/// Appends ", 3 unknown" when there are any.
void add_count(std::string& text, std::int64_t count, std::string_view what) {
  if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
}

std::string listed(const std::vector<std::string>& texts) {
  std::string list;
  for (std::size_t i = 0; i < texts.size() && i < kSkusShown; ++i) list += (i == 0 ? "" : ", ") + visible(texts[i]);
  if (texts.size() > kSkusShown) list += fmt::format(", and {} more (--json lists all)", texts.size() - kSkusShown);
  return list;
}

std::string fetched_text(const FetchResult& fetch) {
  const std::string products = counted(fetch.products, "product");
  if (fetch.mode == FetchMode::full) {
    return fmt::format("{} in {}, to {}", products, counted(fetch.report.pages, "page"), fetch.inventory.string());
  }
  return fmt::format("{} of the {} that the store sells in {}, to {}", products, fetch.asked,
                     counted(fetch.report.pages, "request"), fetch.inventory.string());
}

std::string fetch_text(const FetchResult& fetch) {
  std::string notes;
  add_count(notes, fetch.report.duplicates, "merged by SKU");
  add_count(notes, fetch.report.repaired_pages, "pages read again because rows had moved");
  add_count(notes, fetch.report.resumed_pages, "pages of a fetch that was cut off");
  add_count(notes, fetch.report.without_sku, "without a usable SKU");
  add_count(notes, fetch.report.unknown, "with a stock that cannot be read (unknown)");
  add_count(notes, fetch.missing, "not at the supplier any more");
  add_count(notes, fetch.unsettled, "without a usable answer (left alone)");
  add_count(notes, fetch.put_off, "never at the supplier, not asked for again yet");
  const std::string text = titled_line("Fetched:", fetched_text(fetch));
  return notes.empty() ? text : text + titled_line("", notes);
}

std::string changes_text(const PlanCounts& counts) {
  return fmt::format("{} to zero, {} down, {} up, {} back in stock; {} unchanged", counts.to_zero, counts.down,
                     counts.up, counts.back_in_stock, counts.unchanged);
}

std::string missing_text(const PlanCounts& counts) {
  std::string text = fmt::format("{} not at the supplier any more", counts.missing);
  if (counts.missing_to_zero > 0) text += fmt::format(" ({} go to zero)", counts.missing_to_zero);
  add_count(text, counts.unconfirmed, "that could not be asked for (left alone)");
  return text;
}

std::string left_alone_text(const Plan& plan) {
  std::map<Left, std::vector<std::string>> skus;
  for (const LeftAlone& product : plan.left_alone) skus[product.left].push_back(product.sku);
  std::string text;
  for (const auto& [left, list] : skus) {
    text += titled_line(text.empty() ? "Left alone:" : "",
                        fmt::format("{} ({}): {}", words_for(left), list.size(), listed(list)));
  }
  return text;
}

std::string guards_text(const std::vector<GuardResult>& guards, const Surface& surface) {
  std::string text;
  for (const GuardResult& guard : guards) {
    const std::string verdict =
        guard.tripped ? coloured("TRIPPED", Colour::red, surface) : coloured("passed", Colour::green, surface);
    text += titled_line(text.empty() ? "Guards:" : "", fmt::format("{}: {}", verdict, guard.sentence));
  }
  return text;
}

/// The SKUs of one outcome, with the store's words.
std::vector<std::string> with_outcome(const WriteReport& written, const std::vector<std::string>& skus,
                                      WriteOutcome outcome) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < skus.size() && i < written.results.size(); ++i) {
    const ChangeResult& result = written.results[i];
    if (result.outcome != outcome) continue;
    list.push_back(result.detail.empty() ? skus[i] : fmt::format("{} ({})", skus[i], result.detail));
  }
  return list;
}

std::string written_text(const WriteReport& written, const std::vector<std::string>& skus) {
  std::string counts =
      fmt::format("{} in {}", counted(written.written, "product"), counted(written.batches, "request"));
  add_count(counts, written.failed, "refused");
  add_count(counts, written.ignored, "ignored");
  add_count(counts, written.unknown, "unclear");
  add_count(counts, written.not_sent, "not sent");
  std::string text = titled_line("Written:", counts);
  if (written.failed > 0) text += titled_line("Refused:", listed(with_outcome(written, skus, WriteOutcome::failed)));
  if (written.ignored > 0) text += titled_line("Ignored:", listed(with_outcome(written, skus, WriteOutcome::ignored)));
  if (written.unknown > 0) text += titled_line("Unclear:", listed(with_outcome(written, skus, WriteOutcome::pending)));
  return text;
}

std::string settled_text(const SettledWrites& settled) {
  if (settled.written + settled.not_sent + settled.changed + settled.gone == 0) return "";
  return titled_line("Cut off:", fmt::format("an earlier run left open writes; {} were done, {} were not, {} "
                                             "show another value, {} are of products that are gone",
                                             settled.written, settled.not_sent, settled.changed, settled.gone));
}

std::string inventory_text(const MatchReport& match) {
  const InventoryInfo& info = *match.inventory_info;
  const std::string mode =
      info.header.mode == to_text(FetchMode::full) ? "" : fmt::format(" ({})", visible(info.header.mode));
  return titled_line("Inventory:", fmt::format("{} products{}, fetched at {}, {}", info.count - info.missing, mode,
                                               format_utc(info.header.fetched_at), match.inventory.string()));
}

std::string match_text(const MatchReport& match, const Surface& surface) {
  std::string text;
  if (match.plan && match.dry_run) text += diff_table(match.plan->changes, surface);
  if (!text.empty()) text += "\n";
  if (match.inventory_info) text += inventory_text(match);
  text += settled_text(match.settled);
  if (!match.plan) return text;
  const PlanCounts& counts = match.plan->counts;
  text += titled_line("Store:", fmt::format("{}: {} products and variations, {} selected", visible(match.store),
                                            counts.store_products, counts.selected));
  text += titled_line("Changes:", changes_text(counts)) + titled_line("Missing:", missing_text(counts));
  text += left_alone_text(*match.plan) + guards_text(match.guards, surface);
  if (!match.written || match.plan->changes.empty()) return text;
  std::vector<std::string> skus;
  for (const PlannedChange& planned : match.plan->changes) skus.push_back(planned.change.sku);
  return text + written_text(*match.written, skus);
}

std::string skipped_text(const ApplyPlan& plan) {
  std::vector<std::string> list;
  list.reserve(plan.skipped.size());
  for (const SkippedChange& skipped : plan.skipped) list.push_back(fmt::format("{} ({})", skipped.sku, skipped.why));
  return list.empty() ? "" : titled_line("Skipped:", listed(list));
}

std::string apply_text(const ApplyReport& apply, const Surface& surface) {
  std::string text;
  if (apply.plan && apply.dry_run) text += diff_table(apply.plan->changes, surface);
  if (!text.empty()) text += "\n";
  if (apply.saved) {
    text += titled_line("Plan:",
                        fmt::format("{} for {}, made by run {} at {}",
                                    counted(static_cast<std::int64_t>(apply.saved->changes.size()), "change"),
                                    visible(apply.saved->store), apply.saved->run, format_utc(apply.saved->made_at)));
  }
  text += settled_text(apply.settled);
  if (!apply.plan) return text;
  text += titled_line("Changes:", fmt::format("{} to write, {} done already, {} skipped", apply.plan->changes.size(),
                                              apply.plan->done, apply.plan->skipped.size()));
  text += skipped_text(*apply.plan);
  if (!apply.written || apply.plan->changes.empty()) return text;
  std::vector<std::string> skus;
  for (const PlannedChange& planned : apply.plan->changes) skus.push_back(planned.change.sku);
  return text + written_text(*apply.written, skus);
}

std::string undo_text(const UndoReport& undo) {
  std::string text = settled_text(undo.settled);
  if (!undo.plan) return text;
  text += titled_line(
      "Undo:", fmt::format("run {} at {}: {} to put back, {} left as they are", *undo.undone, visible(undo.store),
                           counted(static_cast<std::int64_t>(undo.plan->changes.size()), "product"),
                           undo.plan->conflicts.size()));
  std::vector<std::string> skus;
  for (const UndoChange& change : undo.plan->changes) skus.push_back(change.change.sku);
  if (undo.written) text += written_text(*undo.written, skus);
  return text;
}

std::string requests_text(const JobReport& report) {
  std::string text;
  const auto add = [&text](std::string_view side, const std::optional<RequestCounts>& counts) {
    if (!counts) return;
    text += fmt::format("{}{}: {} ({} failed) in {}", text.empty() ? "" : "; ", side, counts->requests, counts->failed,
                        format_span(counts->busy));
  };
  add("supplier", report.supplier);
  add("store", report.store);
  return text.empty() ? "" : titled_line("Requests:", text);
}

}  // namespace

std::string summary_text(const JobReport& report, const Surface& surface) {
  std::string text;
  if (report.fetch) text += fetch_text(*report.fetch);
  if (report.fetch && report.match) text += "\n";
  if (report.match) text += match_text(*report.match, surface);
  if (report.apply) text += apply_text(*report.apply, surface);
  if (report.undo) text += undo_text(*report.undo);
  return text + requests_text(report);
}

}  // namespace dsz
