#pragma once

#include "dsz/base/secret_masker.hpp"
#include "dsz/match/circuit_breaker.hpp"
#include "dsz/match/matcher.hpp"
#include "dsz/os/file_system.hpp"
#include "dsz/os/spdlog_log.hpp"
#include "dsz/state/quota_ledger.hpp"
#include "dsz/store/store_settings.hpp"
#include "dsz/supplier/credentials.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

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
  int retries = 5;
  StoreSettings store;
  std::filesystem::path ca_file;
  MatchSettings match;
  LogSettings log;
  std::filesystem::path state_dir;

  [[nodiscard]] std::filesystem::path inventory_file() const;
  [[nodiscard]] std::filesystem::path token_file() const;
  [[nodiscard]] std::filesystem::path lock_file() const;
  [[nodiscard]] std::filesystem::path database_file() const;
};

/// What a command needs of the configuration: the rest may be absent.
struct ConfigNeeds {
  bool supplier = false;
  bool store = false;
};

/// Reads the environment and runs *_command: passed in for tests.
struct ConfigSources {
  std::function<std::optional<std::string>(const char* name)> environment;
  std::function<std::string(const std::string& command)> run_command;  ///< its output, without the last line end
};

/// --config, DSZ_SYNC_CONFIG, ./config.json, $XDG_CONFIG_HOME/dsz-sync/config.json, /etc/dsz-sync/config.json: the
/// first that is given or there. None: Failure(usage) that names them all.
std::filesystem::path find_config(const std::string& option, const ConfigSources& sources, FileSystem& files);

/// Failure(usage), one sentence with the key's path and the line: unknown key (and the nearest known one), wrong type,
/// out of range, not JSON, secrets in a file that others can read (with the chmod to run). Secrets come from the
/// environment first (DSZ_EMAIL, DSZ_PASSWORD, WC_CONSUMER_KEY, WC_CONSUMER_SECRET), then KEY, KEY_file, KEY_command;
/// each is registered with `masker`.
Config load_config(const std::filesystem::path& file, const ConfigNeeds& needs, const ConfigSources& sources,
                   FileSystem& files, SecretMasker& masker);

}  // namespace dsz
