#pragma once

#include "dsz/monitor/status_file.hpp"

#include <chrono>

namespace dsz::test {

inline WallTime at_hour(int hour) {
  return WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{hour}};
}

inline EndedRun ended_run(std::int64_t run, int hour, int exit_code = 0) {
  return {.run = run,
          .command = "sync",
          .ended = at_hour(hour),
          .took = Millis{2'500},
          .exit_code = exit_code,
          .sentence = exit_code == 0 ? "3 of 3 products written" : "the store cannot be reached"};
}

/// A success at 8, a failure at 14.
inline MonitorFacts monitor_sample() {
  MonitorFacts facts{.version = "1.2.3", .now = at_hour(14)};
  facts.standing.last_run = facts.standing.last_failure = ended_run(2, 14, 13);
  facts.standing.last_success = ended_run(1, 8);
  facts.standing.products = ProductFigures{.run = 1,
                                           .ended = at_hour(8),
                                           .selected = 20,
                                           .unchanged = 10,
                                           .updated = 4,
                                           .failed = 3,
                                           .ignored = 2,
                                           .missing = 5,
                                           .unknown = 1};
  facts.standing.guards.run = 1;
  facts.standing.guards.ended = at_hour(8);
  facts.standing.guards.guards[2] = {"feed_drop", true, "the inventory shrank by 40%"};
  facts.standing.supplier = {.ok = 40, .failed = 2, .throttled = 1};
  facts.standing.store = {.ok = 12, .failed = 6, .throttled = 0};
  InventoryInfo& inventory = facts.present.inventory_info.emplace();
  inventory.header.fetched_at = at_hour(7);
  inventory.count = 1'000;
  inventory.missing = 10;
  facts.present.inventory_age = std::chrono::hours{7};
  facts.present.quota_left = 557;
  facts.present.quota_per_hour = 600;
  return facts;
}

}  // namespace dsz::test
