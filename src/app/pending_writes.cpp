#include "dsz/app/pending_writes.hpp"

#include "dsz/app/present_value.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

namespace dsz {

SettledWrites settle_pending_writes(Journal& journal, std::string_view store, const StoreCatalogue& catalogue,
                                    Log& log) {
  SettledWrites settled;
  std::vector<JournalEntry> entries = journal.pending(store);
  if (entries.empty()) return settled;
  for (JournalEntry& entry : entries) {
    const std::optional<StoreProduct> product = catalogue.find(entry.product);
    if (!product) {
      entry.outcome = WriteOutcome::failed;
      entry.detail = "the run was cut off, and the product is not in the store any more";
      ++settled.gone;
      continue;
    }
    const std::string present = present_value(*product, entry.field);
    if (present == entry.new_value) {
      entry.outcome = WriteOutcome::written;
      ++settled.written;
    } else if (present == entry.old_value) {
      entry.outcome = WriteOutcome::not_sent;
      ++settled.not_sent;
    } else {
      entry.outcome = WriteOutcome::failed;
      entry.detail = "the run was cut off, and the store shows " + present + ", neither the old value nor the new one";
      ++settled.changed;
    }
  }
  journal.settle(entries);
  log.warning(
      "an earlier run was cut off while it wrote: of its {} open writes the store has {}, has not {}, shows "
      "another value for {}, and {} are of products that are gone",
      entries.size(), settled.written, settled.not_sent, settled.changed, settled.gone);
  return settled;
}

void tell_open_writes(Journal& journal, std::int64_t run, std::string_view store, Log& log) {
  std::map<std::string, std::vector<JournalEntry>> open;  // by store: one that moved has a former address
  for (JournalEntry& entry : journal.pending()) {
    if (entry.run < run) open[entry.store].push_back(std::move(entry));
  }
  for (const auto& [address, entries] : open) {
    const std::string sentence =
        fmt::format("{} writes to {} are open still, because run {} was cut off while it wrote", entries.size(),
                    address, entries.back().run);
    if (store.empty() || address == store) {
      log.warning(
          "{}: the next match, sync, apply or undo that reaches that store reads those products again and settles them",
          sentence);
    } else {
      log.warning(
          "{}; this run is at {} and does not settle them: if that is the same shop, look at what \"dsz-sync history "
          "{}\" shows as pending",
          sentence, store, entries.back().run);
    }
  }
}

}  // namespace dsz
