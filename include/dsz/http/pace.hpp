#pragma once

#include "dsz/base/log.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace dsz {

struct PaceSettings {
  std::size_t most = 2;  ///< requests under way at a time, never more
  double max_load = 1;   ///< above 0 up to 1: the share of time in which a request may be under way; 1: no pauses
};

/// How many requests a server is given at a time, and when the next one may leave. Pure: it is told the time.
///
/// Additive increase, multiplicative decrease: an answer that speaks of overload, or that took over twice what is usual
/// for its kind, halves the number (to 1 at least, and once only for requests that were under way together); a row of
/// good answers adds one. It begins with `most`: two at a time is what a small server was measured to serve well.
///
/// Below a load of 1 requests go in rounds: as many as may be under way at a time, then, when the last of them is
/// answered, a pause that makes the round its share of the whole.
class Pace {
 public:
  explicit Pace(PaceSettings settings);

  /// Now or earlier: one may start. SteadyTime::max(): when another has ended.
  [[nodiscard]] SteadyTime next_start(SteadyTime now) const;
  void started(SteadyTime now);
  /// One that started at `start` was answered; answers of one `kind` should take about the same time.
  void answered(const std::string& kind, SteadyTime start, SteadyTime now);
  /// It was not, or with words of overload.
  void overloaded(SteadyTime start, SteadyTime now);
  /// It ended in a way that says nothing of load.
  void ended(SteadyTime now);
  /// None is under way any more.
  void dropped(SteadyTime now);

  [[nodiscard]] std::size_t at_a_time() const { return at_a_time_; }

 private:
  void slow_down(SteadyTime start, SteadyTime now);

  PaceSettings settings_;
  std::size_t at_a_time_;
  std::size_t under_way_ = 0;
  std::size_t in_round_ = 0;  ///< started since none was under way
  std::size_t good_ = 0;      ///< good answers in a row
  SteadyTime round_began_{};
  SteadyTime pause_until_ = SteadyTime::min();
  SteadyTime slowed_down_ = SteadyTime::min();
  std::map<std::string, Millis> usual_;
};

/// Queues requests and starts each when the pace allows, in the order of start(). What may no longer leave
/// (Request::may_leave) ends in the next run_until(). It belongs inside of retrying(), so that each attempt counts.
std::unique_ptr<HttpClient> paced(HttpClient& inner, PaceSettings settings, const Clock& clock, Log& log);

}  // namespace dsz
