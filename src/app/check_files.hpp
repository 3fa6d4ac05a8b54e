#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/finding.hpp"

#include <cstdint>
#include <vector>

namespace dsz {

inline constexpr const char* kPermissions = "permissions";
inline constexpr const char* kDiskSpace = "disk space";

/// "permissions": makes the state folder when it is not there, as a run does, and writes and removes a small file in
/// it.
Finding check_permissions(FileSystem& files, const Config& config);
/// "disk space" for `free` bytes. Pure.
Finding check_disk_space(std::uint64_t free, const std::filesystem::path& folder);
/// Both; the second is skipped when there is no folder to look at.
std::vector<Finding> check_files(FileSystem& files, const Config& config);

}  // namespace dsz
