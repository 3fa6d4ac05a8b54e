#pragma once

#include <map>
#include <string>

namespace dsz::test {

struct HttpCall {
  std::string method;
  std::string url;  ///< sent as it stands
  std::string ca_file;
  std::string user_and_password;  ///< "user:password" for Basic; "" for none
  std::string body;               ///< JSON; "" for none
};

struct HttpResult {
  long status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// One request by libcurl, which has nothing in common with the sandbox's server. Throws std::runtime_error on failure.
HttpResult perform(const HttpCall& call);

}  // namespace dsz::test
