#pragma once

#include "config_schema.hpp"

#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dsz {

/// How a checked value of config.json gets to its place; for config_schema.cpp.
using Apply = std::function<void(Config&, const ConfigValue&)>;

/// Of KEY_file and KEY_command.
inline constexpr std::string_view kFileAbout = "a file of mode 600 that holds it, instead";
inline constexpr std::string_view kCommandAbout = "a command for `/bin/sh` that prints it, instead";

// `field` leads to the place of the value: [](Config& c) -> auto& { return c.retries; }.

template <typename Field>
Apply number(Field field) {
  return [field](Config& config, const ConfigValue& value) {
    using Number = std::remove_reference_t<decltype(field(config))>;
    field(config) = static_cast<Number>(value.number);
  };
}

template <typename Field>
Apply span(Millis unit, Field field) {
  return [unit, field](Config& config, const ConfigValue& value) {
    field(config) = Millis{static_cast<Millis::rep>(value.number * static_cast<double>(unit.count()))};
  };
}

template <typename Field>
Apply text(Field field) {
  return [field](Config& config, const ConfigValue& value) { field(config) = value.text; };
}

/// One text, or a list of them.
template <typename Field>
Apply texts(Field field) {
  return [field](Config& config, const ConfigValue& value) {
    if (value.kind == ConfigValue::Kind::text) field(config).push_back(value.text);
    for (const ConfigValue& item : value.children) field(config).push_back(item.text);
  };
}

template <typename Field>
Apply path(Field field) {
  return [field](Config& config, const ConfigValue& value) {
    field(config) = config.file.parent_path() / value.text;  // an absolute path replaces the folder
  };
}

/// `set` puts the meaning of the chosen word into the configuration.
template <typename Meaning, typename Set>
ConfigKey choice(std::string_view path, std::string_view standard,
                 std::vector<std::pair<std::string_view, Meaning>> options, std::string_view about, Set set) {
  ConfigKey key{.path = path, .type = ConfigType::choice, .standard = standard, .about = about};
  for (const auto& option : options) key.choices.push_back(option.first);
  key.apply = [options = std::move(options), set](Config& config, const ConfigValue& value) {
    for (const auto& [word, meaning] : options) {
      if (word == value.text) set(config, meaning);
    }
  };
  return key;
}

template <typename Field>
Apply boolean(Field field) {
  return [field](Config& config, const ConfigValue& value) { field(config) = value.boolean; };
}

}  // namespace dsz
