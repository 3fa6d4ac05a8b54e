#include "notify_receivers.hpp"

#include <chrono>

namespace dsz::test {
namespace {

constexpr const char* kHook = "hook-T0K3N-8841";
constexpr const char* kHookQuery = "wh_55c1d0";
constexpr const char* kPing = "hc-77f2-1b9c";
constexpr const char* kMailPassword = "mail/pass 4402";
constexpr const char* kMailPasswordInBase64 = "bWFpbC9wYXNzIDQ0MDI=";        ///< as AUTH LOGIN sends it
constexpr const char* kSignInInBase64 = "AHBvc3Rib3gAbWFpbC9wYXNzIDQ0MDI=";  ///< as AUTH PLAIN does, with the user

nlohmann::json configured(const std::string& web, const std::string& mail) {
  return {{"on", {"failure", "guard", "partly", "recovery", "cut_off", "digest"}},
          {"webhook", {{"url", web + "/" + kHook + "?auth=" + kHookQuery}}},
          {"healthcheck", {{"url", web + "/" + kPing}}},
          {"command", "cat >> told.txt"},
          {"email",
           {{"server", mail},
            {"user", "postbox"},
            {"password", kMailPassword},
            {"from", "shop@mail.example"},
            {"to", {"it@mail.example"}}}}};
}

}  // namespace

NotifyReceivers::NotifyReceivers()
    : web_(
          {.http = true, .https = false}, [] { return std::chrono::system_clock::now(); },
          [this](const sandbox::HttpRequest& request) { return take(request); },
          [](const sandbox::HttpRequest&) { return std::string("none"); }),
      mail_([this](const RawConnection& connection) { take_mail(connection); }) {}

nlohmann::json NotifyReceivers::configuration() const { return configured(web_.http_url(), mail_.url("", "smtp")); }

nlohmann::json NotifyReceivers::configuration_of_nobody() {
  return configured("http://127.0.0.1:1", "smtp://127.0.0.1:1");
}

std::vector<std::string> NotifyReceivers::secrets() {
  return {kHook, kHookQuery, kPing, kMailPassword, "pass 4402", kMailPasswordInBase64, kSignInInBase64};
}

void NotifyReceivers::echo(int status) {
  const std::lock_guard lock(mutex_);
  echo_ = status;
}

std::string NotifyReceivers::received() {
  const std::lock_guard lock(mutex_);
  return received_;
}

sandbox::HttpAnswer NotifyReceivers::take(const sandbox::HttpRequest& request) {
  remember(request.body);
  const std::lock_guard lock(mutex_);
  sandbox::HttpAnswer answer;
  if (!echo_) return answer;
  answer.status = *echo_;
  answer.body = request.path + "?" + request.query_text + " " + request.body;
  return answer;
}

void NotifyReceivers::take_mail(const RawConnection& connection) {
  connection.send("220 mail.example\r\n");
  for (std::string line = connection.read_line(); !line.empty(); line = connection.read_line()) {
    if (line.starts_with("EHLO")) {
      connection.send("250-mail.example\r\n250 AUTH PLAIN\r\n");
    } else if (line.starts_with("AUTH")) {
      connection.send("334 \r\n");
      connection.send(reply("235 welcome", "535 5.7.8 not with " + std::string(kMailPassword), connection.read_line()));
    } else if (line.starts_with("DATA")) {
      connection.send("354 go on\r\n");
      take_content(connection);
    } else {
      connection.send(reply("250 good", "550 not", line));
    }
  }
}

void NotifyReceivers::take_content(const RawConnection& connection) {
  for (std::string line = connection.read_line(); !line.empty() && line != ".\r\n"; line = connection.read_line()) {
    remember(line);
  }
  connection.send("250 taken\r\n");
}

std::string NotifyReceivers::reply(const std::string& good, const std::string& bad, const std::string& line) {
  const std::lock_guard lock(mutex_);
  return echo_ ? bad + " " + line : good + "\r\n";
}

void NotifyReceivers::remember(const std::string& text) {
  const std::lock_guard lock(mutex_);
  received_ += text;
}

}  // namespace dsz::test
