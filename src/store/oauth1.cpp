#include "dsz/store/oauth1.hpp"

#include "dsz/base/base64.hpp"
#include "dsz/base/failure.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace dsz {
namespace {

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  std::size_t length = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(), bytes, text.size(), mac.data(),
                mac.size(), &length) == nullptr) {
    throw Failure(FailureKind::unexpected, "OpenSSL cannot compute HMAC-SHA256");
  }
  return base64({reinterpret_cast<const char*>(mac.data()), length});
}

}  // namespace

std::string oauth1_base_string(std::string_view method, std::string_view url, const Query& query) {
  Query encoded;
  for (const auto& [name, value] : query) encoded.emplace_back(percent_encode(name), percent_encode(value));
  std::sort(encoded.begin(), encoded.end());

  std::string parameters;
  for (const auto& [name, value] : encoded) {
    if (!parameters.empty()) parameters += '&';
    parameters.append(name).append("=").append(value);
  }
  return std::string(method) + '&' + percent_encode(url) + '&' + percent_encode(parameters);
}

Query OAuthSigner::sign(std::string_view method, const std::string& url, Query query, const std::string& nonce,
                        std::int64_t unix_seconds) const {
  query.emplace_back("oauth_consumer_key", consumer_key);
  query.emplace_back("oauth_nonce", nonce);
  query.emplace_back("oauth_signature_method", "HMAC-SHA256");
  query.emplace_back("oauth_timestamp", std::to_string(unix_seconds));
  std::string signature = hmac_sha256(consumer_secret + '&', oauth1_base_string(method, url, query));
  query.emplace_back("oauth_signature", std::move(signature));
  return query;
}

}  // namespace dsz
