#include "dsz/base/time.hpp"

#include "ascii.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// In seconds.
constexpr auto kMinute = seconds{minutes{1}}.count();
constexpr auto kHour = seconds{hours{1}}.count();
constexpr auto kDay = seconds{days{1}}.count();

/// `text` matches when each '0' of `pattern` meets a digit and everything else is equal.
bool has_form(std::string_view text, std::string_view pattern) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                    [](char c, char expected) { return expected == '0' ? is_digit(c) : c == expected; });
}

int digits(std::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

/// The milliseconds in ".25" or ""; nullopt when it is not a fraction of at most nine digits.
std::optional<Millis> parse_fraction(std::string_view text) {
  if (text.empty()) return Millis{0};
  if (text.front() != '.' || text.size() < 2 || text.size() > 10) return std::nullopt;
  std::string shown(text.substr(1));
  if (!std::all_of(shown.begin(), shown.end(), is_digit)) return std::nullopt;
  shown.resize(3, '0');
  return Millis{digits(shown)};
}

}  // namespace

std::string format_utc(WallTime time) {
  const auto day = floor<days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{floor<seconds>(time - day)};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::optional<WallTime> parse_utc(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00";
  if (text.size() <= kForm.size() || text.back() != 'Z' || !has_form(text.substr(0, kForm.size()), kForm)) {
    return std::nullopt;
  }
  const auto fraction = parse_fraction(text.substr(kForm.size(), text.size() - kForm.size() - 1));
  const std::chrono::year_month_day date{std::chrono::year{digits(text.substr(0, 4))},
                                         std::chrono::month{static_cast<unsigned>(digits(text.substr(5, 2)))},
                                         std::chrono::day{static_cast<unsigned>(digits(text.substr(8, 2)))}};
  const int hour = digits(text.substr(11, 2));
  const int minute = digits(text.substr(14, 2));
  const int second = digits(text.substr(17, 2));
  if (!fraction || !date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::chrono::sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + *fraction;
}

std::string format_span(Millis span) {
  const auto pair = [](auto large, std::string_view large_unit, auto small, std::string_view small_unit) {
    if (small == 0) return fmt::format("{} {}", large, large_unit);
    return fmt::format("{} {} {} {}", large, large_unit, small, small_unit);
  };
  if (span < Millis{0}) return fmt::format("-{}", format_span(-span));
  if (span < seconds{1}) return fmt::format("{} ms", span.count());
  const auto total = floor<seconds>(span).count();
  if (total < kMinute) return fmt::format("{} s", total);
  if (total < kHour) return pair(total / kMinute, "min", total % kMinute, "s");
  if (total < kDay) return pair(total / kHour, "h", total % kHour / kMinute, "min");
  return pair(total / kDay, "d", total % kDay / kHour, "h");
}

}  // namespace dsz
