#include "config_notify_keys.hpp"

#include "config_apply.hpp"

#include <algorithm>

namespace dsz {
namespace {

void take_occasions(Config& config, const ConfigValue& value) {
  for (const auto& [name, occasion] : kOccasions) {
    const auto names_it = [&name = name](const ConfigValue& item) { return item.text == name; };
    if (names_it(value) || std::any_of(value.children.begin(), value.children.end(), names_it)) {
      config.notify.on.insert(occasion);
    }
  }
}

std::vector<ConfigKey> occasion_keys() {
  ConfigKey on{.path = "notify.on",
               .type = ConfigType::texts,
               .standard = R"(["failure", "guard", "partly", "recovery", "cut_off"])",
               .about = "what is told; `digest` is each run that was no dry run",
               .apply = take_occasions};
  for (const auto& [name, occasion] : kOccasions) on.choices.push_back(name);
  return {
      on,
      {.path = "notify.after_failures",
       .type = ConfigType::whole,
       .standard = "1",
       .least = 1,
       .most = 1'000,
       .about = "a failure is told when so many runs of a command in a row have failed; a guard is told at once",
       .apply = number([](Config & c) -> auto& { return c.notify.after_failures; })},
      {.path = "notify.repeat_hours",
       .type = ConfigType::number,
       .standard = "24",
       .least = 0,
       .most = 8'760,
       .about = "a failure that lasts is told again after so many hours",
       .apply = span(
           Millis{3'600'000}, [](Config & c) -> auto& { return c.notify.repeat; })},
      {.path = "notify.timeout_seconds",
       .type = ConfigType::whole,
       .standard = "30",
       .least = 1,
       .most = 30,
       .about = "that one run may lose, at most, by telling all it has to tell on every channel",
       .apply = span(
           Millis{1'000}, [](Config & c) -> auto& { return c.notify.timeout; })},
  };
}

std::vector<ConfigKey> email_keys() {
  return {
      {.path = "notify.email.server",
       .type = ConfigType::text,
       .about = "`smtp://HOST:587` (STARTTLS) or `smtps://HOST:465`",
       .apply = text([](Config & c) -> auto& { return c.notify.email.server; })},
      {.path = "notify.email.user",
       .type = ConfigType::text,
       .about = "the user name at the mail server",
       .apply = text([](Config & c) -> auto& { return c.notify.email.user; })},
      {.path = "notify.email.password",
       .type = ConfigType::secret,
       .environment = "DSZ_NOTIFY_EMAIL_PASSWORD",
       .about = "the password at the mail server",
       .apply = text([](Config & c) -> auto& { return c.notify.email.password; })},
      {.path = "notify.email.password_file", .type = ConfigType::path, .about = kFileAbout},
      {.path = "notify.email.password_command", .type = ConfigType::text, .about = kCommandAbout},
      {.path = "notify.email.from",
       .type = ConfigType::text,
       .about = "the sender's address",
       .apply = text([](Config & c) -> auto& { return c.notify.email.from; })},
      {.path = "notify.email.to",
       .type = ConfigType::texts,
       .about = "the addresses that get it",
       .apply = texts([](Config & c) -> auto& { return c.notify.email.to; })},
      {.path = "notify.email.ca_file",
       .type = ConfigType::path,
       .standard_words = "the system's certificates",
       .about = "certificates (PEM) to trust instead of the system's, for a mail server with a certificate of its own",
       .apply = path([](Config & c) -> auto& { return c.notify.email.ca_file; })},
  };
}

std::vector<ConfigKey> other_channel_keys() {
  return {
      {.path = "notify.webhook.url",
       .type = ConfigType::secret,
       .environment = "DSZ_NOTIFY_WEBHOOK_URL",
       .about = "where messages are posted as JSON",
       .apply = text([](Config & c) -> auto& { return c.notify.webhook.url; })},
      {.path = "notify.webhook.url_file", .type = ConfigType::path, .about = kFileAbout},
      {.path = "notify.webhook.url_command", .type = ConfigType::text, .about = kCommandAbout},
      choice<WebhookShape>("notify.webhook.shape", "\"generic\"",
                           {{"generic", WebhookShape::generic},
                            {"slack", WebhookShape::slack},
                            {"discord", WebhookShape::discord},
                            {"ntfy", WebhookShape::ntfy}},
                           "the form that the receiver reads",
                           [](Config& c, WebhookShape shape) { c.notify.webhook.shape = shape; }),
      {.path = "notify.command",
       .type = ConfigType::text,
       .about = "a command for `/bin/sh` that is run for each message, with JSON on its standard input",
       .apply = text([](Config & c) -> auto& { return c.notify.command; })},
      {.path = "notify.healthcheck.url",
       .type = ConfigType::secret,
       .environment = "DSZ_NOTIFY_HEALTHCHECK_URL",
       .about = "the ping address of a dead-man's switch in the manner of healthchecks.io",
       .apply = text([](Config & c) -> auto& { return c.notify.healthcheck_url; })},
      {.path = "notify.healthcheck.url_file", .type = ConfigType::path, .about = kFileAbout},
      {.path = "notify.healthcheck.url_command", .type = ConfigType::text, .about = kCommandAbout},
  };
}

}  // namespace

std::vector<ConfigKey> notify_keys() {
  std::vector<ConfigKey> all = occasion_keys();
  for (auto* part : {email_keys, other_channel_keys}) {
    for (ConfigKey& key : part()) all.push_back(std::move(key));
  }
  return all;
}

}  // namespace dsz
