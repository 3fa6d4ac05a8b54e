#pragma once

#include "sandbox/store/store_product.hpp"
#include "sandbox/wire/http_message.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dsz::sandbox {

/// Who asks, as WooCommerce sees it.
struct Identity {
  bool known = false;                ///< false: anonymous
  std::optional<std::string> error;  ///< refused with this message, whatever is asked
  std::string permissions;           ///< of a known one
};

/// WooCommerce's REST authentication: keys by Basic or in the query over https only, OAuth 1.0a over http. Not locked.
class StoreAuth {
 public:
  using Time = std::chrono::system_clock::time_point;

  explicit StoreAuth(std::vector<ApiKey> keys) : keys_(std::move(keys)) {}
  /// `home` is the store's own URL: OAuth signs an address built on it, not on the one that was called.
  Identity identify(const HttpRequest& request, const std::string& home, bool authorization_stripped, Time now);

 private:
  struct Credentials {
    std::string key;
    std::string secret;
  };
  [[nodiscard]] static Credentials read_credentials(const HttpRequest& request, bool authorization_stripped);
  [[nodiscard]] Identity by_secret(const Credentials& credentials) const;
  Identity by_oauth(const HttpRequest& request, const std::string& home, Time now);
  [[nodiscard]] const ApiKey* find(const std::string& key) const;
  bool is_nonce_new(const std::string& nonce, Time now);

  std::vector<ApiKey> keys_;
  std::map<std::string, Time> nonces_;
};

/// "none", "basic KEY", "query KEY" or "oauth KEY", for the record.
std::string store_auth_name(const HttpRequest& request);

}  // namespace dsz::sandbox
