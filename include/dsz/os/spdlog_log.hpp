#pragma once

#include "dsz/base/log.hpp"
#include "dsz/base/secret_masker.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace dsz {

struct LogSettings {
  std::filesystem::path path;  ///< empty: no file
  LogLevel file_level = LogLevel::info;
  LogLevel stderr_level = LogLevel::info;  ///< -q: error only; -v: debug
  bool json = false;                       ///< one JSON object a line instead of text
  std::uint64_t max_size = 5U << 20U;      ///< bytes, then rotated
  unsigned max_backups = 5;
};

/// spdlog behind our interface: a rotated file (600) and stderr; every line goes through `masker` and is made visible()
/// before any sink sees it. `masker` outlives the log. A log file that cannot be opened is a Failure(usage).
std::unique_ptr<Log> spdlog_log(const LogSettings& settings, const SecretMasker& masker);

}  // namespace dsz
