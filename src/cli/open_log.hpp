#pragma once

#include "dsz/base/log.hpp"
#include "dsz/cli/command.hpp"
#include "dsz/os/spdlog_log.hpp"

#include <memory>

namespace dsz {

/// The log that `settings` describe, with the caller's -q, -v and --log-format.
std::unique_ptr<Log> open_log(const Invocation& call, LogSettings settings);

}  // namespace dsz
