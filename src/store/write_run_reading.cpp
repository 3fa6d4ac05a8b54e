// The part of a WriteRun that finds out what became of a batch whose answer does not tell.
#include "dsz/base/text.hpp"

#include "listing.hpp"
#include "product_rows.hpp"
#include "write_run.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz {
namespace {

/// A batch of 100 is halved seven times until one item is left. A store that fails more often in a row fails
/// everything.
constexpr int kWholeFailuresInARow = 8;

/// How long a store that may still be at work is left alone once more when some products still show the old value.
constexpr Millis kSecondPause{30'000};
/// An item whose end nobody heard so often is not sent again.
constexpr int kMostDoubts = 2;

}  // namespace

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
  Query query = {{"include", ids}, {"per_page", std::to_string(api_.rows_a_page())}, {"_fields", kProductFields}};
  if (batch.parent == 0) query.emplace_back("status", "any");
  const std::string path =
      batch.parent == 0 ? "wc/v3/products" : fmt::format("wc/v3/products/{}/variations", batch.parent);
  ++batch.readings;
  in_flight_.start(api_.get_fresh(path, std::move(query)), {std::move(batch), true});
}

void WriteRun::read_again_answered(StockBatch batch, const Outcome& outcome) {
  constexpr const char* kLabel = "GET after a write";
  ListingPage page;
  nlohmann::json rows;
  const auto begin_rows = [&rows] {
    rows = nlohmann::json::array();
    return [&rows](const nlohmann::json& row) { rows.push_back(row); };
  };
  try {
    require_fresh(api_, outcome, kLabel);
    page = page_of(api_, outcome, kLabel, begin_rows);
  } catch (const Failure& failure) {
    stop(Failure(failure.kind(), fmt::format("what became of a batch cannot be read: {}", failure.what())));
    return;  // stays pending in the journal
  }
  const bool all_came = whole(page.ids, page.total);
  if (!all_came) {
    log_.warning("{}: {} rows of {} came; what the answer leaves out is settled by the next run", kLabel,
                 page.ids.size(), page.total);
  }
  const auto found = rows_by_id(rows);
  std::vector<std::size_t> unwritten;
  for (const std::size_t item : batch.items) {
    const StockChange& change = changes_[item];
    const auto row = found.find(change.product);
    if (row == found.end()) {
      if (all_came) conclude(item, WriteOutcome::failed, batch.words + "; the store no longer lists it");
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

}  // namespace dsz
