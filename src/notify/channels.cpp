#include "dsz/notify/channels.hpp"

#include "dsz/app/version.hpp"
#include "dsz/notify/command.hpp"
#include "dsz/notify/email.hpp"
#include "dsz/notify/webhook.hpp"

#include <functional>

namespace dsz {
namespace {

/// Stands for a channel whose secret cannot be had.
class Unusable final : public Notifier {
 public:
  Unusable(std::string_view name, std::string trouble) : name_(name), trouble_(std::move(trouble)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  Telling tell(const Message& /*message*/, SteadyTime /*until*/) override { return {trouble_}; }

 private:
  const std::string_view name_;
  const std::string trouble_;
};

}  // namespace

Channels::Channels(const NotifySettings& settings, const World& world) : world_(world) {
  const auto trouble_of = [&settings](std::string_view key) {
    const auto found = settings.troubles.find(key);
    return found == settings.troubles.end() ? std::string() : found->second;
  };
  const auto add = [this, &trouble_of](std::string_view name, std::string_view secret, bool configured,
                                       const std::function<std::unique_ptr<Notifier>()>& make) {
    const std::string trouble = trouble_of(secret);
    if (!trouble.empty()) {
      notifiers_.push_back(std::make_unique<Unusable>(name, trouble));
    } else if (configured) {
      notifiers_.push_back(make());
    }
  };
  if (!settings.webhook.url.empty() || !settings.healthcheck_url.empty()) {
    http_ = world.http({.ca_file = {}, .user_agent = user_agent()});
  }
  add("e-mail", "notify.email.password", !settings.email.server.empty(),
      [&] { return email_notifier(settings.email, world); });
  add("webhook", "notify.webhook.url", !settings.webhook.url.empty(),
      [&] { return webhook_notifier(settings.webhook, *http_, world); });
  if (!settings.command.empty()) notifiers_.push_back(command_notifier(settings.command, world));
  const std::string trouble = trouble_of("notify.healthcheck.url");
  if (!settings.healthcheck_url.empty() || !trouble.empty()) {
    healthcheck_ = std::make_unique<Healthcheck>(settings.healthcheck_url, trouble, http_.get(), world);
  }
}

std::vector<ChannelResult> Channels::tell(const Message& message, SteadyTime until) {
  std::vector<ChannelResult> results;
  for (std::size_t i = 0; i < notifiers_.size(); ++i) {
    const SteadyTime now = world_.clock.steady();
    const auto still_to_come = static_cast<Millis::rep>(notifiers_.size() - i);
    Notifier& notifier = *notifiers_[i];
    Telling telling = notifier.tell(message, now + (until - now) / still_to_come);
    results.push_back({std::string(notifier.name()), std::move(telling.error), telling.taken});
  }
  return results;
}

}  // namespace dsz
