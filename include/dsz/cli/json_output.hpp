#pragma once

#include "dsz/app/check_job.hpp"
#include "dsz/app/job_report.hpp"
#include "dsz/app/run_end.hpp"
#include "dsz/app/status.hpp"
#include "dsz/notify/channels.hpp"
#include "dsz/report/report_data.hpp"
#include "dsz/state/journal.hpp"

#include <span>
#include <string>
#include <string_view>

namespace dsz {

/// The documents that --json prints, described in docs/JSON.md. Each is one object and ends with a line end. Foreign
/// text that is not valid UTF-8 gets replacement characters.

struct DocumentHead {
  std::string_view command;
  RunEnd end;
  ExitCode exit_code = ExitCode::done;
};

/// Of fetch, match, sync and undo.
std::string job_document(const DocumentHead& head, const JobReport& report);
/// The same without head, changes and lists of products: what the history keeps.
std::string job_summary(const JobReport& report);
std::string status_document(const DocumentHead& head, const Status& status);
std::string report_document(const DocumentHead& head, const ReportData& report);
std::string check_document(const DocumentHead& head, const CheckReport& report);
std::string history_document(const DocumentHead& head, std::span<const RunRecord> runs);
std::string run_document(const DocumentHead& head, const RunRecord& run, std::span<const JournalEntry> entries);
std::string notify_test_document(const DocumentHead& head, std::span<const ChannelResult> results);
/// When a command failed before it had anything to show.
std::string failure_document(const DocumentHead& head);

}  // namespace dsz
