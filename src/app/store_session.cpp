#include "dsz/app/store_session.hpp"

#include "dsz/http/retry.hpp"

#include "user_agent.hpp"

namespace dsz {
namespace {

RetryPolicy retry_policy() {
  RetryPolicy policy;
  policy.html_503_is_final = true;
  policy.retry_after_cap = std::chrono::minutes{2};  // a write that waits holds up the end of the program
  return policy;
}

}  // namespace

StoreSession::StoreSession(const World& world, const Config& config, SecretMasker& masker, std::mt19937_64& random,
                           Log& log)
    : transport_(world.http({.ca_file = config.ca_file, .user_agent = user_agent()})),
      counting_(counting(*transport_, world.clock, log)),
      bounded_(
          rate_limited(*counting_, no_limit_, static_cast<std::size_t>(config.store.concurrency), world.clock, log)),
      client_(retrying(*bounded_, retry_policy(), world.clock, random, log)),
      api_(*client_, config.store, masker, world.clock, world.signals, random, log) {}

}  // namespace dsz
