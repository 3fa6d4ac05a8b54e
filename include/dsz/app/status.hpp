#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/world.hpp"
#include "dsz/base/log.hpp"
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/state/run_history.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace dsz {

/// What stands now, without asking either service.
struct Status {
  std::filesystem::path inventory;
  std::optional<InventoryInfo> inventory_info;
  std::string inventory_trouble;  ///< why it cannot be used: absent, damaged, too old; "" when it can
  Millis inventory_age{0};
  bool signed_in = false;               ///< a usable token is kept
  std::optional<WallTime> token_since;  ///< when the kept token was received
  std::optional<Millis> token_left;     ///< how long it can still be used
  std::optional<int> quota_left;        ///< requests to the supplier this hour; nullopt when no account is configured
  int quota_per_hour = 0;
  std::int64_t known_skus = 0;  ///< SKUs the supplier was ever seen to have
  std::optional<RunRecord> last_run;
  std::string lock_holder;  ///< "sync, process 123, since …"; "" when free
};

/// The database when there is one: reading must not make it.
std::unique_ptr<Database> open_existing_database(const World& world, const Config& config);

/// Takes no lock. Before the first run, when there is no `database` (nullptr), everything is empty.
Status read_status(const World& world, const Config& config, Database* database, Log& log);

}  // namespace dsz
