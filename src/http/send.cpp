#include "dsz/http/send.hpp"

namespace dsz {

Outcome send(HttpClient& client, Request request, const Signals& signals) {
  const auto stop_if_asked = [&] {
    if (signals.pending() == 0) return;
    client.cancel_all();
    signals.throw_if_pending();
  };
  stop_if_asked();

  const bool idempotent = request.idempotent;
  std::optional<Outcome> result;
  client.start(std::move(request), [&result](Outcome outcome) { result = std::move(outcome); });
  try {
    while (!result) {
      client.run_until(SteadyTime::max());
      if (!result && idempotent) stop_if_asked();
    }
  } catch (...) {
    client.cancel_all();  // the completion above must not outlive this call
    throw;
  }
  return std::move(*result);
}

}  // namespace dsz
