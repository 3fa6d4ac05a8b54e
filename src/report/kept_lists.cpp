#include "dsz/report/kept_lists.hpp"

#include "dsz/base/text.hpp"
#include "dsz/state/run_history.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kTextKept = 120;  ///< bytes of a name or of the store's words
constexpr std::string_view kHeld = "held";

std::string dumped_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json product(std::string_view sku, std::int64_t id, std::int64_t parent, std::string_view name) {
  return {{"sku", visible(sku, kTextKept)}, {"id", id}, {"parent", parent}, {"name", visible(name, kTextKept)}};
}

/// A quantity, or the status of a product without one.
Json old_stock(const StockChange& change) {
  if (change.status || !change.old_quantity) return to_text(change.old_status);
  const double quantity = *change.old_quantity;
  const bool whole = std::trunc(quantity) == quantity && std::abs(quantity) < 1e15;
  return whole ? Json(static_cast<std::int64_t>(quantity)) : Json(quantity);
}

Json new_stock(const StockChange& change) {
  return change.quantity ? Json(*change.quantity) : Json(to_text(change.status.value_or(StockStatus::other)));
}

/// What became of the changes of one run.
struct Fate {
  const std::optional<WriteReport>& written;
  bool held = false;  ///< a guard stopped it

  [[nodiscard]] const ChangeResult* result(std::size_t position) const {
    return written && position < written->results.size() ? &written->results[position] : nullptr;
  }
  [[nodiscard]] bool trouble(std::size_t position) const {
    const ChangeResult* found = result(position);
    return !held && (found == nullptr || found->outcome != WriteOutcome::written);
  }
  void add_to(Json& row, std::size_t position) const {
    const ChangeResult* found = result(position);
    // Without a result it was stopped in the middle: the next run reads what stands.
    row["outcome"] = held ? kHeld : to_text(found != nullptr ? found->outcome : WriteOutcome::pending);
    if (found != nullptr && !found->detail.empty()) row["detail"] = visible(found->detail, kTextKept);
  }
};

Json row_of(const PlannedChange& planned) {
  Json row = product(planned.change.sku, planned.change.product, planned.change.parent, planned.name);
  row["effect"] = to_text(planned.effect);
  row["why"] = to_text(planned.why);
  return row;
}

Json row_of(const UndoChange& undone) {
  Json row = product(undone.change.sku, undone.change.product, undone.change.parent, undone.name);
  row["effect"] = to_text(undone.effect);
  row["why"] = "undone";
  return row;
}

template <typename Change>
Json rows_of_changes(const JobReport& report, const std::string& store, std::span<const Change> changes,
                     const Fate& fate) {
  if (changes.empty()) return nullptr;
  std::vector<std::size_t> order(changes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_partition(order.begin(), order.end(), [&](std::size_t position) { return fate.trouble(position); });
  Json rows = Json::array();
  for (const std::size_t position : order) {
    if (rows.size() == kChangesKept) break;
    Json row = row_of(changes[position]);
    row["old"] = old_stock(changes[position].change);
    row["new"] = new_stock(changes[position].change);
    fate.add_to(row, position);
    rows.push_back(std::move(row));
  }
  return {{"run", report.run}, {"store", store}, {"total", changes.size()}, {"rows", std::move(rows)}};
}

class List {
 public:
  void add(Json product, std::string_view why) {
    ++total_;
    if (rows_.size() == kProductsKept) return;
    product["why"] = why;
    rows_.push_back(std::move(product));
  }
  [[nodiscard]] Json json() && { return {{"total", total_}, {"rows", std::move(rows_)}}; }

 private:
  std::size_t total_ = 0;
  Json rows_ = Json::array();
};

struct Lists {
  List missing;
  List unknown;
  List duplicate;
  List skipped;

  List& of(Left left) {
    switch (left) {
      case Left::unknown_stock:
      case Left::not_covered:
      case Left::unconfirmed:
        return unknown;
      case Left::duplicate_in_store:
      case Left::ambiguous_sku:
        return duplicate;
      case Left::missing_ignored:
        return missing;
      case Left::unmanaged_skipped:
      case Left::foreign_status:
      case Left::parent_managed:
      case Left::not_stockable:
        break;
    }
    return skipped;
  }
};

Json kept(Database& database, std::string_view fact) {
  const std::optional<std::string> text = Facts(database).get(fact);
  Json json = text ? Json::parse(*text, nullptr, false) : Json(nullptr);
  return json.is_object() ? json : Json(nullptr);
}

}  // namespace

nlohmann::ordered_json changes_of(const JobReport& report) {
  if (report.match && report.match->plan && !report.match->dry_run) {
    const MatchReport& match = *report.match;
    return rows_of_changes<PlannedChange>(report, match.store, match.plan->changes,
                                          {match.written, match.guard_tripped()});
  }
  if (report.apply && report.apply->plan && !report.apply->dry_run) {
    return rows_of_changes<PlannedChange>(report, report.apply->store, report.apply->plan->changes,
                                          {report.apply->written});
  }
  if (report.undo && report.undo->plan && !report.undo->dry_run && !report.undo->declined) {
    return rows_of_changes<UndoChange>(report, report.undo->store, report.undo->plan->changes, {report.undo->written});
  }
  return nullptr;
}

nlohmann::ordered_json lists_of(const JobReport& report) {
  if (!report.match || !report.match->plan || report.match->dry_run) return nullptr;
  const Plan& plan = *report.match->plan;
  Lists lists;
  for (const PlannedChange& planned : plan.changes) {
    if (planned.why != Why::missing) continue;
    const StockChange& change = planned.change;
    lists.missing.add(product(change.sku, change.product, change.parent, planned.name), "goes_to_zero");
  }
  for (const MissingUnchanged& missing : plan.missing_unchanged) {
    lists.missing.add(product(missing.sku, missing.product, missing.parent, missing.name), "at_zero");
  }
  for (const LeftAlone& left : plan.left_alone) {
    lists.of(left.left).add(product(left.sku, left.product, left.parent, left.name), to_text(left.left));
  }
  return {{"run", report.run},
          {"store", report.match->store},
          {"missing", std::move(lists.missing).json()},
          {"unknown", std::move(lists.unknown).json()},
          {"duplicate", std::move(lists.duplicate).json()},
          {"skipped", std::move(lists.skipped).json()}};
}

void keep_lists(Database& database, const JobReport& report) {
  const Json changes = changes_of(report);
  const Json lists = lists_of(report);
  Facts facts(database);
  Transaction transaction(database);
  if (!changes.is_null()) facts.set(kFactLastChanges, dumped_line(changes));
  if (!lists.is_null()) facts.set(kFactLastLists, dumped_line(lists));
  transaction.commit();
}

nlohmann::ordered_json kept_changes(Database& database) { return kept(database, kFactLastChanges); }
nlohmann::ordered_json kept_lists(Database& database) { return kept(database, kFactLastLists); }

}  // namespace dsz
