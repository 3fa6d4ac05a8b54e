#pragma once

#include "dsz/app/config.hpp"

namespace dsz {

/// $XDG_CONFIG_HOME, else $HOME/.config; empty without either.
std::filesystem::path user_config_folder(const ConfigSources& sources);

}  // namespace dsz
