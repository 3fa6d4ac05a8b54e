#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/world.hpp"
#include "dsz/base/log.hpp"
#include "dsz/http/request_log.hpp"
#include "dsz/state/database.hpp"
#include "dsz/state/quota_ledger.hpp"
#include "dsz/supplier/auth_manager.hpp"
#include "dsz/supplier/supplier_api.hpp"
#include "dsz/supplier/token_store.hpp"

#include <memory>
#include <random>

namespace dsz {

/// The supplier's side of a run: retrying(rate_limited(counting(curl))), so that each attempt takes its place in the
/// quota, and signing in on top of it. Nothing is sent before the first request.
class SupplierSession {
 public:
  SupplierSession(const World& world, const Config& config, Database& database, SecretMasker& masker,
                  std::mt19937_64& random, Log& log);

  [[nodiscard]] SupplierApi& api() { return api_; }
  [[nodiscard]] AuthManager& auth() { return auth_; }
  [[nodiscard]] QuotaLedger& ledger() { return ledger_; }
  [[nodiscard]] const RequestCounts& counts() const { return counting_->counts(); }

 private:
  QuotaLedger ledger_;
  std::unique_ptr<HttpClient> transport_;
  std::unique_ptr<CountingClient> counting_;
  std::unique_ptr<HttpClient> limited_;
  std::unique_ptr<HttpClient> client_;
  TokenStore tokens_;
  AuthManager auth_;
  SupplierApi api_;
};

}  // namespace dsz
