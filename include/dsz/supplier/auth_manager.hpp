#pragma once

#include "dsz/base/secret_masker.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"
#include "dsz/supplier/credentials.hpp"
#include "dsz/supplier/token_store.hpp"

namespace dsz {

/// Signs in (POST /auth) and keeps the token. `client` is the supplier's rate-limited client: signing in counts.
class AuthManager {
 public:
  AuthManager(HttpClient& client, const SupplierSettings& settings, TokenStore& store, SecretMasker& masker,
              const Clock& clock, const Signals& signals, Log& log);
  /// A token that is good now: cached, else signed in for. Wrong credentials: Failure(credentials) after one request; a
  /// supplier that cannot be reached: Failure(supplier).
  const Token& token();
  /// Adds "Authorization: jwt TOKEN".
  void authorize(Request& request);
  /// The supplier refused `refused` with 401. The first time for a token: forget it, so that token() signs in anew. A
  /// 401 for a token that was itself made because of a 401 is Failure(credentials). A token older than the present one:
  /// nothing to do.
  void refused(const std::string& refused);
};

}  // namespace dsz
