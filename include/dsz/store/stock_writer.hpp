#pragma once

#include "dsz/base/failure.hpp"
#include "dsz/base/log.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/store/stock_change.hpp"
#include "dsz/store/store_api.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dsz {

struct ChangeResult {
  WriteOutcome outcome = WriteOutcome::not_sent;
  std::string detail;  ///< why it was not written: the store's words, made visible
};

struct WriteReport {
  std::vector<ChangeResult> results;  ///< one for each change, in the same order
  std::int64_t written = 0;
  std::int64_t ignored = 0;
  std::int64_t failed = 0;
  std::int64_t unanswered = 0;  ///< of these: the store gave no usable answer, and still has the old value
  std::int64_t not_sent = 0;
  std::int64_t unknown = 0;  ///< sent, and what became of it could not be read: `pending`, here and in the journal
  std::int64_t batches = 0;
  std::string stopped_because;  ///< "" or why the rest was not sent (signal, stock management off, credentials, store)
  std::optional<FailureKind> stopped_by;  ///< the same as a kind; guard: stock management is off; unexpected: ours
  bool stock_management_off = false;
};

/// Sends changes in batches (products/batch; products/PARENT/variations/batch, one parent a request). Each batch is in
/// the journal before it is sent and settled after (S4). Each item's answer is checked: `error` → failed; echoed
/// quantity or status other than sent → ignored; missing or foreign items → read again. An answer that is not
/// batch-shaped is never taken for success. A time-out, broken connection or 5xx: the products are read again, then
/// decided (never repeated blindly). Where the store may still be at work on them (no answer, a gateway's 502 to 504),
/// they are read after 15 s, what still shows the old value once more after 30 s, and only that is sent again, once; a
/// value that is neither old nor new is left alone. 413 and 500 for a whole batch: halved down to the culprit. When
/// every managed item of the first batch is ignored, and the setting says so or may not be read, the run stops: stock
/// management is off. A signal ends every wait; what fails here in the middle (the journal's disk is full) stops the
/// sending: the report tells what was done up to there, and why it stopped.
class StockWriter {
 public:
  StockWriter(StoreApi& api, Journal& journal, const StoreSettings& settings, const Clock& clock, Sleeper& sleeper,
              const Signals& signals, Log& log);
  WriteReport write(std::int64_t run, std::span<const StockChange> changes,
                    const std::function<void(std::size_t done, std::size_t in_all)>& progress);

 private:
  StoreApi& api_;
  Journal& journal_;
  const StoreSettings& settings_;
  const Clock& clock_;
  Sleeper& sleeper_;
  const Signals& signals_;
  Log& log_;
};

}  // namespace dsz
