#include "dsz/notify/channels.hpp"

#include "dsz/app/version.hpp"
#include "dsz/notify/command.hpp"
#include "dsz/notify/email.hpp"
#include "dsz/notify/webhook.hpp"

namespace dsz {

Channels::Channels(const NotifySettings& settings, const World& world) : world_(world) {
  if (!settings.webhook.url.empty() || !settings.healthcheck_url.empty()) {
    http_ = world.http({.ca_file = {}, .user_agent = user_agent()});
  }
  if (!settings.email.server.empty()) notifiers_.push_back(email_notifier(settings.email, world));
  if (!settings.webhook.url.empty()) {
    notifiers_.push_back(webhook_notifier(settings.webhook, *http_, world));
  }
  if (!settings.command.empty()) notifiers_.push_back(command_notifier(settings.command, world));
  if (!settings.healthcheck_url.empty()) {
    healthcheck_ = std::make_unique<Healthcheck>(settings.healthcheck_url, *http_, world);
  }
}

std::vector<ChannelResult> Channels::tell(const Message& message, SteadyTime until) {
  std::vector<ChannelResult> results;
  for (std::size_t i = 0; i < notifiers_.size(); ++i) {
    const SteadyTime now = world_.clock.steady();
    const auto still_to_come = static_cast<Millis::rep>(notifiers_.size() - i);
    Notifier& notifier = *notifiers_[i];
    results.push_back({std::string(notifier.name()), notifier.tell(message, now + (until - now) / still_to_come)});
  }
  return results;
}

}  // namespace dsz
