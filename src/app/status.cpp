#include "dsz/app/status.hpp"

#include "dsz/app/inventory_input.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/state/known_skus.hpp"
#include "dsz/state/quota_ledger.hpp"
#include "dsz/supplier/token_store.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace dsz {
namespace {

constexpr std::uint64_t kMaxLockText = 4096;

void read_inventory_status(const World& world, const Config& config, Status& status) {
  status.inventory = config.inventory_file();
  const WallTime now = world.clock.wall();
  try {
    status.inventory_info = inspect_inventory(world.files, status.inventory);
    status.inventory_age = now - status.inventory_info->header.fetched_at;
    check_inventory_age(status.inventory_info->header, now, config.match.max_inventory_age);
  } catch (const Failure& failure) {  // what a match would say is what the status is asked for
    status.inventory_trouble = failure.what();
  }
}

/// Asks the token's own rule instead of repeating it; to the second.
Millis time_left(const Token& token, WallTime now) {
  std::chrono::seconds usable{0};
  std::chrono::seconds unusable = std::chrono::hours{24};
  while (unusable - usable > std::chrono::seconds{1}) {
    const std::chrono::seconds middle = (usable + unusable) / 2;
    (token.usable(now + middle) ? usable : unusable) = middle;
  }
  return usable;
}

void read_token(const World& world, const Config& config, Log& log, Status& status) {
  const auto token = TokenStore(world.files, config.token_file(), log).load(config.supplier.account());
  if (!token) return;
  status.token_since = token->received;
  const WallTime now = world.clock.wall();
  status.signed_in = token->usable(now);
  if (status.signed_in) status.token_left = time_left(*token, now);
}

/// The process in "sync, process 123, since 2026-…" has ended: it was cut off and could not empty the file.
bool holder_is_gone(FileSystem& files, std::string_view holder) {
  constexpr std::string_view kProcess = "process ";
  const std::size_t at = holder.rfind(kProcess);
  if (at == std::string_view::npos || !files.info("/proc/self")) return false;
  const std::string_view digits = holder.substr(at + kProcess.size());
  std::int64_t process = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), process);
  return !files.info("/proc/" + std::to_string(process));
}

void read_lock(const World& world, const Config& config, Status& status) {
  std::string holder = world.files.read_all(config.lock_file(), kMaxLockText).value_or("");
  holder.erase(std::min(holder.find('\n'), holder.size()));
  if (!holder_is_gone(world.files, holder)) status.lock_holder = std::move(holder);
}

void read_database(const World& world, const Config& config, Database& database, Status& status) {
  status.known_skus = KnownSkus(database).count();
  if (!config.supplier.email.empty()) {
    status.quota_left = QuotaLedger(database, world.clock, config.quota, config.supplier.account()).left_this_hour();
  }
  const std::vector<RunRecord> runs = RunHistory(database).latest(1);
  if (!runs.empty()) status.last_run = runs.front();
}

}  // namespace

std::unique_ptr<Database> open_existing_database(const World& world, const Config& config) {
  return world.files.info(config.database_file()) ? Database::open(config.database_file()) : nullptr;
}

Status read_status(const World& world, const Config& config, Database* database, Log& log) {
  Status status;
  status.quota_per_hour = config.quota.per_hour;
  read_inventory_status(world, config, status);
  if (!config.supplier.email.empty()) read_token(world, config, log, status);
  read_lock(world, config, status);
  if (database != nullptr) read_database(world, config, *database, status);
  return status;
}

}  // namespace dsz
