#pragma once

#include "dsz/app/notify_settings.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/match/circuit_breaker.hpp"
#include "dsz/match/matcher.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/file_system.hpp"
#include "dsz/os/signals.hpp"
#include "dsz/os/spdlog_log.hpp"
#include "dsz/state/quota_ledger.hpp"
#include "dsz/store/store_settings.hpp"
#include "dsz/supplier/credentials.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dsz {

struct MatchSettings {
  SelectionRules select;
  MatchRules rules;
  GuardLimits guards;
  Millis max_inventory_age{12 * 3'600'000};
  bool confirm_missing =
      true;  ///< false: products missing from a complete inventory count as missing without being asked for
};

/// `config.json`, checked. Defaults are in config_schema.cpp, documentation in docs/CONFIGURATION.md (a test holds them
/// together).
struct Config {
  std::filesystem::path file;
  SupplierSettings supplier;
  QuotaLimits quota;
  Millis ask_again_after{7 * 86'400'000};  ///< for a SKU of the store that the supplier never had
  Millis delta_max_age{24 * 3'600'000};    ///< of the full or targeted fetch on which changes are built
  Millis resume_max_age{6 * 3'600'000};    ///< of a full fetch that was cut off and goes on
  int retries = 5;                         ///< attempts for one request to the supplier; 0 is one too
  StoreSettings store;
  int store_retries = 5;  ///< the same at the store; a write is repeated only when it surely did not arrive
  std::filesystem::path supplier_ca_file;  ///< empty: the system's certificates
  std::filesystem::path store_ca_file;     ///< empty: the system's certificates
  bool supplier_over_plain_http = false;   ///< allowed to another machine than this one
  bool store_over_plain_http = false;
  MatchSettings match;
  LogSettings log;
  NotifySettings notify;
  Millis history_kept{90LL * 24 * 3'600'000};  ///< runs and their journal
  std::filesystem::path report_file;           ///< the page of `report`, written after each run; empty: not written
  std::filesystem::path state_dir;
  std::filesystem::path status_file;   ///< written after each run
  std::filesystem::path metrics_file;  ///< the same for Prometheus; empty: not written

  [[nodiscard]] std::filesystem::path inventory_file() const;
  [[nodiscard]] std::filesystem::path token_file() const;
  [[nodiscard]] std::filesystem::path lock_file() const;
  [[nodiscard]] std::filesystem::path database_file() const;
};

enum class Need {
  none,      ///< may be absent; no file is read and no command is run for its secrets
  if_given,  ///< may be absent, and then is empty
  required,  ///< Failure when absent
};

/// What a command needs of the configuration.
struct ConfigNeeds {
  Need supplier = Need::none;
  Need store = Need::none;
  Need notify = Need::none;
};

/// Reads the environment and runs *_command: passed in for tests.
struct ConfigSources {
  std::function<std::optional<std::string>(const char* name)> environment;
  /// Its output, without the last line end. Failure when it fails: why, without the key and never with the output.
  std::function<std::string(const std::string& command)> run_command;
  unsigned user = 0;  ///< whose name the program works in: the files are theirs or root's
  /// The same for the secrets of `notify`, but ended after kBriefCommand: no message may hold up a run.
  std::function<std::string(const std::string& command)> run_brief_command = {};
};
inline constexpr Millis kBriefCommand{3'000};

/// ConfigSources::run_command by /bin/sh, on our terminal, so that it can ask for a pass phrase. Our own variables with
/// secrets are in no environment of it. Failure(usage) when it cannot be started, ends with another status than 0,
/// prints nothing or more than 64 KiB. It waits as long as the command takes, or until a signal comes (Failure:
/// interrupted, terminated).
std::string run_shell_command(const std::string& command, const Clock& clock, Sleeper& sleeper, const Signals& signals);
/// ConfigSources::run_brief_command: the same without the terminal, killed when its time is over or a signal comes.
std::string run_brief_shell_command(const std::string& command, const Clock& clock, Sleeper& sleeper,
                                    const Signals& signals);

/// The environment variables that may hold our secrets: no program that we start is given them.
std::vector<std::string> secret_variables();

/// --config, DSZ_SYNC_CONFIG, ./config.json, $XDG_CONFIG_HOME/dsz-sync/config.json (without it: $HOME/.config), then
/// /etc/dsz-sync/config.json: the first that is given or there. None, or a given one that is not there: Failure(usage)
/// that names it or them all.
std::filesystem::path find_config(const std::string& option, const ConfigSources& sources, FileSystem& files);

/// Failure(usage), one sentence with the key's path and the line: unknown key (and the nearest known one), wrong type,
/// out of range, not JSON, a key that is needed and absent or still the example's placeholder, secrets in a file that
/// others can read (with the chmod to run), a file that is neither `sources.user`'s nor root's, a state folder that
/// others can write into. Secrets come from the environment first (secret_variables()), then from KEY, KEY_file or
/// KEY_command, of which only one may be there; each is registered with `masker`. Relative paths are relative to the
/// folder of `file`. Neither folders nor files are made.
Config load_config(const std::filesystem::path& file, const ConfigNeeds& needs, const ConfigSources& sources,
                   FileSystem& files, SecretMasker& masker);

}  // namespace dsz
