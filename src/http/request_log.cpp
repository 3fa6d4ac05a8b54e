#include "dsz/http/request_log.hpp"

namespace dsz {
namespace {

class CountingHttpClient final : public CountingClient {
 public:
  CountingHttpClient(HttpClient& inner, const Clock& clock, Log& log) : inner_(inner), clock_(clock), log_(log) {}

  void start(Request request, Completion done) override {
    const SteadyTime started = clock_.steady();
    if (running_ == 0) busy_since_ = started;
    ++running_;
    ++counts_.requests;
    auto ended_then_done = [this, started, label = request.label, done = std::move(done)](Outcome outcome) {
      ended(label, started, outcome);
      done(std::move(outcome));
    };
    inner_.start(std::move(request), std::move(ended_then_done));
  }

  void run_until(SteadyTime until) override { inner_.run_until(until); }

  [[nodiscard]] std::size_t in_flight() const override { return inner_.in_flight(); }

  void cancel_all() override {
    if (running_ > 0) counts_.busy += clock_.steady() - busy_since_;
    counts_.failed += running_;
    running_ = 0;
    inner_.cancel_all();
  }

  [[nodiscard]] const RequestCounts& counts() const override { return counts_; }

 private:
  void ended(const std::string& label, SteadyTime started, const Outcome& outcome) {
    const SteadyTime now = clock_.steady();
    if (--running_ == 0) counts_.busy += now - busy_since_;
    if (!outcome.ok()) ++counts_.failed;
    if (outcome.response && outcome.response->status == kTooManyRequests) ++counts_.throttled;
    log_.debug("{}: {} ({} ms)", label, outcome.describe(), (now - started).count());
  }

  HttpClient& inner_;
  const Clock& clock_;
  Log& log_;
  std::size_t running_ = 0;
  SteadyTime busy_since_{};
  RequestCounts counts_;
};

}  // namespace

std::unique_ptr<CountingClient> counting(HttpClient& inner, const Clock& clock, Log& log) {
  return std::make_unique<CountingHttpClient>(inner, clock, log);
}

}  // namespace dsz
