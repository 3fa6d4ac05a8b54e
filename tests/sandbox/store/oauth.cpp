#include "sandbox/store/oauth.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace dsz::sandbox {
namespace {

std::string base64(const unsigned char* bytes, unsigned int size) {
  std::array<unsigned char, 4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1> text{};
  const int written = EVP_EncodeBlock(text.data(), bytes, static_cast<int>(size));
  return {text.begin(), text.begin() + written};
}

}  // namespace

std::string oauth_base_string(std::string_view method, std::string_view url, const Headers& parameters) {
  Headers sorted = parameters;
  std::sort(sorted.begin(), sorted.end());
  std::string joined;
  for (const auto& [name, value] : sorted) {
    if (name == "oauth_signature") continue;
    joined.append(joined.empty() ? "" : "&").append(encode_component(name)).append("=").append(encode_component(value));
  }
  return std::string(method) + "&" + encode_component(url) + "&" + encode_component(joined);
}

std::string oauth_signature(std::string_view method, std::string_view base_string, std::string_view consumer_secret) {
  const bool sha256 = method == "HMAC-SHA256";
  if (!sha256 && method != "HMAC-SHA1") return "";
  const std::string key = std::string(consumer_secret) + "&";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(sha256 ? EVP_sha256() : EVP_sha1(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(base_string.data()), base_string.size(), digest.data(), &size);
  return base64(digest.data(), size);
}

}  // namespace dsz::sandbox
