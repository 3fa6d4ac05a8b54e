#include "drive.hpp"

#include <algorithm>

namespace dsz {

void drive(HttpClient& inner, const Clock& clock, SteadyTime until, const QueueProgress& progress,
           const std::function<SteadyTime()>& start_due) {
  const std::uint64_t completions_before = progress.completions;
  for (;;) {
    const SteadyTime wake = std::min(until, start_due());
    if (progress.completions != completions_before) return;  // given up before it was started
    const std::uint64_t inner_before = progress.inner_completions;
    inner.run_until(wake);
    if (progress.completions != completions_before) return;
    const SteadyTime now = clock.steady();
    if (now >= until) return;
    // Back too early, and with nothing: a signal is pending, which the caller must see.
    if (progress.inner_completions == inner_before && now < wake) return;
  }
}

}  // namespace dsz
