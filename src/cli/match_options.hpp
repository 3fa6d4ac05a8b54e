#pragma once

#include "dsz/app/match_job.hpp"
#include "dsz/cli/command_line.hpp"

namespace dsz {

inline MatchOptions match_options(const Options& options) {
  return {.dry_run = options.dry_run,
          .inventory = options.inventory,
          .allow_missing = options.allow_missing,
          .plan = options.plan};
}

}  // namespace dsz
