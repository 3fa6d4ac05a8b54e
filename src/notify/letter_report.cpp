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

std::string line_of(const PlannedChange& change) {
  return fmt::format("{} {}", visible(change.change.sku, 60), visible(change.name, 80));
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

void add_changes(std::vector<LetterList>& lists, const Plan& plan, const WriteReport& written) {
  List out("Went out of stock");
  List gone("Discontinued: gone from the supplier, set to 0");
  List back("Came back in stock");
  List not_written("Not written");
  for (std::size_t i = 0; i < plan.changes.size() && i < written.results.size(); ++i) {
    const PlannedChange& change = plan.changes[i];
    const ChangeResult& result = written.results[i];
    if (result.outcome != WriteOutcome::written) {
      not_written.add(line_of(change) + (result.detail.empty() ? "" : ": " + visible(result.detail)));
    } else if (change.effect == Effect::back_in_stock) {
      back.add(line_of(change));
    } else if (change.effect == Effect::to_zero) {
      (change.why == Why::missing ? gone : out).add(line_of(change));
    }
  }
  for (List* list : {&out, &gone, &back, &not_written}) list->end(lists);
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
  if (!report.match || !report.match->plan) return lists;
  const Plan& plan = *report.match->plan;
  if (report.match->written) add_changes(lists, plan, *report.match->written);
  List held("Held: left as they are");
  for (const LeftAlone& left : plan.left_alone) {
    if (const std::string_view why = why_held(left.left); !why.empty()) {
      held.add(fmt::format("{}: {}", visible(left.sku, 60), why));
    }
  }
  held.end(lists);
  return lists;
}

}  // namespace dsz
