#pragma once

#include "dsz/app/world.hpp"
#include "dsz/http/http_client.hpp"

#include <string>
#include <string_view>

namespace dsz {

/// A dead-man's switch in the manner of healthchecks.io: it speaks up when it has not heard of a run. Each ping is a
/// POST whose body is kept there as a log. "" when it was taken; else what went wrong, without the address.
class Healthcheck {
 public:
  /// `trouble`: why the address cannot be had; "" when it is there, and `client` with it. Both must outlive it.
  Healthcheck(std::string url, std::string trouble, HttpClient* client, const World& world)
      : url_(std::move(url)), trouble_(std::move(trouble)), client_(client), world_(world) {}

  /// A run begins: URL/start.
  std::string start(SteadyTime until) { return ping("/start", "", until); }
  /// A run ended: URL when well, else URL/EXITCODE.
  std::string end(int exit_code, const std::string& log, SteadyTime until) {
    return ping(exit_code == 0 ? "" : "/" + std::to_string(exit_code), log, until);
  }
  /// A run before this one never said that it ended: URL/fail.
  std::string fail(const std::string& log, SteadyTime until) { return ping("/fail", log, until); }
  /// Changes nothing but its list of events: URL/log.
  std::string test(const std::string& log, SteadyTime until) { return ping("/log", log, until); }

 private:
  std::string ping(std::string_view suffix, const std::string& body, SteadyTime until);

  const std::string url_;
  const std::string trouble_;
  HttpClient* const client_;
  const World& world_;
};

}  // namespace dsz
