#pragma once

#include "dsz/base/log.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"
#include "dsz/store/stock_writer.hpp"

#include "batch_size.hpp"
#include "in_flight.hpp"
#include "stock_batch.hpp"

#include <functional>
#include <map>
#include <span>
#include <vector>

namespace dsz {

/// One call of StockWriter::write(). A batch goes: journal → sent → its answer judged item by item → journal settled.
/// What the answer leaves open is read again; what then still shows the old value is sent again in smaller batches.
/// Where the store may still be at work on a batch, it is left alone for a while first, and nothing else is sent.
///
/// Whatever fails on the way ends the sending, not the report: what is under way is still waited for.
class WriteRun {
 public:
  using Progress = std::function<void(std::size_t done, std::size_t in_all)>;

  WriteRun(StoreApi& api, Journal& journal, const StoreSettings& settings, const Clock& clock, Sleeper& sleeper,
           const Signals& signals, Log& log, std::int64_t run, std::span<const StockChange> changes,
           const Progress& progress);
  WriteReport write();

 private:
  /// How long a store that may still be at work on a batch is left alone before the products are read again.
  static constexpr Millis kFirstPause{15'000};

  struct Flight {
    StockBatch batch;
    bool reading_again = false;
  };

  void hold_back_quantities();
  void send_all();
  /// A failure of the step stops the sending.
  void guarded(const std::function<void()>& step);
  void take_one();
  [[nodiscard]] bool may_send() const;
  void launch();
  void launch_batch(StockBatch batch);
  void open_journal(const StockBatch& batch);
  void settle_what_is_left();

  void batch_answered(StockBatch batch, const Outcome& outcome);
  /// A slow answer makes the later batches smaller, quick ones let them grow again.
  void adapt(std::size_t items, Millis took);
  void judge_echo(const StockBatch& batch, const nlohmann::json& rows);
  void check_stock_management(std::size_t kept, std::size_t unmanaged);
  void read_what_is_in_doubt();
  void read_again(StockBatch batch);
  void read_again_answered(StockBatch batch, const Outcome& outcome);
  void send_again(const StockBatch& batch);
  void note_whole_failure(const StockBatch& batch);

  void conclude(std::size_t item, WriteOutcome outcome, const std::string& detail, bool managed = false);
  void conclude_all(const StockBatch& batch, WriteOutcome outcome, const std::string& detail);
  /// After a last reading again that found it unwritten.
  void give_up(const StockBatch& batch);
  /// Commits what was concluded since the last call.
  void settle();
  void stop(const Failure& reason);
  [[nodiscard]] bool stopped() const { return report_.stopped_by.has_value(); }

  StoreApi& api_;
  Journal& journal_;
  const Clock& clock_;
  Sleeper& sleeper_;
  const Signals& signals_;
  Log& log_;
  const std::int64_t run_;
  const std::span<const StockChange> changes_;
  const Progress& progress_;

  WriteReport report_;
  std::deque<StockBatch> to_send_;
  std::vector<StockBatch> in_doubt_;  ///< to be read again after a pause
  InFlight<Flight> in_flight_;
  std::map<std::size_t, std::vector<JournalEntry>> open_;  ///< by item: in the journal, not concluded
  std::vector<JournalEntry> concluded_;
  BatchSize batch_size_;
  std::size_t done_ = 0;
  int doubtful_ = 0;        ///< batches that the store may still be at work on: nothing else is sent meanwhile
  int whole_failures_ = 0;  ///< batches in a row of which nothing was written
  bool answered_ = false;   ///< the first batch has been
  bool quantities_judged_ = false;
};

}  // namespace dsz
