#include "dsz/http/retry.hpp"

#include "drive.hpp"

#include <map>

namespace dsz {
namespace {

class RetryingClient final : public HttpClient {
 public:
  RetryingClient(HttpClient& inner, RetryPolicy policy, const Clock& clock, const Signals& signals,
                 std::mt19937_64& random, Log& log)
      : inner_(inner), policy_(policy), clock_(clock), signals_(signals), random_(random), log_(log) {}
  ~RetryingClient() override { cancel_all(); }
  RetryingClient(const RetryingClient&) = delete;
  RetryingClient& operator=(const RetryingClient&) = delete;

  void start(Request request, Completion done) override {
    Job job;
    job.request = std::move(request);
    job.done = std::move(done);
    job.last.error = {TransferErrorKind::other, "not sent", false};
    if (clock_.steady() < hold_until_) {
      waiting_.emplace(hold_until_, std::move(job));
    } else {
      launch(std::move(job));
    }
  }

  void run_until(SteadyTime until) override {
    drive(inner_, clock_, until, progress_, [this] { return start_due(); });
  }

  [[nodiscard]] std::size_t in_flight() const override { return waiting_.size() + running_.size(); }

  void cancel_all() override {
    waiting_.clear();
    running_.clear();
    inner_.cancel_all();
  }

  void hold_until(SteadyTime time) override {
    hold_until_ = std::max(hold_until_, time);
    inner_.hold_until(time);  // what it has queued has not left either
  }

 private:
  struct Job {
    Request request;
    Completion done;
    int attempt = 1;
    Outcome last;  ///< of a write: what its last attempt met
  };

  void launch(Job job) {
    if (job.attempt > 1 && job.request.renew) job.request.renew(job.request);
    const std::uint64_t id = ++last_id_;
    const Job& running = running_.emplace(id, std::move(job)).first->second;
    inner_.start(running.request, [this, id](Outcome outcome) { attempt_ended(id, std::move(outcome)); });
  }

  /// Starts the jobs whose wait is over; says when the next one's will be.
  SteadyTime start_due() {
    give_up_unwanted();
    if (signals_.pending() != 0) return SteadyTime::max();
    while (!waiting_.empty()) {
      const SteadyTime due = std::max(waiting_.begin()->first, hold_until_);
      if (due > clock_.steady()) return due;
      launch(std::move(waiting_.extract(waiting_.begin()).mapped()));
    }
    return SteadyTime::max();
  }

  /// With a signal pending the wait of a write, which is not cancelled, would hold up the end of the program by
  /// minutes.
  [[nodiscard]] bool unwanted(const Request& request) const {
    return (signals_.pending() != 0 && !request.idempotent) || (request.may_leave && !request.may_leave());
  }

  void give_up_unwanted() {
    std::vector<Job> given_up;
    for (auto next = waiting_.begin(); next != waiting_.end();) {
      const auto job = next++;
      if (unwanted(job->second.request)) given_up.push_back(std::move(waiting_.extract(job).mapped()));
    }
    for (Job& job : given_up) {
      log_.warning("{}: no further attempt, for {}", job.request.label,
                   signals_.pending() != 0 ? "the program was asked to stop" : "nothing more is sent for now");
      ++progress_.completions;
      job.last.withdrawn = true;
      job.done(std::move(job.last));
    }
  }

  void attempt_ended(std::uint64_t id, Outcome outcome) {
    ++progress_.inner_completions;
    Job job = std::move(running_.extract(id).mapped());
    outcome.attempts = job.attempt;
    if (const auto wait = wait_before_next(job, outcome)) {
      wait_for_next(std::move(job), outcome, *wait);
      return;
    }
    ++progress_.completions;
    job.done(std::move(outcome));
  }

  /// nullopt when the outcome is final.
  std::optional<Millis> wait_before_next(const Job& job, const Outcome& outcome) {
    if (job.attempt >= policy_.attempts || outcome.ok() || !policy_.worth_repeating(job.request, outcome)) {
      return std::nullopt;
    }
    if (!job.request.idempotent && signals_.pending() != 0) return std::nullopt;
    const WallTime now = clock_.wall();
    if (outcome.response && retry_after(*outcome.response, now) > policy_.retry_after_cap) return std::nullopt;
    const double unit = std::uniform_real_distribution<>()(random_);
    return policy_.wait(job.attempt, outcome, unit, now);
  }

  void wait_for_next(Job job, const Outcome& outcome, Millis wait) {
    log_.warning("{}: {}; attempt {} of {}, the next one in {}", job.request.label, outcome.describe(), job.attempt,
                 policy_.attempts, format_span(wait));
    const SteadyTime due = clock_.steady() + wait;
    // 429 speaks to the account, not to one request: whatever else is sent now would be refused too, and prolong it.
    if (outcome.response && outcome.response->status == 429) hold_until(due);
    ++job.attempt;
    // The rest of an answer that stated too short a length may still come, and would be taken for the next one's head.
    job.request.own_connection = !outcome.response;
    if (!job.request.idempotent) job.last = outcome;
    waiting_.emplace(due, std::move(job));
  }

  HttpClient& inner_;
  const RetryPolicy policy_;
  const Clock& clock_;
  const Signals& signals_;
  std::mt19937_64& random_;
  Log& log_;
  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, Job> running_;
  std::multimap<SteadyTime, Job> waiting_;
  SteadyTime hold_until_ = SteadyTime::min();
  QueueProgress progress_;
};

}  // namespace

std::unique_ptr<HttpClient> retrying(HttpClient& inner, RetryPolicy policy, const Clock& clock, const Signals& signals,
                                     std::mt19937_64& random, Log& log) {
  return std::make_unique<RetryingClient>(inner, policy, clock, signals, random, log);
}

}  // namespace dsz
