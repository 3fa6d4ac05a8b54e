#pragma once

#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"

#include <cstdint>
#include <functional>

namespace dsz {

/// What a decorator that queues requests has seen so far.
struct QueueProgress {
  std::uint64_t inner_completions = 0;  ///< of the client inside
  std::uint64_t completions = 0;        ///< handed to this decorator's caller
};

/// run_until() of such a decorator. `start_due` starts what may start now and returns when it is to be asked again.
void drive(HttpClient& inner, const Clock& clock, SteadyTime until, const QueueProgress& progress,
           const std::function<SteadyTime()>& start_due);

}  // namespace dsz
