#pragma once

#include "dsz/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsz {

/// Why the owner is told something.
enum class Occasion : std::uint8_t { failure, guard, partly, recovery, cut_off, digest };
inline constexpr std::pair<std::string_view, Occasion> kOccasions[]{
    {"failure", Occasion::failure},   {"guard", Occasion::guard},     {"partly", Occasion::partly},
    {"recovery", Occasion::recovery}, {"cut_off", Occasion::cut_off}, {"digest", Occasion::digest},
};
std::string_view to_text(Occasion occasion);

struct EmailSettings {
  std::string server;  ///< "smtp://host:587" or "smtps://host:465"; "": no e-mail
  std::string user;    ///< "": without signing in
  std::string password;
  std::string from;
  std::vector<std::string> to;
  std::filesystem::path ca_file;  ///< empty: the system's certificates
};

enum class WebhookShape : std::uint8_t { generic, slack, discord, ntfy };

struct WebhookSettings {
  std::string url;  ///< a secret; "": none
  WebhookShape shape = WebhookShape::generic;
};

/// The section `notify`.
struct NotifySettings {
  std::set<Occasion> on;
  int after_failures = 1;  ///< so many runs in a row must fail before it is told
  Millis repeat{24LL * 3'600'000};
  Millis timeout{30'000};  ///< that one run may lose by all of it
  EmailSettings email;
  WebhookSettings webhook;
  std::string command;          ///< for /bin/sh; "": none
  std::string healthcheck_url;  ///< a secret; "": none
  /// Why the secret of a key cannot be had: "notify.webhook.url". Its channel cannot be used, but a run can.
  std::map<std::string, std::string, std::less<>> troubles{};
};

struct NotifyComplaint {
  std::string key;       ///< "notify.email.to"; "" when nothing is wrong
  std::string sentence;  ///< begins with the key, and never has a secret in it
};

/// Pure: what of the section cannot work: half of an e-mail's settings, an address that is none, plain text to another
/// machine.
NotifyComplaint notify_complaint(const NotifySettings& settings);

}  // namespace dsz
