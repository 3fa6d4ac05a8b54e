#include "dsz/http/pace.hpp"

#include <algorithm>

namespace dsz {
namespace {

/// Good answers for each request at a time, before one more is tried.
constexpr std::size_t kGoodAnswers = 4;
/// What is usual follows slower answers by this share, so that a single one changes little and a slow day is learned.
constexpr int kLearned = 16;
/// Shorter differences are the network's.
constexpr Millis kNoise{150};

}  // namespace

Pace::Pace(PaceSettings settings)
    : settings_{std::max<std::size_t>(1, settings.most), std::clamp(settings.max_load, 0.01, 1.0)},
      at_a_time_(settings_.most) {}

SteadyTime Pace::next_start(SteadyTime now) const {
  if (under_way_ >= at_a_time_) return SteadyTime::max();
  if (settings_.max_load >= 1) return now;
  if (under_way_ == 0) return std::max(now, pause_until_);
  return in_round_ < at_a_time_ ? now : SteadyTime::max();
}

void Pace::started(SteadyTime now) {
  if (under_way_ == 0) {
    round_began_ = now;
    in_round_ = 0;
  }
  ++under_way_;
  ++in_round_;
}

void Pace::answered(const std::string& kind, SteadyTime start, SteadyTime now) {
  const Millis took = now - start;
  Millis& usual = usual_.try_emplace(kind, took).first->second;
  const bool slow = took > 2 * usual + kNoise;
  usual = took < usual ? took : usual + (std::min(took, 2 * usual + kNoise) - usual) / kLearned;
  if (slow) {
    slow_down(start, now);
  } else if (++good_ >= kGoodAnswers * at_a_time_) {
    at_a_time_ = std::min(at_a_time_ + 1, settings_.most);
    good_ = 0;
  }
  ended(now);
}

void Pace::overloaded(SteadyTime start, SteadyTime now) {
  slow_down(start, now);
  ended(now);
}

void Pace::ended(SteadyTime now) {
  if (under_way_ > 0) --under_way_;
  if (under_way_ > 0) return;
  const double busy = static_cast<double>((now - round_began_).count());
  pause_until_ = now + Millis{static_cast<Millis::rep>(busy * (1 / settings_.max_load - 1))};
}

void Pace::dropped(SteadyTime now) {
  if (under_way_ == 0) return;
  under_way_ = 1;
  ended(now);
}

/// Requests that were under way when it was slowed down tell the same story once more.
void Pace::slow_down(SteadyTime start, SteadyTime now) {
  good_ = 0;
  if (start < slowed_down_) return;
  at_a_time_ = std::max<std::size_t>(1, at_a_time_ / 2);
  slowed_down_ = now;
}

}  // namespace dsz
