#pragma once

#include "dsz/http/url.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace dsz {

/// The signature base string of RFC 5849, section 3.4.1: `url` without query, parameters encoded and sorted.
std::string oauth1_base_string(std::string_view method, std::string_view url, const Query& query);

/// One-legged OAuth 1.0a, HMAC-SHA256, as WooCommerce wants it over plain http (contract/oauth1-vectors.json):
/// parameters in the query, the signing key is the secret followed by "&", the signed URL is built on the store's own
/// home URL.
struct OAuthSigner {
  std::string consumer_key;
  std::string consumer_secret;
  /// `query` with the oauth_ parameters added. `url` is the home URL plus the path.
  [[nodiscard]] Query sign(std::string_view method, const std::string& url, Query query, const std::string& nonce,
                           std::int64_t unix_seconds) const;
};

}  // namespace dsz
