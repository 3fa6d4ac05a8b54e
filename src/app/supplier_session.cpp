#include "dsz/app/supplier_session.hpp"

#include "dsz/app/version.hpp"
#include "dsz/http/rate_limit.hpp"
#include "dsz/http/retry.hpp"

#include <algorithm>

namespace dsz {
namespace {

/// An answer takes about two seconds and one request may leave each second: these keep the pace while an answer takes
/// seven seconds; more would only fill memory.
constexpr std::size_t kInFlight = 8;

RetryPolicy retry_policy(const Config& config) {
  RetryPolicy policy;
  policy.attempts = std::max(1, config.retries);
  return policy;
}

}  // namespace

SupplierSession::SupplierSession(const World& world, const Config& config, Database& database, SecretMasker& masker,
                                 std::mt19937_64& random, Log& log)
    : ledger_(database, world.clock, config.quota, config.supplier.account()),
      transport_(world.http({.ca_file = config.supplier_ca_file, .user_agent = user_agent()})),
      counting_(counting(*transport_, world.clock, log)),
      limited_(rate_limited(*counting_, ledger_, kInFlight, world.clock, log)),
      client_(retrying(*limited_, retry_policy(config), world.clock, world.signals, random, log)),
      tokens_(world.files, config.token_file(), log),
      auth_(*client_, config.supplier, tokens_, masker, world.clock, world.signals, log),
      api_(*client_, auth_, config.supplier, world.signals, log) {}

}  // namespace dsz
