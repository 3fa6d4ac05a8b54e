#pragma once

#include "dsz/app/world.hpp"
#include "dsz/notify/notifier.hpp"

#include <memory>
#include <string>

namespace dsz {

/// Runs `command` for /bin/sh with Message::json on its standard input, and DSZ_OCCASION, DSZ_SUBJECT, DSZ_SENTENCE,
/// DSZ_RUN, DSZ_COMMAND and DSZ_EXIT_CODE in its environment, which has none of the variables with our secrets. Exit
/// status 0 means that it took the message. `world` must outlive it.
std::unique_ptr<Notifier> command_notifier(std::string command, const World& world);

}  // namespace dsz
