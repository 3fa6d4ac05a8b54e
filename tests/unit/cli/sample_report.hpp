#pragma once

#include "dsz/app/job_report.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace dsz::test {

inline PlannedChange planned_change(Effect effect, Why why, std::string sku, std::int64_t id, double old_quantity,
                                    std::uint32_t quantity) {
  PlannedChange planned;
  planned.effect = effect;
  planned.why = why;
  planned.name = "Name of " + sku;
  planned.change.product = id;
  planned.change.sku = std::move(sku);
  planned.change.quantity = quantity;
  planned.change.old_quantity = old_quantity;
  planned.change.old_manage = ManageStock::yes;
  planned.change.old_status = old_quantity > 0 ? StockStatus::instock : StockStatus::outofstock;
  return planned;
}

/// A match that would take A-1 to zero and put B-1 up, and left C-1 alone.
inline MatchReport sample_match() {
  MatchReport match;
  match.inventory = "/state/dropshipzone_inventory.json";
  match.inventory_info.emplace();
  match.inventory_info->header.fetched_at =
      WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{8}};
  match.inventory_info->count = 5;
  match.store = "https://shop.example";
  Plan& plan = match.plan.emplace();
  plan.changes.push_back(planned_change(Effect::to_zero, Why::missing, "A-1", 11, 4, 0));
  plan.changes.push_back(planned_change(Effect::up, Why::supplier_quantity, "B-1", 12, 1, 9));
  plan.left_alone.push_back({13, "C-1", Left::unknown_stock});
  plan.counts.store_products = 20;
  plan.counts.selected = 4;
  plan.counts.in_stock = 4;
  plan.counts.unchanged = 1;
  plan.counts.to_zero = 1;
  plan.counts.up = 1;
  plan.counts.missing = 1;
  plan.counts.missing_to_zero = 1;
  plan.counts.unknown = 1;
  match.guards.push_back({"missing", false, "1 of 4 selected products (25%) is missing at the supplier"});
  match.guards.push_back({"zeroed", false, "1 of 4 selected products in stock (25%) would go to 0"});
  return match;
}

inline WriteReport sample_writes() {
  WriteReport written;
  written.results = {{WriteOutcome::written, ""}, {WriteOutcome::failed, "Invalid ID."}};
  written.written = 1;
  written.failed = 1;
  written.batches = 1;
  return written;
}

}  // namespace dsz::test
