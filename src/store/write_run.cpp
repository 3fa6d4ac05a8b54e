#include "write_run.hpp"

#include "dsz/base/text.hpp"

#include "answer_json.hpp"
#include "product_rows.hpp"
#include "store_errors.hpp"
#include "write_fate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz {
namespace {

using nlohmann::json;

constexpr const char* kManagementOff =
    "stock management is off in this store, which ignores every quantity: switch on WooCommerce > Settings > Products "
    "> Inventory > Stock management";

}  // namespace

WriteRun::WriteRun(StoreApi& api, Journal& journal, const StoreSettings& settings, const Clock& clock, Sleeper& sleeper,
                   const Signals& signals, Log& log, std::int64_t run, std::span<const StockChange> changes,
                   const Progress& progress)
    : api_(api),
      journal_(journal),
      clock_(clock),
      sleeper_(sleeper),
      signals_(signals),
      log_(log),
      run_(run),
      changes_(changes),
      progress_(progress),
      in_flight_(api),
      // What cannot be read again in one answer is not sent in one.
      batch_size_(std::min(static_cast<std::size_t>(std::max(settings.batch_size, 1)), api.rows_a_page())) {}

WriteReport WriteRun::write() {
  check_plan(changes_);
  report_.results.resize(changes_.size());
  to_send_ = batches_of(changes_, batch_size_.now());
  if (!api_.identity().stock_management) hold_back_quantities();
  send_all();
  settle_what_is_left();
  return std::move(report_);
}

/// A status is taken even so.
void WriteRun::hold_back_quantities() {
  std::size_t held_back = 0;
  for (StockBatch& batch : to_send_) {
    held_back += std::erase_if(batch.items, [this](std::size_t item) { return changes_[item].quantity.has_value(); });
  }
  std::erase_if(to_send_, [](const StockBatch& batch) { return batch.items.empty(); });
  report_.stock_management_off = held_back > 0;
}

void WriteRun::send_all() {
  for (;;) {
    guarded([this] { launch(); });
    if (in_flight_.size() == 0 && in_doubt_.empty()) return;
    guarded([this] { in_flight_.size() == 0 ? read_what_is_in_doubt() : take_one(); });
    guarded([this] { settle(); });
  }
}

void WriteRun::guarded(const std::function<void()>& step) {
  try {
    step();
  } catch (const Failure& failure) {
    stop(failure);
  } catch (const std::exception& error) {
    stop(Failure(FailureKind::unexpected, std::string("unexpected: ") + error.what()));
  }
}

void WriteRun::take_one() {
  auto [flight, outcome] = in_flight_.next();
  guarded([this] { signals_.throw_if_pending(); });  // before what the outcome says: a signal cuts waits short
  if (flight.reading_again) {
    read_again_answered(std::move(flight.batch), outcome);
  } else {
    batch_answered(std::move(flight.batch), outcome);
  }
}

/// Asked again when a batch that had to wait for its place is about to leave.
bool WriteRun::may_send() const { return !stopped() && doubtful_ == 0 && signals_.pending() == 0; }

void WriteRun::launch() {
  signals_.throw_if_pending();
  // The first batch goes alone: what it meets, the second would meet too.
  const std::size_t at_a_time = answered_ ? api_.concurrency() : 1;
  while (may_send() && !to_send_.empty() && in_flight_.size() < at_a_time) {
    StockBatch batch = std::move(to_send_.front());
    to_send_.pop_front();
    if (batch.items.size() > batch_size_.now()) {
      const auto split = batch.items.begin() + static_cast<std::ptrdiff_t>(batch_size_.now());
      StockBatch rest = batch;
      rest.items.assign(split, batch.items.end());
      batch.items.erase(split, batch.items.end());
      to_send_.push_front(std::move(rest));
    }
    launch_batch(std::move(batch));
  }
}

void WriteRun::launch_batch(StockBatch batch) {
  if (!open_.contains(batch.items.front())) open_journal(batch);
  ++batch.sent;
  batch.together = batch.items.size();
  batch.readings = 0;
  batch.in_doubt = false;
  ++report_.batches;
  Request request = api_.post(batch_path(batch.parent), batch_body(changes_, batch));
  request.may_leave = [this] { return may_send(); };
  in_flight_.start(std::move(request), {std::move(batch), false});
}

void WriteRun::open_journal(const StockBatch& batch) {
  std::vector<JournalEntry> entries;
  for (const std::size_t item : batch.items) {
    const auto of_item = journal_entries(run_, api_.identity().home, changes_[item], clock_.wall());
    entries.insert(entries.end(), of_item.begin(), of_item.end());
  }
  journal_.open_batch(entries);
  auto next = entries.begin();
  for (const std::size_t item : batch.items) {
    const auto fields = changes_[item].start_managing ? 2 : 1;
    open_[item].assign(next, next + fields);
    next += fields;
  }
}

void WriteRun::batch_answered(StockBatch batch, const Outcome& outcome) {
  if (outcome.withdrawn) {
    --batch.sent;
    --report_.batches;
    to_send_.push_front(std::move(batch));
    return;
  }
  answered_ = true;
  const std::string path = batch_path(batch.parent);
  const Fate fate = fate_of(outcome);
  if (fate == Fate::answered) {
    const auto answer = answer_json(outcome.response->body);
    const json* const rows = answer ? echoed_rows(*answer) : nullptr;
    if (rows != nullptr) {
      adapt(batch.items.size(), outcome.response->took);
      judge_echo(batch, *rows);
      return;
    }
    batch.words = fmt::format("the answer is not that of a batch but {}", words_of(*outcome.response));
  } else {
    batch.words = words_for(outcome);
  }
  const WriteOutcome not_done = batch.sent == 1 ? WriteOutcome::not_sent : WriteOutcome::failed;
  if (fate == Fate::never_left || fate == Fate::refused) {
    conclude_all(batch, fate == Fate::never_left ? not_done : WriteOutcome::failed, batch.words);
    stop(api_.failure(outcome, "POST " + path));
  } else if (fate == Fate::rejected) {
    conclude_all(batch, WriteOutcome::failed, batch.words);
  } else if (fate == Fate::not_taken && signals_.pending() != 0) {
    conclude_all(batch, not_done, batch.words);
  } else if (fate == Fate::in_doubt) {
    ++batch.doubts;
    batch.in_doubt = true;
    ++doubtful_;
    log_.warning("POST {} with {} items: {}; they are read again in {}", path, batch.items.size(), batch.words,
                 format_span(kFirstPause));
    in_doubt_.push_back(std::move(batch));
  } else {
    log_.warning("POST {} with {} items: {}; they are read again", path, batch.items.size(), batch.words);
    read_again(std::move(batch));
  }
}

void WriteRun::adapt(std::size_t items, Millis took) {
  const std::size_t before = batch_size_.now();
  batch_size_.answered(items, took);
  if (batch_size_.now() == before) return;
  log_.debug("{} items took {}: {} in a batch from now on", items, format_span(took), batch_size_.now());
}

void WriteRun::judge_echo(const StockBatch& batch, const json& rows) {
  const auto echoes = rows_by_id(rows);
  StockBatch open = batch;
  open.items.clear();
  open.words = "the answer leaves it out";
  std::size_t matched = 0;
  std::size_t kept = 0;
  std::size_t unmanaged = 0;
  for (const std::size_t item : batch.items) {
    const auto echo = echoes.find(changes_[item].product);
    if (echo != echoes.end()) ++matched;
    const Verdict verdict = echo == echoes.end() ? Verdict{} : judge(changes_[item], *echo->second);
    if (verdict.outcome == WriteOutcome::pending) {
      open.items.push_back(item);
    } else {
      conclude(item, verdict.outcome, verdict.detail, verdict.managed);
      if (changes_[item].quantity && verdict.outcome != WriteOutcome::failed) ++(verdict.managed ? kept : unmanaged);
    }
  }
  if (echoes.size() > matched) {
    log_.warning("POST {}: the answer speaks of {} products that were not sent; ignored", batch_path(batch.parent),
                 echoes.size() - matched);
  }
  if (matched > 0) whole_failures_ = 0;
  check_stock_management(kept, unmanaged);
  if (!open.items.empty()) read_again(std::move(open));
}

/// The first batch whose quantities the store accepted tells whether it keeps any. Where the setting was read as on, it
/// may have been switched off since, or these products alone manage no stock any more: the setting says which.
void WriteRun::check_stock_management(std::size_t kept, std::size_t unmanaged) {
  if (quantities_judged_ || kept + unmanaged == 0) return;
  quantities_judged_ = true;
  if (kept > 0 || (api_.identity().stock_management_read && !api_.stock_management_is_off_now())) return;
  report_.stock_management_off = true;
  stop(Failure(FailureKind::guard,
               fmt::format("the store ignored every quantity of the first batch ({}): {}", unmanaged, kManagementOff)));
}

void WriteRun::settle_what_is_left() {
  for (const StockBatch& batch : to_send_) {
    if (batch.sent > 0) {  // read again and found unwritten, but not sent again
      give_up(batch);
    } else if (open_.contains(batch.items.front())) {  // withdrawn before it left
      conclude_all(batch, WriteOutcome::not_sent, "");
    }
  }
  guarded([this] { settle(); });
  for (const auto& [item, entries] : open_) {
    report_.results[item] = {WriteOutcome::pending, "it was sent, and what became of it is not known"};
    ++report_.unknown;
  }
  const auto concluded = report_.written + report_.ignored + report_.failed + report_.unknown;
  report_.not_sent = static_cast<std::int64_t>(changes_.size()) - concluded;
  if (report_.not_sent > 0 && !stopped()) stop(Failure(FailureKind::guard, kManagementOff));
}

void WriteRun::conclude(std::size_t item, WriteOutcome outcome, const std::string& detail, bool managed) {
  const std::string shown = api_.masked(detail);
  report_.results[item] = {outcome, shown};
  if (outcome == WriteOutcome::written) ++report_.written;
  if (outcome == WriteOutcome::ignored) ++report_.ignored;
  if (outcome == WriteOutcome::failed) ++report_.failed;
  ++done_;
  auto node = open_.extract(item);
  for (JournalEntry& entry : node.mapped()) {
    // A product may have begun to manage its stock and yet have kept its quantity.
    const bool took_effect = managed && outcome == WriteOutcome::ignored && entry.field == "manage_stock";
    entry.outcome = took_effect ? WriteOutcome::written : outcome;
    entry.detail = shown;
    concluded_.push_back(std::move(entry));
  }
}

void WriteRun::conclude_all(const StockBatch& batch, WriteOutcome outcome, const std::string& detail) {
  for (const std::size_t item : batch.items) conclude(item, outcome, detail);
}

void WriteRun::give_up(const StockBatch& batch) {
  report_.unanswered += static_cast<std::int64_t>(batch.items.size());
  conclude_all(batch, WriteOutcome::failed, batch.words);
}

void WriteRun::settle() {
  if (concluded_.empty()) return;
  journal_.settle(concluded_);
  concluded_.clear();
  if (progress_) progress_(done_, changes_.size());
}

void WriteRun::stop(const Failure& reason) {
  if (stopped()) return;
  report_.stopped_because = reason.what();
  report_.stopped_by = reason.kind();
  log_.warning("no further batch is sent: {}", reason.what());
}

}  // namespace dsz
