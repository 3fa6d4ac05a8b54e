#pragma once

#include "dsz/app/config.hpp"
#include "dsz/cli/command.hpp"

namespace dsz {

/// The configuration that the caller names, or the first that is found.
inline Config read_config(const Invocation& call, const ConfigNeeds& needs) {
  FileSystem& files = call.world.files;
  return load_config(find_config(call.options.config, call.sources, files), needs, call.sources, files, call.masker);
}

}  // namespace dsz
