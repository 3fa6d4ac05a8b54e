#pragma once

#include "dsz/base/time.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/store/stock_change.hpp"
#include "dsz/store/stock_writer.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dsz {

/// Changes that go out in one request, by their places in the plan; one parent a request (S6).
struct StockBatch {
  std::int64_t parent = 0;
  std::vector<std::size_t> items;
  int sent = 0;              ///< how often its items have been sent
  std::string words;         ///< what became of that: the store's words, or none that can be told
  std::size_t together = 0;  ///< how many went with the last request
  int doubts = 0;            ///< how often nobody heard the end of one of its requests
  int readings = 0;          ///< how often it was read again since the last request
  bool in_doubt = false;     ///< the last request was one of them
};

/// Failure(unexpected) when the plan holds anything that must never be sent (S7), or one id twice.
void check_plan(std::span<const StockChange> changes);
/// Products first, then the variations of one parent after the other.
std::deque<StockBatch> batches_of(std::span<const StockChange> changes, std::size_t batch_size);

/// "wc/v3/products/batch" or "wc/v3/products/PARENT/variations/batch".
std::string batch_path(std::int64_t parent);
nlohmann::json batch_body(std::span<const StockChange> changes, const StockBatch& batch);

/// What a row, echoed or read again, says of a change.
struct Verdict {
  WriteOutcome outcome = WriteOutcome::pending;  ///< pending: it says too little
  std::string detail;
  bool managed = false;  ///< the product manages its own stock
};
Verdict judge(const StockChange& change, const nlohmann::json& row);
/// True when the row shows what was there before the write.
bool shows_old_value(const StockChange& change, const nlohmann::json& row);
/// "stock_quantity 5": for sentences.
std::string value_in(const StockChange& change, const nlohmann::json& row);

/// The rows of a batch's answer; nullptr when it is not batch-shaped: a list of products, say, which is what a
/// redirected POST gets.
const nlohmann::json* echoed_rows(const nlohmann::json& answer);

/// One for each field that is sent.
std::vector<JournalEntry> journal_entries(std::int64_t run, const std::string& store, const StockChange& change,
                                          WallTime at);

}  // namespace dsz
