#pragma once

#include "dsz/base/time.hpp"
#include "dsz/state/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dsz {

struct RunRecord {
  std::int64_t id = 0;
  std::string command;  ///< "sync", "match --dry-run"
  WallTime started{};
  std::optional<WallTime> ended;  ///< nullopt: still under way, or cut off
  int exit_code = -1;
  std::string sentence;      ///< what happened, for people
  std::string summary_json;  ///< the counts, as --json shows them; "" when none
};

class RunHistory {
 public:
  explicit RunHistory(Database& database);
  std::int64_t begin(std::string_view command, WallTime now);
  void finish(std::int64_t run, WallTime now, int exit_code, std::string_view sentence, std::string_view summary_json);
  [[nodiscard]] std::optional<RunRecord> find(std::int64_t run);
  /// Newest first.
  [[nodiscard]] std::vector<RunRecord> latest(std::size_t limit);

 private:
  Database& database_;
};

/// A few facts that outlive a run, by name.
class Facts {
 public:
  explicit Facts(Database& database);
  [[nodiscard]] std::optional<std::string> get(std::string_view name);
  void set(std::string_view name, std::string_view value);

 private:
  Database& database_;
};
/// Products in the last inventory that passed every guard: what a drop of the feed is measured against.
inline constexpr std::string_view kFactFeedBaseline = "feed_baseline";
/// When that inventory was fetched, in ms since the epoch.
inline constexpr std::string_view kFactFeedBaselineAt = "feed_baseline_at";
/// The same as the first of partial inventories: "listed/asked".
inline constexpr std::string_view kFactPartialBaseline = "feed_baseline_partial";
/// Products that the supplier stated in the last full fetch.
inline constexpr std::string_view kFactSupplierTotal = "supplier_total";
/// "yes": the last full fetch that began has ended well, so that its total may be relied on before page 1 has answered.
inline constexpr std::string_view kFactFullFetchEnded = "full_fetch_ended";
/// What the newest real run that changed anything changed (report/kept_lists.hpp), as JSON.
inline constexpr std::string_view kFactLastChanges = "last_changes";
/// The products that need a look, of the newest real match (report/kept_lists.hpp), as JSON.
inline constexpr std::string_view kFactLastLists = "last_lists";
/// How many SKUs one `skus=` may hold, as the supplier proved.
inline constexpr std::string_view kFactSkusAtOnce = "skus_at_once";
/// What monitoring shows and outlives a run (monitor/standing.hpp), as JSON.
inline constexpr std::string_view kFactStanding = "standing";

}  // namespace dsz
