#include "dsz/app/run_context.hpp"

#include "dsz/state/journal.hpp"
#include "dsz/state/run_history.hpp"

#include <fmt/format.h>

namespace dsz {
namespace {

std::unique_ptr<FileLock> take_lock(const World& world, const Config& config, const RunRequest& request) {
  world.files.make_folder(config.state_dir, 0700);
  return take_file_lock(config.lock_file(), request.command, request.lock_wait, world.clock, world.sleeper,
                        world.signals);
}

/// Whether `now` may decide what is thrown away. A clock that is wrong, or was, shows in the run before this one: it
/// ended later than now, or longer ago than anything is kept.
bool fits_the_run_before(RunHistory& history, WallTime now, Millis kept) {
  const std::vector<RunRecord> newest = history.latest(2);  // this run and the one before
  if (newest.size() < 2) return true;
  const WallTime before = newest.back().ended.value_or(newest.back().started);
  return before <= now && now - before <= kept;
}

}  // namespace

RunContext::RunContext(const World& world, const Config& config, SecretMasker& masker, Log& log, Progress& progress,
                       const RunRequest& request)
    : world_(world),
      config_(config),
      masker_(masker),
      log_(log),
      progress_(progress),
      lock_(take_lock(world, config, request)),
      database_(Database::open(config.database_file())),
      random_(world.seed),
      run_(RunHistory(*database_).begin(request.command, world.clock.wall())) {
  log_.info("run {}: {}", run_, request.command);
}

SupplierSession& RunContext::supplier() {
  if (!supplier_) {
    supplier_ = std::make_unique<SupplierSession>(world_, config_, *database_, masker_, random_, log_);
  }
  return *supplier_;
}

StoreSession& RunContext::store() {
  if (!store_) store_ = std::make_unique<StoreSession>(world_, config_, masker_, random_, log_);
  return *store_;
}

std::optional<RequestCounts> RunContext::supplier_counts() const {
  return supplier_ ? std::optional(supplier_->counts()) : std::nullopt;
}

std::optional<RequestCounts> RunContext::store_counts() const {
  return store_ ? std::optional(store_->counts()) : std::nullopt;
}

void RunContext::finish(ExitCode code, std::string_view sentence, std::string_view summary_json) {
  const WallTime now = world_.clock.wall();
  RunHistory history(*database_);
  history.finish(run_, now, static_cast<int>(code), sentence, summary_json);
  if (fits_the_run_before(history, now, config_.history_kept)) Journal(*database_).prune(now - config_.history_kept);
  const std::string line = fmt::format("run {} ended with exit code {}: {}", run_, static_cast<int>(code), sentence);
  if (code == ExitCode::done || code == ExitCode::changes_found) {
    log_.info("{}", line);
  } else {
    log_.record(LogLevel::error, line);  // what went wrong is the last word on stderr already
  }
}

}  // namespace dsz
