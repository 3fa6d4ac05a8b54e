#pragma once

#include "dsz/store/stock_writer.hpp"

#include "store_test_base.hpp"
#include "temporary_folder.hpp"

#include <map>
#include <string>
#include <vector>

namespace dsz::test {

/// Remembers the pauses, and lets a test do something in them.
class HookedSleeper : public FakeSleeper {
 public:
  using FakeSleeper::FakeSleeper;
  void sleep_for(Millis span) override {
    FakeSleeper::sleep_for(span);
    if (meanwhile) meanwhile();
  }
  std::function<void()> meanwhile;
};

/// A writer with a journal in a state.db of its own. While a batch is on its way, each of its items must be in the
/// journal (S4): checked at every POST of every test.
class StockWriterTestBase : public StoreTestBase {
 protected:
  static constexpr std::int64_t kRun = 1;

  StockWriterTestBase();

  /// From what the shop has now.
  StockChange to_quantity(std::int64_t id, std::uint32_t quantity);
  StockChange to_status(std::int64_t id, StockStatus status);
  void plan_quantities(std::int64_t first, std::int64_t last, std::uint32_t quantity);

  WriteReport write();
  WriteOutcome outcome_of(std::int64_t id) const;
  std::string detail_of(std::int64_t id) const;
  nlohmann::json in_shop(std::int64_t id, const char* field);
  /// The journal's outcome of each entry, "PRODUCT FIELD OLD>NEW" → outcome.
  std::map<std::string, WriteOutcome> journaled();
  std::vector<const Call*> posts() const;
  /// Asked at each POST, after the journal was checked.
  std::function<std::optional<Scripted>(const Call&)> on_post;
  /// Asked at each GET that reads again.
  std::function<std::optional<Scripted>(const Call&)> on_reading_again;
  /// The answer of the shop to a POST that it carries out.
  Scripted carried_out(const Call& call);

  /// What SQL does to state.db; a trigger can make a later step fail.
  void in_database(std::string_view sql) { database_->execute(sql); }

  bool settings_readable = true;  ///< false: the key may not see whether stock management is on
  HookedSleeper sleeper{clock};
  std::vector<StockChange> plan;
  WriteReport report;
  std::vector<std::size_t> progress;

 private:
  void check_journal(const Call& post);

  TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
  Journal journal_;
};

}  // namespace dsz::test
