#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/progress.hpp"
#include "dsz/app/store_session.hpp"
#include "dsz/app/supplier_session.hpp"
#include "dsz/app/world.hpp"
#include "dsz/base/exit_code.hpp"
#include "dsz/base/log.hpp"
#include "dsz/os/file_lock.hpp"
#include "dsz/state/database.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace dsz {

struct RunRequest {
  std::string command;  ///< for the history: "match --dry-run"
  Millis lock_wait{0};  ///< how long to wait for another run's end
};

/// One run that works: it holds the lock and has a line in the history from its first moment to its last. Jobs get the
/// world, the configuration and both services from here.
class RunContext {
 public:
  /// Failure(locked) when another run holds the lock. All but `request` must outlive the run.
  RunContext(const World& world, const Config& config, SecretMasker& masker, Log& log, Progress& progress,
             const RunRequest& request);
  RunContext(const RunContext&) = delete;
  RunContext& operator=(const RunContext&) = delete;

  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] Log& log() { return log_; }
  [[nodiscard]] Progress& progress() { return progress_; }
  [[nodiscard]] Database& database() { return *database_; }
  /// Names this run in the history and in the journal.
  [[nodiscard]] std::int64_t run() const { return run_; }

  /// Both are made when they are first asked for.
  SupplierSession& supplier();
  StoreSession& store();
  /// The store's home URL as soon as it has named it; "" before.
  [[nodiscard]] std::string store_home() const { return store_ ? store_->api().identity().home : ""; }
  /// nullopt: that side was not needed.
  [[nodiscard]] std::optional<RequestCounts> supplier_counts() const;
  [[nodiscard]] std::optional<RequestCounts> store_counts() const;

  /// How it ended, for the history. Without it the history shows a run that was cut off.
  void finish(ExitCode code, std::string_view sentence, std::string_view summary_json);

 private:
  const World& world_;
  const Config& config_;
  SecretMasker& masker_;
  Log& log_;
  Progress& progress_;
  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<Database> database_;
  std::mt19937_64 random_;
  std::int64_t run_;
  std::unique_ptr<SupplierSession> supplier_;
  std::unique_ptr<StoreSession> store_;
};

}  // namespace dsz
