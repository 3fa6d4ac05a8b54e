#pragma once

#include "sandbox/wire/http_message.hpp"

#include <string>
#include <string_view>

namespace dsz::sandbox {

/// What OAuth 1.0a signs: METHOD&url&parameters, each encoded; `url` is without its query, `parameters` are all but
/// oauth_signature, decoded.
std::string oauth_base_string(std::string_view method, std::string_view url, const Headers& parameters);

/// The signature as the store computes it; "" when the method is neither HMAC-SHA1 nor HMAC-SHA256.
std::string oauth_signature(std::string_view method, std::string_view base_string, std::string_view consumer_secret);

}  // namespace dsz::sandbox
