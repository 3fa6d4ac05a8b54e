#include "dsz/base/text.hpp"
#include "dsz/notify/letter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

using Figures = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kMostLines = 20;

void add(Figures& figures, std::string_view name, std::int64_t value) {
  figures.emplace_back(name, std::to_string(value));
}

void add_plan(Figures& figures, const PlanCounts& counts) {
  add(figures, "Products of the supplier in the shop", counts.selected);
  add(figures, "In stock before", counts.in_stock);
  add(figures, "Unchanged", counts.unchanged);
  add(figures, "Higher", counts.up);
  add(figures, "Lower", counts.down);
  add(figures, "Out of stock", counts.to_zero);
  add(figures, "Back in stock", counts.back_in_stock);
  add(figures, "Missing at the supplier", counts.missing);
  add(figures, "Unconfirmed", counts.unconfirmed);
}

void add_written(Figures& figures, const WriteReport& written) {
  add(figures, "Written", written.written);
  if (written.failed > 0) add(figures, "Refused by the shop", written.failed);
  if (written.ignored > 0) add(figures, "Ignored by the shop", written.ignored);
  if (written.unknown > 0) add(figures, "Unclear", written.unknown);
  if (written.not_sent > 0) add(figures, "Not sent", written.not_sent);
}

/// Of a PlannedChange or an UndoChange.
template <typename Change>
std::string line_of(const Change& change) {
  const std::string sku = visible(change.change.sku, 60);
  return change.name.empty() ? sku : fmt::format("{} {}", sku, visible(change.name, 80));
}

/// Counts all of its lines, and keeps the first.
class List {
 public:
  explicit List(std::string_view title) : title_(title) {}
  void add(const std::string& line) {
    if (count_++ < kMostLines) lines_.push_back(line);
  }
  void end(std::vector<LetterList>& lists) {
    if (count_ == 0) return;
    if (count_ > kMostLines) lines_.push_back(fmt::format("… and {} more", count_ - kMostLines));
    lists.push_back({fmt::format("{} ({})", title_, count_), std::move(lines_)});
  }

 private:
  std::string title_;
  std::vector<std::string> lines_;
  std::size_t count_ = 0;
};

std::string_view why_held(Left left) {
  switch (left) {
    case Left::unknown_stock:
      return "its stock at the supplier cannot be read";
    case Left::unconfirmed:
      return "not in the inventory, and the supplier could not be asked";
    case Left::duplicate_in_store:
      return "two products of the shop have this SKU";
    case Left::ambiguous_sku:
      return "several SKUs of the supplier differ from it only by capitals";
    default:
      return "";  // so configured, or never to be written: no news
  }
}

bool is_gone(const PlannedChange& change) { return change.why == Why::missing; }
bool is_gone(const UndoChange&) { return false; }

template <typename Change>
void add_changes(std::vector<LetterList>& lists, const std::vector<Change>& changes, const WriteReport& written) {
  List out("Went out of stock");
  List gone("Discontinued: gone from the supplier, set to 0");
  List back("Came back in stock");
  List not_written("Not written");
  for (std::size_t i = 0; i < changes.size() && i < written.results.size(); ++i) {
    const Change& change = changes[i];
    const ChangeResult& result = written.results[i];
    if (result.outcome != WriteOutcome::written) {
      not_written.add(line_of(change) + (result.detail.empty() ? "" : ": " + visible(result.detail)));
    } else if (change.effect == Effect::back_in_stock) {
      back.add(line_of(change));
    } else if (change.effect == Effect::to_zero) {
      (is_gone(change) ? gone : out).add(line_of(change));
    }
  }
  for (List* list : {&out, &gone, &back, &not_written}) list->end(lists);
}

void add_held(std::vector<LetterList>& lists, const std::vector<LeftAlone>& left_alone) {
  List held("Held: left as they are");
  for (const LeftAlone& left : left_alone) {
    if (const std::string_view why = why_held(left.left); !why.empty()) {
      held.add(fmt::format("{}: {}", visible(left.sku, 60), why));
    }
  }
  held.end(lists);
}

/// What changed since: SkippedChange of an apply, UndoConflict of an undo.
template <typename LeftOut>
void add_left_out(std::vector<LetterList>& lists, const std::vector<LeftOut>& products) {
  List left_out("Left out: changed since");
  for (const LeftOut& product : products) {
    left_out.add(fmt::format("{}: {}", visible(product.sku, 60), visible(product.why)));
  }
  left_out.end(lists);
}

}  // namespace

Figures figures_of(const JobReport& report) {
  Figures figures;
  if (report.fetch) add(figures, "Products in the inventory", report.fetch->products);
  if (report.match && report.match->plan) add_plan(figures, report.match->plan->counts);
  if (report.match && report.match->written) add_written(figures, *report.match->written);
  if (report.apply && report.apply->written) add_written(figures, *report.apply->written);
  if (report.undo && report.undo->written) add_written(figures, *report.undo->written);
  return figures;
}

std::vector<LetterList> letter_lists(const JobReport& report) {
  std::vector<LetterList> lists;
  if (report.match && report.match->plan) {
    if (report.match->written) add_changes(lists, report.match->plan->changes, *report.match->written);
    add_held(lists, report.match->plan->left_alone);
  }
  if (report.apply && report.apply->plan) {
    if (report.apply->written) add_changes(lists, report.apply->plan->changes, *report.apply->written);
    add_left_out(lists, report.apply->plan->skipped);
  }
  if (report.undo && report.undo->plan) {
    if (report.undo->written) add_changes(lists, report.undo->plan->changes, *report.undo->written);
    add_left_out(lists, report.undo->plan->conflicts);
  }
  return lists;
}

}  // namespace dsz
