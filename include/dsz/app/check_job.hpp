#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/finding.hpp"
#include "dsz/app/progress.hpp"
#include "dsz/app/world.hpp"
#include "dsz/base/log.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dsz {

struct CheckReport {
  std::filesystem::path config;  ///< empty: none was found
  std::vector<Finding> findings;
};

/// Tries everything that a run needs, and goes on after a trouble: what rests on what failed is skipped and says so.
/// `config_option`: as for find_config().
///
/// Sends the store nothing but GET, and one batch without items, which proves the key. Takes no lock and leaves no run
/// in the history, so that it works while a run is under way: it shares with that run only what is made to be shared,
/// the quota ledger (SQLite, one transaction a request) and the token file (replaced as a whole, read at the beginning
/// of a run). It signs in once, whatever token is kept, because only that proves the password; should the supplier then
/// no longer take the token of the run under way, that run signs in again, as it does after any 401. With next to no
/// quota left it does not sign in, so that it never takes a run's last requests or waits for an hour.
CheckReport run_check(const World& world, const ConfigSources& sources, const std::string& config_option,
                      SecretMasker& masker, Log& log, Progress& progress);

}  // namespace dsz
