#include "dsz/app/store_session.hpp"

#include "dsz/app/version.hpp"
#include "dsz/http/retry.hpp"

#include <algorithm>

namespace dsz {
namespace {

RetryPolicy store_retry_policy(const Config& config) {
  RetryPolicy policy;
  policy.attempts = std::max(1, config.store_retries);
  policy.html_503_is_final = true;
  policy.retry_after_cap = std::chrono::minutes{2};  // a write that waits holds up the end of the program
  return policy;
}

PaceSettings pace_settings(const StoreSettings& store) {
  return {.most = static_cast<std::size_t>(store.concurrency), .max_load = store.max_load};
}

}  // namespace

StoreSession::StoreSession(const World& world, const Config& config, SecretMasker& masker, std::mt19937_64& random,
                           Log& log)
    : transport_(world.http({.ca_file = config.store_ca_file, .user_agent = user_agent()})),
      counting_(counting(*transport_, world.clock, log)),
      paced_(paced(*counting_, pace_settings(config.store), world.clock, log)),
      client_(retrying(*paced_, store_retry_policy(config), world.clock, world.signals, random, log)),
      api_(*client_, config.store, masker, world.clock, world.signals, random, log) {}

}  // namespace dsz
