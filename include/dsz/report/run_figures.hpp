#pragma once

#include "dsz/state/run_history.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dsz {

/// What the history keeps of one run, as far as the run came; nullopt: it did not come to that.
struct RunFigures {
  RunRecord run;          ///< without its summary
  bool dry_run = false;   ///< it wrote nothing, whatever it found
  bool compared = false;  ///< a match that came to a plan
  std::string store;      ///< the store's home URL; "" when it was not reached
  std::optional<double> seconds;
  std::optional<std::int64_t> selected;      ///< products of the store that are the supplier's
  std::optional<std::int64_t> in_stock;      ///< of these, when the run began
  std::optional<std::int64_t> out_of_stock;  ///< of these, when the run ended
  std::optional<std::int64_t> missing;       ///< with those that could not be asked for
  std::optional<std::int64_t> to_zero;       ///< would go, or went, from in stock to 0
  std::optional<std::int64_t> written;
  std::optional<std::int64_t> failed;  ///< refused, ignored, unclear or not sent
  std::optional<std::int64_t> feed;    ///< products in the inventory
  std::string feed_mode;               ///< "full", "targeted", "delta"; "" when there is no feed
  std::optional<std::int64_t> supplier_requests;
  std::optional<std::int64_t> store_requests;
  std::optional<std::int64_t> quota_left;  ///< requests to the supplier within the hour, when the run ended
  std::vector<std::string> tripped;        ///< names of the guards that stopped it
};

/// Reads the summary that the run left; one that cannot be read gives no figures.
RunFigures figures_of(const RunRecord& record);

}  // namespace dsz
