#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsz {

/// RFC 3986: everything but A-Z a-z 0-9 - . _ ~ becomes %XX.
std::string percent_encode(std::string_view text);

using Query = std::vector<std::pair<std::string, std::string>>;
/// "?a=b&c=d", encoded; "" when empty.
std::string query_string(const Query& query);

struct Url {
  std::string scheme;  ///< "http" or "https"
  std::string host;    ///< lower case, without brackets
  int port = 0;        ///< as written, else 80 or 443
  std::string path;    ///< without trailing '/'
  [[nodiscard]] bool loopback() const;
  /// "https://host:8443/shop", the port only when it is not the scheme's.
  [[nodiscard]] std::string base() const;
};
/// By libcurl's URL parser. nullopt when it is not http(s), has user info, a query or a fragment.
std::optional<Url> parse_url(std::string_view text);

}  // namespace dsz
