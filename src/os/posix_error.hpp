#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace dsz {

/// "cannot write /srv/x.json: No space left on device".
inline std::string posix_error(std::string_view what, const std::filesystem::path& path, int error) {
  return "cannot " + std::string(what) + " " + path.string() + ": " + std::generic_category().message(error);
}

}  // namespace dsz
