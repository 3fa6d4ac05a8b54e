#pragma once

#include "dsz/base/log.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/store/catalogue.hpp"

#include <cstdint>
#include <string_view>

namespace dsz {

/// What became of the writes that a cut-off run left pending.
struct SettledWrites {
  std::int64_t written = 0;   ///< the store has the new value
  std::int64_t not_sent = 0;  ///< it has not
  std::int64_t changed = 0;   ///< it has neither the old nor the new value: somebody else wrote since
  std::int64_t gone = 0;      ///< the product is not in the store any more: noted as failed
};

/// Decides them by what the store has now, as `catalogue` was just read, and says so in the log.
SettledWrites settle_pending_writes(Journal& journal, std::string_view store, const StoreCatalogue& catalogue,
                                    Log& log);

/// Says in the log which writes of runs before `run` are open still: this one did not get so far as to settle them.
/// `store` is "" when it does not know which store it has. Those to another store (a former address, or really
/// another) no run will settle while the configuration stays as it is: they are told, too.
void tell_open_writes(Journal& journal, std::int64_t run, std::string_view store, Log& log);

}  // namespace dsz
