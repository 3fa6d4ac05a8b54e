#include "scripted_http_client.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace dsz::test {
namespace {

Outcome unusable(const BodySink& sink) {
  Outcome outcome;
  outcome.error = {TransferErrorKind::unusable, sink.unusable_because(), true};
  return outcome;
}

}  // namespace

Scripted answer(int status, std::string body, std::vector<Header> headers, Millis latency) {
  Response response;
  response.status = status;
  response.headers = std::move(headers);
  response.body = std::move(body);
  Scripted scripted;
  scripted.outcome.response = std::move(response);
  scripted.latency = latency;
  return scripted;
}

Scripted no_answer(TransferErrorKind kind, std::string message, Millis latency) {
  const bool surely_not_sent =
      kind == TransferErrorKind::resolve || kind == TransferErrorKind::connect || kind == TransferErrorKind::tls;
  Scripted scripted;
  scripted.outcome.error = {kind, std::move(message), !surely_not_sent};
  scripted.latency = latency;
  return scripted;
}

ScriptedHttpClient::ScriptedHttpClient(FakeClock& clock, Handler handler, const Signals* signals)
    : clock_(clock), made_(clock.steady()), handler_(std::move(handler)), signals_(signals) {}

void ScriptedHttpClient::start(Request request, Completion done) {
  started_.push_back({clock_.steady(), request});
  Scripted scripted = handler_(request);
  const SteadyTime ends = clock_.steady() + scripted.latency;
  running_.emplace(ends, Running{std::move(request), std::move(done), std::move(scripted)});
  most_in_flight_ = std::max(most_in_flight_, running_.size());
}

void ScriptedHttpClient::run_until(SteadyTime until) {
  constexpr Millis kRoundWhenStopping{100};  // as the real client: whoever waits on in spite of a signal must get on
  const bool stopping = signals_ != nullptr && signals_->pending() != 0;
  if (stopping) until = std::min(until, clock_.steady() + kRoundWhenStopping);
  const SteadyTime next = running_.empty() ? until : std::min(until, running_.begin()->first);
  if (next == SteadyTime::max()) throw std::logic_error("ScriptedHttpClient: waits for ever, nothing is in flight");
  if (next > clock_.steady()) clock_.advance(next - clock_.steady());
  complete_due();
}

void ScriptedHttpClient::complete_due() {
  const SteadyTime now = clock_.steady();
  // What a completion starts with no latency completes in the next round, as with the real client.
  auto due = std::distance(running_.begin(), running_.upper_bound(now));
  for (; due > 0 && !running_.empty(); --due) {
    auto node = running_.extract(running_.begin());
    const Millis took = node.mapped().scripted.latency;
    Outcome outcome = deliver_body(node.mapped().request, std::move(node.mapped().scripted));
    if (outcome.response) {
      outcome.response->received = now;
      outcome.response->took = took;
    }
    node.mapped().done(std::move(outcome));
  }
}

Outcome ScriptedHttpClient::deliver_body(const Request& request, Scripted scripted) const {
  Outcome& outcome = scripted.outcome;
  BodySink* const sink = request.sink;
  const bool breaks = !outcome.response && !scripted.body_before_error.empty();
  if (sink == nullptr || !(outcome.ok() || breaks)) return std::move(outcome);

  const std::string body = breaks ? scripted.body_before_error : std::exchange(outcome.response->body, "");
  ResponseHead head;
  head.status = 200;
  if (outcome.response) head = static_cast<const ResponseHead&>(*outcome.response);
  sink->begin(head);
  for (std::size_t at = 0; at < body.size(); at += piece_size_) {
    if (!sink->write(std::string_view(body).substr(at, piece_size_))) return unusable(*sink);
  }
  if (!breaks && !sink->finish()) return unusable(*sink);
  return std::move(outcome);
}

std::vector<Millis> ScriptedHttpClient::start_times() const {
  std::vector<Millis> times;
  times.reserve(started_.size());
  for (const Started& each : started_) times.push_back(each.time - made_);
  return times;
}

}  // namespace dsz::test
