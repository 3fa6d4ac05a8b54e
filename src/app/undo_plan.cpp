#include "dsz/app/undo_plan.hpp"

#include "dsz/app/present_value.hpp"
#include "dsz/base/stock_level.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

namespace dsz {
namespace {

struct FieldWrite {
  std::string old_value;
  std::string new_value;
};

/// What one run wrote to one product.
struct ProductWrites {
  std::string sku;
  std::map<std::string, FieldWrite> fields;
};

std::map<std::int64_t, ProductWrites> written_by_product(std::span<const JournalEntry> entries) {
  std::map<std::int64_t, ProductWrites> products;
  for (const JournalEntry& entry : entries) {
    if (entry.outcome != WriteOutcome::written) continue;
    ProductWrites& product = products[entry.product];
    product.sku = entry.sku;
    const auto [field, first] = product.fields.try_emplace(entry.field, FieldWrite{entry.old_value, entry.new_value});
    if (!first) field->second.new_value = entry.new_value;
  }
  return products;
}

bool has_old_values(const ProductWrites& writes, const StoreProduct& product) {
  return std::all_of(writes.fields.begin(), writes.fields.end(), [&product](const auto& field) {
    return present_value(product, field.first) == field.second.old_value;
  });
}

/// "" when the store still has what was written.
std::string changed_since(const ProductWrites& writes, const StoreProduct& product) {
  for (const auto& [field, write] : writes.fields) {
    const std::string now = present_value(product, field);
    if (now != write.new_value) {
      return fmt::format("{} is {} now, the run wrote {}", field, now, write.new_value);
    }
  }
  return "";
}

std::optional<StockStatus> status_of(std::string_view written) {
  for (const StockStatus status : {StockStatus::instock, StockStatus::outofstock}) {
    if (written == fmt::format("\"{}\"", to_text(status))) return status;
  }
  return std::nullopt;
}

/// Fills in what is to be written; returns why it cannot be, or "".
std::string put_back(const ProductWrites& writes, StockChange& change) {
  if (writes.fields.contains("manage_stock")) {
    return "the run turned stock management on for it, which is turned off only by hand";
  }
  const auto quantity = writes.fields.find("stock_quantity");
  const auto status = writes.fields.find("stock_status");
  if (quantity != writes.fields.end()) {
    const StockLevel old = StockLevel::parse(quantity->second.old_value);
    if (!old.known()) return fmt::format("its old quantity was {}, which is not written", quantity->second.old_value);
    change.quantity = static_cast<std::uint32_t>(old.quantity());
  } else if (status != writes.fields.end()) {
    change.status = status_of(status->second.old_value);
    if (!change.status) return fmt::format("its old status was {}, which is not written", status->second.old_value);
  }
  return change.quantity || change.status ? "" : "the journal has nothing of it that could be put back";
}

StockChange change_of(const StoreProduct& product) {
  StockChange change;
  change.product = product.id;
  change.parent = product.parent;
  change.sku = product.sku;
  change.old_quantity = product.quantity;
  change.old_manage = product.manage;
  change.old_status = product.status;
  return change;
}

Effect effect_of(const StockChange& change) {
  const bool was = change.old_status != StockStatus::outofstock;
  const bool will = change.quantity ? *change.quantity > 0 : change.status == StockStatus::instock;
  if (was != will) return will ? Effect::back_in_stock : Effect::to_zero;
  return change.quantity && *change.quantity > change.old_quantity.value_or(0) ? Effect::up : Effect::down;
}

void order(UndoPlan& plan) {
  std::sort(plan.changes.begin(), plan.changes.end(), [](const UndoChange& a, const UndoChange& b) {
    return std::tie(a.effect, a.change.sku, a.change.product) < std::tie(b.effect, b.change.sku, b.change.product);
  });
  std::sort(plan.conflicts.begin(), plan.conflicts.end(), [](const UndoConflict& a, const UndoConflict& b) {
    return std::tie(a.sku, a.product) < std::tie(b.sku, b.product);
  });
}

}  // namespace

UndoPlan plan_undo(std::span<const JournalEntry> entries, const StoreCatalogue& catalogue) {
  UndoPlan plan;
  for (const auto& [id, writes] : written_by_product(entries)) {
    const std::optional<StoreProduct> product = catalogue.find(id);
    if (!product) {
      plan.conflicts.push_back({id, writes.sku, "it is not in the store any more"});
      continue;
    }
    if (has_old_values(writes, *product)) {
      ++plan.already_back;
      continue;
    }
    StockChange change = change_of(*product);
    std::string why;
    if (product->sku != writes.sku) why = fmt::format("its SKU is {} now", visible(product->sku));
    if (why.empty()) why = changed_since(writes, *product);
    if (why.empty()) why = put_back(writes, change);
    if (!why.empty()) {
      plan.conflicts.push_back({id, writes.sku, std::move(why)});
      continue;
    }
    const Effect effect = effect_of(change);
    plan.changes.push_back({std::move(change), effect, std::string(product->name)});
  }
  order(plan);
  return plan;
}

}  // namespace dsz
