#pragma once

#include "dsz/app/job_report.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/state/run_history.hpp"

#include <nlohmann/json_fwd.hpp>

namespace dsz {

/// How much of a report goes into the JSON.
enum class Extent {
  summary,  ///< counts only: for the history
  whole,    ///< each change and each product left alone
};

nlohmann::ordered_json json_of(const JobReport& report, Extent extent);
nlohmann::ordered_json json_of(const RunRecord& run);
nlohmann::ordered_json json_of(const JournalEntry& entry);

/// On one line, with replacement characters for what is not valid UTF-8.
std::string dumped(const nlohmann::ordered_json& document);

}  // namespace dsz
