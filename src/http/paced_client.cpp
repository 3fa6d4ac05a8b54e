#include "dsz/http/pace.hpp"

#include "drive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <deque>
#include <iterator>
#include <vector>

namespace dsz {
namespace {

/// Requests of one route, whatever its page, whose answers are about as long.
std::string kind_of(const std::string& label, const Response& response) {
  return fmt::format("{} {}", label.substr(0, label.find(" page ")), std::bit_width(response.body.size()) / 2);
}

bool speaks_of_overload(const Outcome& outcome) {
  if (!outcome.response) {
    const TransferErrorKind kind = outcome.error.kind;
    return kind == TransferErrorKind::timeout || kind == TransferErrorKind::broken ||
           kind == TransferErrorKind::connect;
  }
  const int status = outcome.response->status;
  return status == 408 || status == 429 || status >= 500;
}

class PacedClient final : public HttpClient {
 public:
  PacedClient(HttpClient& inner, PaceSettings settings, const Clock& clock, Log& log)
      : inner_(inner), pace_(settings), clock_(clock), log_(log) {}
  ~PacedClient() override { cancel_all(); }
  PacedClient(const PacedClient&) = delete;
  PacedClient& operator=(const PacedClient&) = delete;

  void start(Request request, Completion done) override {
    queue_.push_back({std::move(request), std::move(done)});
    start_due();
  }

  void run_until(SteadyTime until) override {
    drive(inner_, clock_, until, progress_, [this] {
      withdraw();
      return start_due();
    });
  }

  [[nodiscard]] std::size_t in_flight() const override { return queue_.size() + running_; }

  void cancel_all() override {
    queue_.clear();
    running_ = 0;
    inner_.cancel_all();
    pace_.dropped(clock_.steady());
  }

  void hold_until(SteadyTime time) override { hold_until_ = std::max(hold_until_, time); }

 private:
  struct Job {
    Request request;
    Completion done;
  };

  static bool may_leave(const Job& job) { return !job.request.may_leave || job.request.may_leave(); }

  /// Not from start(): no request ends in there.
  void withdraw() {
    const auto first = std::stable_partition(queue_.begin(), queue_.end(), may_leave);
    const std::vector<Job> withdrawn(std::make_move_iterator(first), std::make_move_iterator(queue_.end()));
    queue_.erase(first, queue_.end());
    for (const Job& job : withdrawn) {
      ++progress_.completions;
      job.done({.response = {}, .error = {TransferErrorKind::other, "not sent", false}, .withdrawn = true});
    }
  }

  SteadyTime start_due() {
    while (!queue_.empty() && may_leave(queue_.front())) {
      const SteadyTime now = clock_.steady();
      if (const SteadyTime next = std::max(hold_until_, pace_.next_start(now)); next > now) return next;
      Job job = std::move(queue_.front());
      queue_.pop_front();
      pace_.started(now);
      ++running_;
      std::string label = job.request.label;
      inner_.start(std::move(job.request),
                   [this, now, label = std::move(label), done = std::move(job.done)](Outcome outcome) {
                     --running_;
                     ++progress_.inner_completions;
                     ++progress_.completions;
                     tell_pace(label, now, outcome);
                     done(std::move(outcome));
                   });
    }
    return SteadyTime::max();
  }

  void tell_pace(const std::string& label, SteadyTime start, const Outcome& outcome) {
    const std::size_t before = pace_.at_a_time();
    const SteadyTime now = clock_.steady();
    if (speaks_of_overload(outcome)) {
      pace_.overloaded(start, now);
    } else if (outcome.ok()) {
      pace_.answered(kind_of(label, *outcome.response), start, now);
    } else {
      pace_.ended(now);
    }
    if (pace_.at_a_time() != before) {
      log_.debug("{}: {}, after {}; {} requests at a time from now on", label, outcome.describe(),
                 format_span(now - start), pace_.at_a_time());
    }
  }

  HttpClient& inner_;
  Pace pace_;
  const Clock& clock_;
  Log& log_;
  std::deque<Job> queue_;
  std::size_t running_ = 0;
  SteadyTime hold_until_ = SteadyTime::min();
  QueueProgress progress_;
};

}  // namespace

std::unique_ptr<HttpClient> paced(HttpClient& inner, PaceSettings settings, const Clock& clock, Log& log) {
  return std::make_unique<PacedClient>(inner, settings, clock, log);
}

}  // namespace dsz
