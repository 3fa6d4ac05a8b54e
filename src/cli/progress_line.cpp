#include "dsz/cli/progress_line.hpp"

#include "dsz/cli/text_width.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ostream>

namespace dsz {
namespace {

constexpr Millis kOnTerminal{200};
constexpr Millis kInLog = std::chrono::minutes{1};
/// Before that a rate says nothing.
constexpr Millis kLeastForRate = std::chrono::seconds{3};
constexpr const char* kEraseLine = "\r\x1b[K";

}  // namespace

ProgressLine::ProgressLine(ProgressMode mode, std::ostream& terminal, std::size_t width, const Clock& clock, Log& log)
    : mode_(mode), terminal_(terminal), width_(width), clock_(clock), log_(log) {}

void ProgressLine::update(std::string_view activity, std::string_view unit, std::int64_t done, std::int64_t in_all) {
  if (mode_ == ProgressMode::none) return;
  const SteadyTime now = clock_.steady();
  const bool starts = activity_ != activity;
  if (starts) {
    activity_ = activity;
    began_ = now;
    done_at_begin_ = done;
    shown_ = now;
  }
  const bool line = mode_ == ProgressMode::line;
  if (!(starts && line) && now - shown_ < (line ? kOnTerminal : kInLog)) return;
  shown_ = now;
  if (line) {
    terminal_ << kEraseLine << cut_to_width(sentence(unit, done, in_all), width_ - 1) << std::flush;
    on_terminal_ = true;
  } else {
    log_.info("{}", sentence(unit, done, in_all));
  }
}

void ProgressLine::end() {
  clear();
  activity_.clear();
}

void ProgressLine::clear() {
  if (!on_terminal_) return;
  terminal_ << kEraseLine << std::flush;
  on_terminal_ = false;
}

std::string ProgressLine::sentence(std::string_view unit, std::int64_t done, std::int64_t in_all) const {
  std::string text = in_all > 0 ? fmt::format("{}: {} of {} {}", activity_, done, in_all, unit)
                                : fmt::format("{}: {} {}", activity_, done, unit);
  const Millis elapsed = clock_.steady() - began_;
  const std::int64_t gained = done - done_at_begin_;
  if (elapsed < kLeastForRate || gained <= 0) return text;
  text += fmt::format(", {} a minute", gained * 60'000 / elapsed.count());
  if (in_all > done) text += fmt::format(", {} left", format_span(Millis{elapsed.count() * (in_all - done) / gained}));
  return text;
}

}  // namespace dsz
