#pragma once

#include "dsz/state/fetch_staging.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/state/known_skus.hpp"
#include "dsz/state/quota_ledger.hpp"
#include "dsz/state/run_history.hpp"
#include "dsz/state/unlisted_skus.hpp"

#include "fake_clock.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace dsz::test {

/// A row of calls as runs make them, on all classes that keep something in state.db; the same for the same seed.
class StateWorkload {
 public:
  StateWorkload(unsigned seed, std::filesystem::path path);

  /// Opens state.db.
  void begin();
  /// One call. Throws what it throws.
  void step();
  /// What state.db holds: every row of every table.
  static std::string content(Database& database);
  [[nodiscard]] std::string content() { return content(*rooms_->database); }

 private:
  struct Rooms {
    explicit Rooms(const std::filesystem::path& path, const Clock& clock);
    std::unique_ptr<Database> database;
    Journal journal{*database};
    RunHistory history{*database};
    FetchStaging staging{*database};
    KnownSkus known{*database};
    UnlistedSkus unlisted{*database};
    Facts facts{*database};
    QuotaLedger ledger;
  };

  void begin_run();
  void end_run();
  void open_batch();
  void settle_batch();
  void put_page();
  [[nodiscard]] std::vector<std::string> some_skus();
  int below(int limit);

  std::mt19937 random_;
  const std::filesystem::path path_;
  FakeClock clock_;
  std::optional<Rooms> rooms_;
  std::int64_t run_ = 1;
};

}  // namespace dsz::test
