#include "check_clock.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

/// Answers take seconds, and say their time in whole ones.
constexpr Millis kTolerated = std::chrono::minutes{2};
/// A store takes a signed request for 15 minutes before and after its time (OAuth 1.0a).
constexpr Millis kHarmful = std::chrono::minutes{10};

constexpr const char* kSetClock = "set this machine's clock (timedatectl set-ntp true keeps it right)";

bool off(std::optional<Millis> ahead) { return ahead && std::chrono::abs(*ahead) > kTolerated; }

std::string apart(Millis ahead) {
  return fmt::format("{} {}", format_span(std::chrono::abs(ahead)), ahead > Millis{0} ? "behind" : "ahead of");
}

Finding wrong_clock(Millis ahead, const std::string& whom, const char* what) {
  const std::string sentence = fmt::format("this machine's clock is {} {}", apart(ahead), whom);
  if (std::chrono::abs(ahead) <= kHarmful) return warning(kClock, sentence, what);
  return trouble(kClock, FailureKind::usage, sentence, what);
}

Finding their_clock(Millis ahead, const char* whose, const char* witness) {
  return warning(kClock,
                 fmt::format("the clock of {} is {} {} this machine's, which agrees with that of {}", whose,
                             format_span(std::chrono::abs(ahead)), ahead > Millis{0} ? "ahead of" : "behind", witness),
                 fmt::format("tell whoever runs the server of {}", whose));
}

}  // namespace

Finding check_clock(std::optional<Millis> supplier_ahead, std::optional<Millis> store_ahead) {
  if (!supplier_ahead && !store_ahead) return skipped(kClock, "neither service said what time it is");
  if (supplier_ahead && store_ahead) {
    if (off(supplier_ahead) && off(store_ahead)) return wrong_clock(*supplier_ahead, "both services", kSetClock);
    if (off(supplier_ahead)) return their_clock(*supplier_ahead, "the supplier", "the store");
    if (off(store_ahead)) return their_clock(*store_ahead, "the store", "the supplier");
  }
  const char* const whom = supplier_ahead ? "the supplier" : "the store";
  const Millis ahead = supplier_ahead.value_or(store_ahead.value_or(Millis{0}));
  if (off(ahead)) return wrong_clock(ahead, whom, kSetClock);
  return fine(kClock, fmt::format("agrees with that of {}", supplier_ahead && store_ahead ? "both services" : whom));
}

}  // namespace dsz
