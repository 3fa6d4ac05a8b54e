#include "observations.hpp"

#include "dsz/http/server_time.hpp"
#include "dsz/store/in_front.hpp"

namespace dsz {
namespace {

void observe(const Outcome& outcome, const Clock& clock, Observations& seen) {
  if (!outcome.response) return;
  const Response& response = *outcome.response;
  seen.answered = true;
  if (const auto theirs = server_time(response); theirs && !seen.ahead) seen.ahead = *theirs - clock.wall();
  if (seen.guard.empty()) seen.guard = guard_in_front(response);
  if (outcome.ok() && seen.cache.empty()) seen.cache = answering_cache(response);
}

}  // namespace

World observed_world(const World& world, Observations& observations) {
  World result = world;
  result.http = [&world, &observations](const CurlSettings& settings) {
    return observed(world.http(settings), [&](const Outcome& outcome) { observe(outcome, world.clock, observations); });
  };
  return result;
}

}  // namespace dsz
