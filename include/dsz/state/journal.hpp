#pragma once

#include "dsz/base/time.hpp"
#include "dsz/state/database.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

enum class WriteOutcome {
  pending,   ///< committed before it was sent; a crash leaves it so: nobody knows yet
  written,   ///< the store echoed the new value
  ignored,   ///< the store answered without an error and kept the old value
  failed,    ///< the store refused the item
  not_sent,  ///< surely never reached the store
};

/// As the journal, tables and --json name it: "not_sent".
std::string_view to_text(WriteOutcome outcome);

/// One write of one field of one product (S4).
struct JournalEntry {
  std::int64_t entry = 0;  ///< given by the journal
  std::int64_t run = 0;
  std::string store;  ///< canonical URL
  std::int64_t product = 0;
  std::int64_t parent = 0;  ///< 0: not a variation
  std::string sku;
  std::string field;      ///< "stock_quantity", "stock_status" or "manage_stock"
  std::string old_value;  ///< as JSON: "5", "null", "\"instock\"", "false"
  std::string new_value;
  WriteOutcome outcome = WriteOutcome::pending;
  std::string detail;  ///< the store's words when it failed
  WallTime at{};
};

/// So many of the newest runs that wrote are kept whatever the clock says.
inline constexpr int kRunsAlwaysKept = 20;

class Journal {
 public:
  explicit Journal(Database& database);
  /// Commits all entries as pending, before the batch is sent; fills in `entry`.
  void open_batch(std::span<JournalEntry> entries);
  /// Commits the outcomes (outcome and detail of each entry).
  void settle(std::span<const JournalEntry> entries);
  /// Left pending by a run that was cut off: of every store, or of one.
  [[nodiscard]] std::vector<JournalEntry> pending();
  [[nodiscard]] std::vector<JournalEntry> pending(std::string_view store);
  [[nodiscard]] std::vector<JournalEntry> of_run(std::int64_t run);
  /// To which the newest entry belongs; "" when there is none.
  [[nodiscard]] std::string newest_store();
  /// The newest run of this store that wrote anything.
  [[nodiscard]] std::optional<std::int64_t> last_writing_run(std::string_view store);
  /// Removes the runs that ended before, whole with their entries: half a run could not be undone. Never a run with a
  /// pending entry, nor one of the newest kRunsAlwaysKept that wrote.
  void prune(WallTime before);

 private:
  Database& database_;
};

}  // namespace dsz
