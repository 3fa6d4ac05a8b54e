#include "dsz/notify/webhook.hpp"

#include "post.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

// Discord takes 2000 characters; ntfy makes a file of more than 4096 bytes; Slack cuts its own way above 4000.
constexpr std::size_t kMostDiscord = 1'900;
constexpr std::size_t kMostNtfy = 3'800;
constexpr std::size_t kMostSlack = 3'500;

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// Slack reads <…> as links and mentions (docs.slack.dev, "Formatting message text").
std::string slack_escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else {
      safe += c;
    }
  }
  return safe;
}

Json slack(const Message& message) {
  return {{"text", slack_escaped(shortened(message.subject + "\n\n" + message.text, kMostSlack))}};
}

/// Discord reads Markdown: a foreign text must become no link and no format. A backslash makes a sign ordinary.
std::string discord_escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (std::string_view("\\*_~`|>#[]()<").find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

Json discord(const Message& message) {
  return {{"content", shortened(discord_escaped(message.subject + "\n\n" + message.text), kMostDiscord)},
          {"allowed_mentions", {{"parse", Json::array()}}}};
}

int ntfy_priority(std::string_view occasion) {
  if (occasion == "failure" || occasion == "guard" || occasion == "cut_off") return 4;
  return 3;
}

WebhookBody ntfy(const std::string& url, const Message& message) {
  const std::size_t query = std::min(url.find('?'), url.size());
  std::string address = url.substr(0, query);
  while (address.ends_with('/')) address.pop_back();
  const std::size_t slash = address.rfind('/');
  const Json json{{"topic", address.substr(slash + 1)},
                  {"title", message.subject},
                  {"message", shortened(message.text, kMostNtfy)},
                  {"priority", ntfy_priority(message.occasion)}};
  return {address.substr(0, slash + 1) + url.substr(query), dumped(json)};
}

class Webhook final : public Notifier {
 public:
  Webhook(WebhookSettings settings, HttpClient& client, const World& world)
      : settings_(std::move(settings)), client_(client), world_(world) {}
  [[nodiscard]] std::string_view name() const override { return "webhook"; }
  Telling tell(const Message& message, SteadyTime until) override {
    WebhookBody body = webhook_body(settings_, message);
    return {post(client_, {std::move(body.url), "application/json", std::move(body.json)}, until, world_)};
  }

 private:
  const WebhookSettings settings_;
  HttpClient& client_;
  const World& world_;
};

}  // namespace

WebhookBody webhook_body(const WebhookSettings& settings, const Message& message) {
  switch (settings.shape) {
    case WebhookShape::slack:
      return {settings.url, dumped(slack(message))};
    case WebhookShape::discord:
      return {settings.url, dumped(discord(message))};
    case WebhookShape::ntfy:
      return ntfy(settings.url, message);
    case WebhookShape::generic:
      break;
  }
  return {settings.url, message.json};
}

std::unique_ptr<Notifier> webhook_notifier(WebhookSettings settings, HttpClient& client, const World& world) {
  return std::make_unique<Webhook>(std::move(settings), client, world);
}

}  // namespace dsz
