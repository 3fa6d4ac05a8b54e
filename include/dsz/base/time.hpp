#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dsz {

using Millis = std::chrono::milliseconds;
/// Time of day, UTC. May jump: use it for what is shown or compared across machines.
using WallTime = std::chrono::sys_time<Millis>;

/// A clock that never jumps while the machine is up (CLOCK_BOOTTIME): use it for waits and spans.
struct BootClock {
  using rep = Millis::rep;
  using period = Millis::period;
  using duration = Millis;
  using time_point = std::chrono::time_point<BootClock>;
  static constexpr bool is_steady = true;
};
using SteadyTime = BootClock::time_point;

/// "2026-11-22T08:00:00Z", as in the inventory file (design.md, "Files").
std::string format_utc(WallTime time);
/// Reads what format_utc writes, also with a fraction of a second; nullopt for anything else.
std::optional<WallTime> parse_utc(std::string_view text);
/// "3 h 20 min", "45 s": for people.
std::string format_span(Millis span);

}  // namespace dsz
