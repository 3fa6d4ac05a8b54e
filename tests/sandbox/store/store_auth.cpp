#include "sandbox/store/store_auth.hpp"

#include "sandbox/store/oauth.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace dsz::sandbox {
namespace {

constexpr std::array<const char*, 5> kOauthNames = {"oauth_consumer_key", "oauth_timestamp", "oauth_nonce",
                                                    "oauth_signature", "oauth_signature_method"};

std::string decode_base64(const std::string& text) {
  std::vector<unsigned char> bytes(text.size() / 4 * 3 + 4);
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  const int size = EVP_DecodeBlock(bytes.data(), in, static_cast<int>(text.size()));
  if (size < 0) return "";
  const auto padding = std::count(text.end() - std::min<std::ptrdiff_t>(2, std::ssize(text)), text.end(), '=');
  return {bytes.begin(), bytes.begin() + size - padding};
}

Identity refused(std::string message) {
  Identity identity;
  identity.error = std::move(message);
  return identity;
}

Identity accepted(const ApiKey& key) {
  Identity identity;
  identity.known = true;
  identity.permissions = key.permissions;
  return identity;
}

/// The address that is signed: the path that was called on the store's home, with the scheme that was used.
std::string signed_url(const HttpRequest& request, const std::string& home) {
  const std::size_t host = home.find("://");
  return request.scheme + (host == std::string::npos ? "://" + home : home.substr(host)) + request.path;
}

Headers raw_parameters(const std::string& query_text) {
  Headers parameters;
  for (const std::string& pair : split(query_text, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters.emplace_back(decode_component(pair.substr(0, equals)),
                            decode_component(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return parameters;
}

}  // namespace

StoreAuth::Credentials StoreAuth::read_credentials(const HttpRequest& request, bool authorization_stripped) {
  if (request.query.has("consumer_key") && request.query.has("consumer_secret")) {
    return {request.query.get("consumer_key"), request.query.get("consumer_secret")};
  }
  const std::string authorization = header_value(request.headers, "Authorization");
  if (authorization_stripped || authorization.rfind("Basic ", 0) != 0) return {};
  const std::string pair = decode_base64(authorization.substr(6));
  const std::size_t colon = std::min(pair.find(':'), pair.size());
  return {pair.substr(0, colon), pair.substr(std::min(colon + 1, pair.size()))};
}

Identity StoreAuth::identify(const HttpRequest& request, const std::string& home, bool authorization_stripped,
                             Time now) {
  // WooCommerce looks for its prefix in the address; with ?rest_route= it sees none and nobody is signed in.
  if (request.path.find("/wp-json/wc") == std::string::npos) return {};
  if (request.scheme == "https") {
    Identity identity = by_secret(read_credentials(request, authorization_stripped));
    if (identity.known || identity.error) return identity;
  }
  return by_oauth(request, home, now);
}

Identity StoreAuth::by_secret(const Credentials& credentials) const {
  const ApiKey* key = find(credentials.key);
  if (key == nullptr || credentials.secret.empty()) return {};
  return key->secret == credentials.secret ? accepted(*key) : refused("Consumer secret is invalid.");
}

Identity StoreAuth::by_oauth(const HttpRequest& request, const std::string& home, Time now) {
  const Query& query = request.query;
  std::string missing;
  std::size_t present = 0;
  for (const char* name : kOauthNames) {
    if (query.has(name)) {
      ++present;
    } else {
      missing.append(missing.empty() ? "" : ", ").append(name);
    }
  }
  if (present == 0) return {};
  if (!missing.empty()) return refused("Missing OAuth parameters " + missing);
  const ApiKey* key = find(query.get("oauth_consumer_key"));
  if (key == nullptr) return refused("Consumer key is invalid.");
  const std::string method = query.get("oauth_signature_method");
  const std::string base =
      oauth_base_string(request.method, signed_url(request, home), raw_parameters(request.query_text));
  const std::string expected = oauth_signature(method, base, key->secret);
  if (expected.empty()) return refused("Invalid signature - signature method is invalid.");
  std::string given = query.get("oauth_signature");
  std::replace(given.begin(), given.end(), ' ', '+');
  if (given != expected) return refused("Invalid signature - provided signature does not match.");
  const auto stamp = std::chrono::system_clock::time_point(
      std::chrono::seconds(std::strtoll(query.get("oauth_timestamp").c_str(), nullptr, 10)));
  if (std::chrono::abs(now - stamp) > std::chrono::minutes(15)) return refused("Invalid timestamp.");
  if (!is_nonce_new(query.get("oauth_nonce"), now)) return refused("Invalid nonce - nonce has already been used.");
  return accepted(*key);
}

const ApiKey* StoreAuth::find(const std::string& key) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const ApiKey& known) { return known.key == key; });
  return found == keys_.end() ? nullptr : &*found;
}

bool StoreAuth::is_nonce_new(const std::string& nonce, Time now) {
  for (auto known = nonces_.begin(); known != nonces_.end();) {
    known = now - known->second > std::chrono::minutes(15) ? nonces_.erase(known) : std::next(known);
  }
  return nonces_.emplace(nonce, now).second;
}

std::string store_auth_name(const HttpRequest& request) {
  if (request.query.has("consumer_key")) return "query " + request.query.get("consumer_key");
  if (request.query.has("oauth_consumer_key")) return "oauth " + request.query.get("oauth_consumer_key");
  const std::string authorization = header_value(request.headers, "Authorization");
  if (authorization.rfind("Basic ", 0) != 0) return "none";
  const std::string pair = decode_base64(authorization.substr(6));
  return "basic " + pair.substr(0, pair.find(':'));
}

}  // namespace dsz::sandbox
