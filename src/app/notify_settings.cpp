#include "dsz/app/notify_settings.hpp"

#include "dsz/base/text.hpp"
#include "dsz/http/url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

/// What stands before "@" and after it; no list, no name, nothing that ends a line of SMTP.
bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7F && std::string_view("<>,;:\"()[]\\").find(c) == std::string_view::npos;
  });
  return plain && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos;
}

NotifyComplaint complaint(std::string_view key, std::string_view sentence) {
  return {std::string(key), fmt::format("{} {}", key, sentence)};
}

NotifyComplaint address_complaint(std::string_view key, const std::string& address) {
  return complaint(key, fmt::format("is \"{}\", but must be an address like owner@shop.example, without a name",
                                    visible(address, 60)));
}

/// libcurl reads it; here only what it would take and we do not want.
bool is_mail_server(std::string_view server) {
  const std::size_t scheme = server.starts_with("smtps://") ? 8 : 7;
  if (!server.starts_with("smtp://") && scheme == 7) return false;
  const std::optional<Url> url = parse_url("http://" + std::string(server.substr(scheme)));
  return url && url->path.empty();
}

NotifyComplaint email_complaint(const EmailSettings& email) {
  const bool wanted = !email.server.empty() || !email.from.empty() || !email.to.empty();
  if (!wanted) return {};
  if (email.server.empty()) return complaint("notify.email.server", "is missing: e-mail needs server, from and to");
  if (!is_mail_server(email.server)) {
    return complaint("notify.email.server", "must be like smtp://mail.example:587 or smtps://mail.example:465");
  }
  if (email.from.empty()) return complaint("notify.email.from", "is missing: e-mail needs server, from and to");
  if (email.to.empty()) return complaint("notify.email.to", "is missing: e-mail needs server, from and to");
  if (!is_mail_address(email.from)) return address_complaint("notify.email.from", email.from);
  for (const std::string& to : email.to) {
    if (!is_mail_address(to)) return address_complaint("notify.email.to", to);
  }
  if (email.user.empty() && !email.password.empty()) {
    return complaint("notify.email.user", "is missing, but there is a password");
  }
  return {};
}

/// A query may stand there: some receivers keep their key in it.
NotifyComplaint url_complaint(std::string_view key, const std::string& text) {
  if (text.empty()) return {};
  const bool clean = std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  const std::optional<Url> url = parse_url(text.substr(0, text.find('?')));
  if (!clean || !url || text.find("://") == std::string::npos) {
    return complaint(key, "is not a web address like https://hooks.example/abc");
  }
  if (url->scheme == "https" || url->loopback()) return {};
  return complaint(key, "is plain http to another machine; make it https");
}

}  // namespace

std::string_view to_text(Occasion occasion) {
  for (const auto& [name, value] : kOccasions) {
    if (value == occasion) return name;
  }
  return "";
}

NotifyComplaint notify_complaint(const NotifySettings& settings) {
  if (NotifyComplaint found = email_complaint(settings.email); !found.key.empty()) return found;
  if (NotifyComplaint found = url_complaint("notify.webhook.url", settings.webhook.url); !found.key.empty()) {
    return found;
  }
  if (settings.webhook.shape == WebhookShape::ntfy && !settings.webhook.url.empty()) {
    const std::string url = settings.webhook.url.substr(0, settings.webhook.url.find('?'));
    if (parse_url(url)->path.empty())
      return complaint("notify.webhook.url", "has no topic, like https://ntfy.sh/my-topic");
  }
  return url_complaint("notify.healthcheck.url", settings.healthcheck_url);
}

}  // namespace dsz
