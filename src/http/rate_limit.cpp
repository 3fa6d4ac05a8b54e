#include "dsz/http/rate_limit.hpp"

#include "drive.hpp"

#include <algorithm>
#include <deque>

namespace dsz {
namespace {

class RateLimitedClient final : public HttpClient {
 public:
  RateLimitedClient(HttpClient& inner, RateLimiter& limiter, std::size_t max_in_flight, const Clock& clock, Log& log)
      : inner_(inner), limiter_(limiter), max_in_flight_(max_in_flight), clock_(clock), log_(log) {}
  ~RateLimitedClient() override { cancel_all(); }
  RateLimitedClient(const RateLimitedClient&) = delete;
  RateLimitedClient& operator=(const RateLimitedClient&) = delete;

  void start(Request request, Completion done) override {
    queue_.push_back({std::move(request), std::move(done)});
    start_due();
  }

  void run_until(SteadyTime until) override {
    drive(inner_, clock_, until, progress_, [this] { return start_due(); });
  }

  [[nodiscard]] std::size_t in_flight() const override { return queue_.size() + running_; }

  void cancel_all() override {
    queue_.clear();
    running_ = 0;
    inner_.cancel_all();
  }

  void hold_until(SteadyTime time) override { ask_again_ = std::max(ask_again_, time); }

 private:
  struct Job {
    Request request;
    Completion done;
  };

  /// Starts what has a place; says when to ask the limiter again.
  SteadyTime start_due() {
    while (!queue_.empty() && running_ < max_in_flight_) {
      const SteadyTime now = clock_.steady();
      if (now < ask_again_) return ask_again_;
      if (const auto wait = limiter_.acquire()) {
        ask_again_ = now + std::max(*wait, Millis{1});
        log_long_wait(*wait);
        continue;
      }
      Job job = std::move(queue_.front());
      queue_.pop_front();
      ++running_;
      inner_.start(std::move(job.request), [this, done = std::move(job.done)](Outcome outcome) {
        --running_;
        ++progress_.inner_completions;
        ++progress_.completions;
        done(std::move(outcome));
      });
    }
    return SteadyTime::max();
  }

  void log_long_wait(Millis wait) {
    if (wait < std::chrono::minutes{1}) return;
    log_.warning("{}: waits {} for the request quota, until {}", queue_.front().request.label, format_span(wait),
                 format_utc(clock_.wall() + wait));
  }

  HttpClient& inner_;
  RateLimiter& limiter_;
  const std::size_t max_in_flight_;
  const Clock& clock_;
  Log& log_;
  std::deque<Job> queue_;
  std::size_t running_ = 0;
  SteadyTime ask_again_ = SteadyTime::min();
  QueueProgress progress_;
};

}  // namespace

std::unique_ptr<HttpClient> rate_limited(HttpClient& inner, RateLimiter& limiter, std::size_t max_in_flight,
                                         const Clock& clock, Log& log) {
  return std::make_unique<RateLimitedClient>(inner, limiter, max_in_flight, clock, log);
}

}  // namespace dsz
