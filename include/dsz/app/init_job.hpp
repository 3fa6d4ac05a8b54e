#pragma once

#include "dsz/app/config.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// What a first configuration is made of; "" is not given. A file or a command stands for the secret itself.
struct InitialSettings {
  std::string email;
  std::string password;
  std::string password_file;
  std::string password_command;
  std::string store_url;
  std::string consumer_key;
  std::string consumer_secret;
  std::string consumer_secret_file;
  std::string consumer_secret_command;
};

/// What is wrong with the value of a key of config.json, to follow its name; "" when nothing is. `key`:
/// "woocommerce.url".
std::string initial_complaint(std::string_view key, const std::string& value);

/// config.json: what was given and nothing more, for all else has a default.
std::string initial_config(const InitialSettings& settings);

/// --config, DSZ_SYNC_CONFIG, else $XDG_CONFIG_HOME/dsz-sync/config.json (without it: $HOME/.config).
std::filesystem::path initial_config_path(const std::string& option, const ConfigSources& sources);

/// Failure(usage) when something has that name, or when its folder is there and not its owner's alone.
void refuse_initial_config(FileSystem& files, const std::filesystem::path& path);
/// Writes the file with mode 600, the folder with 700; refuses as refuse_initial_config() does.
void write_initial_config(FileSystem& files, const std::filesystem::path& path, std::string_view text);

/// The commands that come after init, for people.
std::string next_steps(const std::filesystem::path& config, bool ready);

}  // namespace dsz
