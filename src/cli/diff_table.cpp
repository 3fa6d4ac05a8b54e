#include "dsz/cli/diff_table.hpp"

#include "dsz/cli/text_table.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace dsz {
namespace {

constexpr std::size_t kLeastSku = 10;
constexpr std::size_t kLeastName = 8;
constexpr std::size_t kLeastWhy = 7;

std::vector<TableColumn> columns() {
  return {{"SKU", false, kLeastSku},
          {"ID", true, 0},
          {"NAME", false, kLeastName},
          {"STOCK", false, 0},
          {"WHY", false, kLeastWhy}};
}

Colour colour_of(Effect effect) {
  switch (effect) {
    case Effect::to_zero:
      return Colour::red;
    case Effect::down:
      return Colour::yellow;
    case Effect::up:
      return Colour::none;
    case Effect::back_in_stock:
      return Colour::green;
  }
  return Colour::none;
}

TableRow row_of(const StockChange& change, Effect effect, const std::string& name, std::string why) {
  return {{change.sku, fmt::format("{}", change.product), name,
           fmt::format("{} → {}", old_stock_text(change), new_stock_text(change)), std::move(why)},
          colour_of(effect)};
}

std::string why_text(const PlannedChange& planned) {
  std::string why(words_for(planned.why));
  if (planned.change.start_managing) why += ", starts to manage its stock";
  if (planned.stays_buyable) why += ", stays buyable: backorders are allowed";
  return why;
}

}  // namespace

std::string old_stock_text(const StockChange& change) {
  if (change.old_manage != ManageStock::yes || !change.old_quantity) return std::string(words_for(change.old_status));
  return fmt::format("{}", *change.old_quantity);
}

std::string new_stock_text(const StockChange& change) {
  if (change.quantity) return fmt::format("{}", *change.quantity);
  return std::string(words_for(change.status.value_or(StockStatus::other)));
}

std::string diff_table(std::span<const PlannedChange> changes, const Surface& surface) {
  if (changes.empty()) return "";
  std::vector<TableRow> rows;
  rows.reserve(changes.size());
  for (const PlannedChange& planned : changes) {
    rows.push_back(row_of(planned.change, planned.effect, planned.name, why_text(planned)));
  }
  return render_table(columns(), std::move(rows), surface);
}

std::string diff_table(const UndoPlan& plan, const Surface& surface) {
  if (plan.changes.empty()) return "";
  std::vector<TableRow> rows;
  rows.reserve(plan.changes.size());
  for (const UndoChange& undo : plan.changes) rows.push_back(row_of(undo.change, undo.effect, undo.name, "put back"));
  return render_table(columns(), std::move(rows), surface);
}

}  // namespace dsz
