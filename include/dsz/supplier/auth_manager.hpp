#pragma once

#include "dsz/base/failure.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"
#include "dsz/supplier/credentials.hpp"
#include "dsz/supplier/token_store.hpp"

#include <optional>
#include <string>

namespace dsz {

/// Signs in (POST /auth) and keeps the token. `client` is the supplier's rate-limited client: signing in counts.
class AuthManager {
 public:
  AuthManager(HttpClient& client, const SupplierSettings& settings, TokenStore& store, SecretMasker& masker,
              const Clock& clock, const Signals& signals, Log& log);
  /// A token that is good now: cached, else signed in for. Drives the client meanwhile, so never call it from a
  /// completion. Wrong credentials: Failure(credentials) after one request; a supplier that cannot be reached:
  /// Failure(supplier).
  const Token& token();
  /// Signs in although a good token may be there; the kept one is replaced when that succeeds. Fails as token() does.
  void sign_in();
  /// Adds "Authorization: jwt TOKEN".
  void authorize(Request& request);
  /// token() would not sign in.
  [[nodiscard]] bool has_good_token() const;
  /// Until when the present token is good; the end of time while there is none.
  [[nodiscard]] SteadyTime renew_at() const;
  /// The supplier took `accepted`.
  void accepted(const std::string& accepted);
  /// The supplier refused `refused` with 401. The first time for a token: forget it, so that token() signs in anew, and
  /// return true. A 401 for a token that was itself made because of a 401, and never was accepted, is
  /// Failure(credentials). A token older than the present one: nothing to do, false.
  bool refused(const std::string& refused);

 private:
  [[nodiscard]] Outcome post_credentials(bool retry_500);
  [[nodiscard]] Token token_from(const std::string& answer) const;
  [[nodiscard]] Failure sign_in_failure(const Outcome& outcome) const;
  void save();

  HttpClient& client_;
  const SupplierSettings& settings_;
  TokenStore& store_;
  SecretMasker& masker_;
  const Clock& clock_;
  const Signals& signals_;
  Log& log_;
  std::optional<Token> token_;
  bool store_was_read_ = false;
  bool renewing_ = false;          ///< the last token was refused
  bool token_is_renewed_ = false;  ///< the present one was made because of that, and has not been accepted yet
};

}  // namespace dsz
