#pragma once

#include "dsz/app/notify_settings.hpp"
#include "dsz/app/world.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/notify/notifier.hpp"

#include <memory>
#include <string>

namespace dsz {

struct WebhookBody {
  std::string url;
  std::string json;
};

/// Pure: what each shape posts, and where. generic: Message::json as it is. slack: `text`. discord: `content`, in which
/// nobody can be mentioned. ntfy: its JSON form, at the server's root, the topic being the last part of the address.
WebhookBody webhook_body(const WebhookSettings& settings, const Message& message);

/// Both must outlive it.
std::unique_ptr<Notifier> webhook_notifier(WebhookSettings settings, HttpClient& client, const World& world);

}  // namespace dsz
