#pragma once

#include "dsz/app/plan_file.hpp"

#include <chrono>
#include <string>

namespace dsz::test {

/// A simple product's quantity from 9 to 5.
inline SavedChange saved_change(std::int64_t product) {
  SavedChange saved;
  saved.type = ProductType::simple;
  saved.planned.name = "Chair \"blue\"\n";
  StockChange& change = saved.planned.change;
  change.product = product;
  change.sku = "SKU-" + std::to_string(product);
  change.quantity = 5;
  change.old_quantity = 9;
  change.old_manage = ManageStock::yes;
  change.old_status = StockStatus::instock;
  return saved;
}

/// Product 7: a quantity; variation 8 of 3: starts to have a quantity; product 9: a status.
inline SavedPlan sample_plan_file() {
  SavedPlan plan;
  plan.store = "https://shop.example";
  plan.made_at = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{8}};
  plan.run = 12;
  plan.inventory = {plan.made_at - std::chrono::hours{1}, 165'000, std::string(64, 'a'), true};
  plan.configuration = {{"match.buffer", "2"}, {"match.select.tag", R"(["dropship"])"}};
  plan.changes.push_back(saved_change(7));
  SavedChange& variation = plan.changes.emplace_back(saved_change(8));
  variation.type = ProductType::variation;
  variation.planned.change.parent = 3;
  variation.planned.change.start_managing = true;
  variation.planned.change.old_manage = ManageStock::parent;
  variation.planned.change.old_quantity = 2.5;
  SavedChange& status = plan.changes.emplace_back(saved_change(9));
  status.planned.effect = Effect::to_zero;
  status.planned.why = Why::missing;
  status.planned.change.quantity.reset();
  status.planned.change.status = StockStatus::outofstock;
  status.planned.change.old_manage = ManageStock::no;
  status.planned.change.old_quantity.reset();
  return plan;
}

}  // namespace dsz::test
