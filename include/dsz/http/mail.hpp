#pragma once

#include "dsz/base/time.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dsz {

struct MailServer {
  std::string url;  ///< "smtp://host:587" or "smtps://host:465"
  std::string user;
  std::string password;
  std::filesystem::path ca_file;  ///< trusted instead of the system's certificates; empty: those
};

struct Mail {
  std::string from;
  std::vector<std::string> to;
  std::string subject;  ///< UTF-8, one line
  std::string text;     ///< UTF-8, lines end with \n
  std::string html;
  WallTime date{};
  std::string message_id;  ///< "unique@host"
};

struct MailEnd {
  std::string error;                 ///< "" when the server took it for at least one recipient; else why not
  std::vector<std::string> refused;  ///< the recipients that it then was not taken for: "it@shop.example (SMTP 550)"
};

/// Sends one mail by libcurl. smtp:// goes on only after STARTTLS, but to this machine itself, where it stays plain
/// unless a `ca_file` is given; smtps:// is TLS from the start. TLS 1.2 or later, certificates always verified. Says
/// what went wrong in plain words and without secrets. Ends at `until`, and within a second of a signal.
MailEnd send_mail(const MailServer& server, const Mail& mail, SteadyTime until, const Clock& clock,
                  const Signals& signals);

/// The lines of the head, without line ends: Date, From, To, Subject and so on. RFC 5322, the subject by RFC 2047.
/// Control characters in any value are gone: none can begin a line of its own.
std::vector<std::string> mail_head(const Mail& mail);

}  // namespace dsz
