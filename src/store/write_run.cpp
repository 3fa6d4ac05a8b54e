#include "write_run.hpp"

#include "dsz/base/text.hpp"

#include "answer_json.hpp"
#include "product_rows.hpp"
#include "store_errors.hpp"
#include "write_fate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_map>

namespace dsz {
namespace {

using nlohmann::json;

/// A batch of 100 is halved seven times until one item is left. A store that fails more often in a row fails
/// everything.
constexpr int kWholeFailuresInARow = 8;

/// How long a store that may still be at work on a batch is left alone before the products are read again, and, when
/// some still show the old value, before they are read once more.
constexpr Millis kFirstPause{15'000};
constexpr Millis kSecondPause{30'000};
/// An item whose end nobody heard so often is not sent again.
constexpr int kMostDoubts = 2;

constexpr const char* kManagementOff =
    "stock management is off in this store, which ignores every quantity: switch on WooCommerce > Settings > Products "
    "> Inventory > Stock management";

std::unordered_map<std::int64_t, const json*> by_id(const json& rows) {
  std::unordered_map<std::int64_t, const json*> found;
  for (const json& row : rows) {
    if (const auto id = id_of(row)) found.emplace(*id, &row);
  }
  return found;
}

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
      batch_size_(static_cast<std::size_t>(std::max(settings.batch_size, 1))) {}

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

void WriteRun::launch() {
  signals_.throw_if_pending();
  // The first batch goes alone: what it meets, the second would meet too.
  const std::size_t at_a_time = answered_ ? api_.concurrency() : 1;
  while (!stopped() && doubtful_ == 0 && !to_send_.empty() && in_flight_.size() < at_a_time) {
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
  if (batch.sent == 0) open_journal(batch);
  ++batch.sent;
  batch.together = batch.items.size();
  batch.readings = 0;
  batch.in_doubt = false;
  ++report_.batches;
  Request request = api_.post(batch_path(batch.parent), batch_body(changes_, batch));
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
  const auto echoes = by_id(rows);
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

/// The first batch whose quantities the store accepted tells whether it keeps any.
void WriteRun::check_stock_management(std::size_t kept, std::size_t unmanaged) {
  if (quantities_judged_ || kept + unmanaged == 0) return;
  quantities_judged_ = true;
  if (kept > 0) return;
  report_.stock_management_off = true;
  stop(Failure(FailureKind::guard,
               fmt::format("the store ignored every quantity of the first batch ({}): {}", unmanaged, kManagementOff)));
}

/// Nothing else is under way then, so that one wait serves all of them, and no answer is left waiting.
void WriteRun::read_what_is_in_doubt() {
  const bool second =
      std::any_of(in_doubt_.begin(), in_doubt_.end(), [](const StockBatch& batch) { return batch.readings > 0; });
  sleeper_.sleep_for(second ? kSecondPause : kFirstPause);
  for (StockBatch& batch : std::exchange(in_doubt_, {})) read_again(std::move(batch));
}

void WriteRun::read_again(StockBatch batch) {
  if (signals_.pending() != 0) return;  // stays pending in the journal
  std::string ids;
  for (const std::size_t item : batch.items) ids += (ids.empty() ? "" : ",") + std::to_string(changes_[item].product);
  Query query = {{"include", ids}, {"per_page", "100"}, {"_fields", kProductFields}};
  if (batch.parent == 0) query.emplace_back("status", "any");
  const std::string path =
      batch.parent == 0 ? "wc/v3/products" : fmt::format("wc/v3/products/{}/variations", batch.parent);
  ++batch.readings;
  in_flight_.start(api_.get(path, query), {std::move(batch), true});
}

void WriteRun::read_again_answered(StockBatch batch, const Outcome& outcome) {
  const auto rows = outcome.ok() ? answer_json(outcome.response->body) : std::nullopt;
  if (!rows || !rows->is_array()) {
    const Failure failure = api_.failure(outcome, "GET after a write");
    stop(Failure(failure.kind(), fmt::format("what became of a batch cannot be read: {}", failure.what())));
    return;  // stays pending in the journal
  }
  const auto found = by_id(*rows);
  std::vector<std::size_t> unwritten;
  for (const std::size_t item : batch.items) {
    const StockChange& change = changes_[item];
    const auto row = found.find(change.product);
    if (row == found.end()) {
      conclude(item, WriteOutcome::failed, batch.words + "; the store no longer lists it");
    } else if (const Verdict now = judge(change, *row->second); now.outcome == WriteOutcome::written) {
      conclude(item, WriteOutcome::written, "", now.managed);
    } else if (shows_old_value(change, *row->second)) {
      unwritten.push_back(item);
    } else {
      // A sale, or somebody's hand: the next run sees it with fresh eyes.
      conclude(item, WriteOutcome::failed,
               fmt::format("{}; the store now shows {}, which is neither the old nor the new value", batch.words,
                           value_in(change, *row->second)));
    }
  }
  batch.items = std::move(unwritten);
  if (!batch.items.empty() && batch.in_doubt && batch.readings == 1) {
    log_.warning("{} of them still show the old value; they are read once more in {}", batch.items.size(),
                 format_span(kSecondPause));
    in_doubt_.push_back(std::move(batch));
    return;
  }
  if (batch.in_doubt) --doubtful_;
  if (batch.items.size() == batch.together) {
    note_whole_failure(batch);
  } else {
    whole_failures_ = 0;
  }
  if (!batch.items.empty()) send_again(batch);
}

void WriteRun::note_whole_failure(const StockBatch& batch) {
  batch_size_.failed(batch.items.size());
  if (++whole_failures_ >= kWholeFailuresInARow) {
    stop(Failure(FailureKind::store, fmt::format("the store failed {} batches in a row, the last one with: {}",
                                                 whole_failures_, batch.words)));
  }
}

/// Front first, in smaller batches: in halves down to the culprit; in quarters what is sent again only once.
void WriteRun::send_again(const StockBatch& batch) {
  const std::size_t size = batch.items.size();
  if (batch.in_doubt ? batch.doubts >= kMostDoubts : size == 1 && batch.sent >= 2) {
    give_up(batch);
    return;
  }
  const std::size_t parts = batch.in_doubt ? 4 : 2;
  const std::size_t part_size = (size + parts - 1) / parts;
  for (std::size_t end = size; end > 0;) {
    const std::size_t from = (end - 1) / part_size * part_size;
    StockBatch part = batch;
    part.items.assign(batch.items.begin() + static_cast<std::ptrdiff_t>(from),
                      batch.items.begin() + static_cast<std::ptrdiff_t>(end));
    to_send_.push_front(std::move(part));
    end = from;
  }
}

void WriteRun::settle_what_is_left() {
  for (const StockBatch& batch : to_send_) {
    // Read again and found unwritten, but not sent again.
    if (batch.sent > 0) give_up(batch);
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
