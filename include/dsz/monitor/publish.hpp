#pragma once

#include "dsz/app/run_context.hpp"
#include "dsz/monitor/standing.hpp"

namespace dsz {

/// Writes the status file and, when one is configured, the metrics file: each as a whole, mode 644. A file that is
/// there and is something else stays. What outlives the run is kept in state.db (kFactStanding). What fails is a
/// warning in the log; the run's end is what it was.
void publish(RunContext& context, const SecretMasker& masker, const RunFacts& facts);

}  // namespace dsz
