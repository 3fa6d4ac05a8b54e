#pragma once

#include "dsz/base/time.hpp"
#include "dsz/match/plan.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

inline constexpr std::string_view kPlanFormat = "dsz-plan/1";

/// The inventory that a plan was made of.
struct PlanInventory {
  WallTime fetched_at{};
  std::int64_t products = 0;
  std::string sha256;      ///< of the file, hexadecimal
  bool configured = true;  ///< false: it was named with --inventory or is partial, and is no measure for the next feed
};

struct SavedChange {
  PlannedChange planned;
  ProductType type = ProductType::other;
};

/// What a dry run would have written, kept for `apply` (docs/JSON.md, "The plan file").
struct SavedPlan {
  std::string store;  ///< its home URL
  WallTime made_at{};
  std::int64_t run = 0;  ///< the dry run that made it
  PlanInventory inventory;
  std::map<std::string, std::string> configuration;  ///< key → value as JSON: what decided the plan
  std::vector<SavedChange> changes;                  ///< in the order of Plan::changes
};

std::string plan_text(const SavedPlan& plan);

/// Adds the last lines: the SHA-256 of all that stands before them. It shows damage and edits by hand; it is no
/// signature. For plan_text(), and for tests that must get past it.
std::string sealed_plan(std::string content);

/// Pure. Takes only what plan_text() writes: the checksum is right, each member is there once and none beside, every
/// number within its range (S7), each product named once. Else Failure(usage), one sentence with `name`.
SavedPlan parse_plan(std::string_view text, const std::string& name);

}  // namespace dsz
