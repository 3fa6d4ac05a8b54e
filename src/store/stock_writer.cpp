#include "dsz/store/stock_writer.hpp"

#include "write_run.hpp"

namespace dsz {

StockWriter::StockWriter(StoreApi& api, Journal& journal, const StoreSettings& settings, const Clock& clock,
                         Sleeper& sleeper, const Signals& signals, Log& log)
    : api_(api),
      journal_(journal),
      settings_(settings),
      clock_(clock),
      sleeper_(sleeper),
      signals_(signals),
      log_(log) {}

WriteReport StockWriter::write(std::int64_t run, std::span<const StockChange> changes,
                               const std::function<void(std::size_t done, std::size_t in_all)>& progress) {
  return WriteRun(api_, journal_, settings_, clock_, sleeper_, signals_, log_, run, changes, progress).write();
}

}  // namespace dsz
