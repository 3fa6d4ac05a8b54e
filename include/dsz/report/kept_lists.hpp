#pragma once

#include "dsz/app/job_report.hpp"
#include "dsz/state/database.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>

namespace dsz {

/// So many products of one list are kept of a run; its total is kept whole.
inline constexpr std::size_t kChangesKept = 2'000;
inline constexpr std::size_t kProductsKept = 500;

/// Single products that the report shows and nothing else in state.db knows. A dry run keeps nothing.

/// What a run wrote or, stopped by a guard, would have written: `run`, `store`, `total`, `rows`. What went wrong comes
/// first, then the most harmful. null when nothing was to change.
nlohmann::ordered_json changes_of(const JobReport& report);
/// Products of a match that need a look: `run`, `store`, and `missing`, `unknown`, `duplicate`, `skipped`, each with
/// `total` and `rows`. null when it came to no plan.
nlohmann::ordered_json lists_of(const JobReport& report);

/// Into state.db, at the end of a run.
void keep_lists(Database& database, const JobReport& report);

/// As kept, of the newest run that had any; null when there is none, or when it cannot be read.
nlohmann::ordered_json kept_changes(Database& database);
nlohmann::ordered_json kept_lists(Database& database);

}  // namespace dsz
