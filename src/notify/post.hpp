#pragma once

#include "dsz/app/world.hpp"
#include "dsz/http/http_client.hpp"

#include <string>

namespace dsz {

struct Post {
  std::string url;           ///< a secret
  std::string content_type;  ///< of the body
  std::string body;
};

/// Sends it once, without redirects. "" when the answer is 2xx by `until`; else why not, without the URL.
std::string post(HttpClient& client, Post what, SteadyTime until, const World& world);

}  // namespace dsz
