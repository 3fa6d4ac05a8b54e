#pragma once

#include <map>
#include <string>

namespace dsz::sandbox {

struct HttpCall {
  std::string method = "GET";
  std::string url{};  ///< sent as it stands
  std::string ca_file{};
  std::string user_and_password{};  ///< "user:password" for Basic; "" for none
  std::string authorization{};      ///< the Authorization header as it stands; "" for none
  std::string body{};               ///< JSON; "" for none
};

struct HttpResult {
  int failure = 0;  ///< libcurl's code: 0 when a whole answer came, 18 when it was cut, 52 when none came
  long status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// One request on a connection of its own, by libcurl: it has nothing in common with the sandbox's server, so it can
/// testify about it. Follows no redirect; unpacks gzip.
HttpResult perform(const HttpCall& call);

}  // namespace dsz::sandbox
