#pragma once

#include "raw_server.hpp"
#include "sandbox/wire/endpoint.hpp"

#include <nlohmann/json.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace dsz::test {

/// A webhook, a dead-man's switch and a mail server, each reached by a secret. They may answer with all that they were
/// sent.
class NotifyReceivers {
 public:
  NotifyReceivers();

  /// `notify` of a configuration that tells everything to all of them.
  [[nodiscard]] nlohmann::json configuration() const;
  /// The same where nobody listens.
  [[nodiscard]] static nlohmann::json configuration_of_nobody();
  [[nodiscard]] static std::vector<std::string> secrets();

  /// From now on each is refused, by the web receivers with this status, and shown what it has sent.
  void echo(int status);
  /// The messages that have come, without what only the way to the receiver needs.
  [[nodiscard]] std::string received();

 private:
  sandbox::HttpAnswer take(const sandbox::HttpRequest& request);
  void take_mail(const RawConnection& connection);
  void take_content(const RawConnection& connection);
  [[nodiscard]] std::string reply(const std::string& good, const std::string& bad, const std::string& line);
  void remember(const std::string& text);

  std::mutex mutex_;
  std::optional<int> echo_;
  std::string received_;
  sandbox::Endpoint web_;  // last: they stop first
  RawServer mail_;
};

}  // namespace dsz::test
