#pragma once

#include "dsz/app/pending_writes.hpp"
#include "dsz/app/run_context.hpp"
#include "dsz/store/catalogue.hpp"

#include <optional>
#include <string>

namespace dsz {

/// The store's catalogue, read once for the steps of a run that need it: to know which SKUs to ask the supplier for,
/// and to compare. One that is older than ten minutes, because the fetch took so long, is read anew.
class StoreReading {
 public:
  explicit StoreReading(RunContext& context) : context_(context) {}
  /// For jobs that write: settles what a cut-off run left open, before anything else can end this one. Nothing is sent
  /// when nothing is open, nor for what is open at a former address only, since another was written to.
  void settle_open_writes();
  /// The store's home URL. Connects when it is first asked for; failures are those of connect_store().
  const std::string& store();
  [[nodiscard]] const SettledWrites& settled() const { return settled_; }
  StoreCatalogue& catalogue();

 private:
  RunContext& context_;
  std::optional<std::string> store_;
  SettledWrites settled_;
  std::optional<StoreCatalogue> catalogue_;
  SteadyTime read_at_{};
};

}  // namespace dsz
