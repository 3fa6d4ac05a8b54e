#pragma once

#include "dsz/app/notify_settings.hpp"
#include "dsz/app/world.hpp"
#include "dsz/notify/notifier.hpp"

#include <memory>

namespace dsz {

/// `world` must outlive it.
std::unique_ptr<Notifier> email_notifier(EmailSettings settings, const World& world);

}  // namespace dsz
