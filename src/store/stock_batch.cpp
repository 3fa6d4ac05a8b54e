#include "stock_batch.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/stock_level.hpp"
#include "dsz/base/text.hpp"
#include "dsz/store/stock_text.hpp"

#include "product_rows.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>
#include <unordered_set>

namespace dsz {
namespace {

using nlohmann::json;

/// Inside of an item it trims that item's answer.
constexpr const char* kEchoedFields = "id,sku,stock_quantity,stock_status,manage_stock,backorders";

bool may_be_sent(const StockChange& change) {
  if (change.product <= 0 || change.parent < 0 || change.parent == change.product) return false;
  if (change.quantity.has_value() == change.status.has_value()) return false;
  if (change.quantity) return *change.quantity <= static_cast<std::uint32_t>(StockLevel::kMax);
  return !change.start_managing && (change.status == StockStatus::instock || change.status == StockStatus::outofstock);
}

json item_of(const StockChange& change) {
  json item = {{"id", change.product}, {"_fields", kEchoedFields}};
  if (change.quantity) item["stock_quantity"] = *change.quantity;
  if (change.start_managing) item["manage_stock"] = true;
  if (change.status) item["stock_status"] = to_text(*change.status);
  return item;
}

Verdict judge_quantity(const StockChange& change, const json& row) {
  if (!row.contains("manage_stock") || !row.contains("stock_quantity")) return {};
  Verdict verdict;
  verdict.managed = manage_of(row) == ManageStock::yes;
  if (!verdict.managed) {
    verdict.outcome = WriteOutcome::ignored;
    verdict.detail = "the store does not manage this product's stock, and kept it as it was";
  } else if (quantity_of(row) == static_cast<double>(*change.quantity)) {
    verdict.outcome = WriteOutcome::written;
  } else {
    verdict.outcome = WriteOutcome::ignored;
    verdict.detail = fmt::format("sent {}, the store shows {}", *change.quantity, value_in(change, row));
  }
  return verdict;
}

Verdict judge_status(const StockChange& change, const json& row) {
  if (!row.contains("stock_status")) return {};
  Verdict verdict;
  verdict.managed = manage_of(row) == ManageStock::yes;
  if (status_of(row) == *change.status) {
    verdict.outcome = WriteOutcome::written;
  } else {
    verdict.outcome = WriteOutcome::ignored;
    verdict.detail = fmt::format("sent {}, the store shows {}", to_text(*change.status), value_in(change, row));
  }
  return verdict;
}

std::string error_words(const json& error) {
  const auto text = [&error](const char* name) {
    const auto member = error.find(name);
    return member != error.end() && member->is_string() ? member->get<std::string>() : std::string();
  };
  if (!error.is_object()) return visible(error.dump());
  return visible(fmt::format("{}: {}", text("code"), text("message")));
}

}  // namespace

void check_plan(std::span<const StockChange> changes) {
  std::unordered_set<std::int64_t> seen;
  for (const StockChange& change : changes) {
    if (!may_be_sent(change)) {
      throw Failure(FailureKind::unexpected,
                    fmt::format("the plan holds a change of product {} that must not be sent; nothing was written; "
                                "please report this",
                                change.product));
    }
    if (!seen.insert(change.product).second) {
      throw Failure(FailureKind::unexpected, fmt::format("the plan names product {} twice; nothing was written; please "
                                                         "report this",
                                                         change.product));
    }
  }
}

std::deque<StockBatch> batches_of(std::span<const StockChange> changes, std::size_t batch_size) {
  std::map<std::int64_t, std::vector<std::size_t>> by_parent;  // 0, the products themselves, comes first
  for (std::size_t i = 0; i < changes.size(); ++i) by_parent[changes[i].parent].push_back(i);
  std::deque<StockBatch> batches;
  for (const auto& [parent, items] : by_parent) {
    for (std::size_t from = 0; from < items.size(); from += batch_size) {
      const auto first = items.begin() + static_cast<std::ptrdiff_t>(from);
      const auto last = items.begin() + static_cast<std::ptrdiff_t>(std::min(from + batch_size, items.size()));
      batches.push_back({parent, {first, last}, 0, ""});
    }
  }
  return batches;
}

std::string batch_path(std::int64_t parent) {
  return parent == 0 ? "wc/v3/products/batch" : fmt::format("wc/v3/products/{}/variations/batch", parent);
}

json batch_body(std::span<const StockChange> changes, const StockBatch& batch) {
  json items = json::array();
  for (const std::size_t item : batch.items) items.push_back(item_of(changes[item]));
  return {{"update", std::move(items)}};
}

Verdict judge(const StockChange& change, const json& row) {
  if (const auto error = row.find("error"); error != row.end()) {
    return {WriteOutcome::failed, error_words(*error), false};
  }
  return change.quantity ? judge_quantity(change, row) : judge_status(change, row);
}

bool shows_old_value(const StockChange& change, const json& row) {
  if (change.status) return status_of(row) == change.old_status;
  if (manage_of(row) != change.old_manage) return false;
  return change.old_manage != ManageStock::yes || quantity_of(row) == change.old_quantity;
}

std::string value_in(const StockChange& change, const json& row) {
  if (change.status) return std::string(to_text(status_of(row)));
  if (manage_of(row) == ManageStock::no) return "no quantity";
  return quantity_text(quantity_of(row));
}

const json* echoed_rows(const json& answer) {
  if (!answer.is_object()) return nullptr;
  const auto update = answer.find("update");
  return update != answer.end() && update->is_array() ? &*update : nullptr;
}

std::vector<JournalEntry> journal_entries(std::int64_t run, const std::string& store, const StockChange& change,
                                          WallTime at) {
  JournalEntry entry;
  entry.run = run;
  entry.store = store;
  entry.product = change.product;
  entry.parent = change.parent;
  entry.sku = change.sku;
  entry.at = at;
  std::vector<JournalEntry> entries;
  const auto add = [&](const char* field, std::string old_value, std::string new_value) {
    entry.field = field;
    entry.old_value = std::move(old_value);
    entry.new_value = std::move(new_value);
    entries.push_back(entry);
  };
  if (change.start_managing) add("manage_stock", manage_text(change.old_manage), "true");
  if (change.quantity) add("stock_quantity", quantity_text(change.old_quantity), std::to_string(*change.quantity));
  if (change.status) add("stock_status", status_text(change.old_status), status_text(*change.status));
  return entries;
}

}  // namespace dsz
