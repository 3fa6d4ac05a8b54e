#pragma once

#include "dsz/app/config.hpp"

#include "config_document.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

enum class ConfigType { text, secret, url, path, whole, number, boolean, choice, texts, text_map };

/// One key of `config.json`. The table of them drives reading, defaults, checks and the tests of docs/CONFIGURATION.md
/// and config.example.json.
struct ConfigKey {
  std::string_view path = {};  ///< "match.guards.floor"
  ConfigType type = ConfigType::text;
  std::string_view standard = {};        ///< the default as JSON; empty: there is none
  std::string_view standard_words = {};  ///< for people, of a default that is not JSON: "the configuration's folder"
  double least = 0;                      ///< of a number
  double most = 0;
  std::vector<std::string_view> choices = {};
  std::string_view environment = {};  ///< of a secret: the variable that goes before the file
  /// What config.example.json says for a key that must be filled in. Such a key, and no other, is required by the
  /// commands that need its section.
  std::string_view placeholder = {};
  std::string_view about = {};
  /// Puts a checked value into the configuration. None for KEY_file and KEY_command: config_secrets.cpp reads those.
  std::function<void(Config&, const ConfigValue&)> apply = {};
};

const std::vector<ConfigKey>& config_schema();
/// A part of it, in a file of its own.
std::vector<ConfigKey> monitoring_keys();

/// What a value of this key must be: "a whole number from 1 to 200".
std::string config_expects(const ConfigKey& key);

/// What is wrong with the value, to follow the key's path: "is true, but must be a whole number from 1 to 200". "" when
/// nothing is.
std::string config_complaint(const ConfigKey& key, const ConfigValue& value);

}  // namespace dsz
