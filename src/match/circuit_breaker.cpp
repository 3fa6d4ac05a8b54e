#include "dsz/match/circuit_breaker.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace dsz {
namespace {

struct Share {
  std::int64_t part = 0;
  std::int64_t whole = 0;
  double limit_percent = 0;

  /// In whole numbers, so that 30% of anything is exactly at a limit of 30. A limit counts to a millionth of a percent.
  [[nodiscard]] bool above_limit() const {
    constexpr std::int64_t kMillion = 1'000'000;
    return part * 100 * kMillion > std::llround(limit_percent * static_cast<double>(kMillion)) * whole;
  }

  /// To a tenth of a percent, rounded up above the limit and down below it, so that it never contradicts the verdict.
  [[nodiscard]] std::string percent() const {
    if (whole == 0) return "0%";
    const std::int64_t tenths = (part * 1000 + (above_limit() ? whole - 1 : 0)) / whole;
    return tenths % 10 == 0 ? fmt::format("{}%", tenths / 10) : fmt::format("{}.{}%", tenths / 10, tenths % 10);
  }
};

std::string products(std::int64_t number) { return fmt::format("{} product{}", number, number == 1 ? "" : "s"); }

/// Decides, and adds to what the figures say what the limit says.
GuardResult judge(std::string name, const Share& share, std::int64_t harmed, std::int64_t floor, std::string figures) {
  GuardResult result;
  result.sentence = fmt::format("{}; the limit is {}% (match.guards.{}_percent)", figures, share.limit_percent, name);
  result.name = std::move(name);
  result.tripped = share.above_limit() && harmed >= floor;
  if (share.above_limit() && !result.tripped) {
    result.sentence += fmt::format(", but {} would be harmed, fewer than the {} that it takes (match.guards.floor)",
                                   products(harmed), floor);
  }
  return result;
}

GuardResult check_missing(const GuardFacts& facts, const GuardLimits& limits, bool allowed) {
  const PlanCounts& counts = facts.counts;
  const Share share{(allowed ? 0 : counts.missing) + counts.unconfirmed, counts.selected, limits.missing_percent};
  std::string figures = fmt::format("{} of {} selected products ({}) {} missing at the supplier", share.part,
                                    share.whole, share.percent(), share.part == 1 ? "is" : "are");
  if (counts.unconfirmed > 0) {
    figures += fmt::format(", counting {} that the supplier could not be asked for", counts.unconfirmed);
  }
  if (allowed) figures += fmt::format(", beside the {} that are allowed", counts.missing);
  return judge("missing", share, allowed ? 0 : counts.missing_to_zero, limits.floor, std::move(figures));
}

GuardResult check_zeroed(const GuardFacts& facts, const GuardLimits& limits, bool allowed) {
  const PlanCounts& counts = facts.counts;
  const Share share{counts.to_zero - (allowed ? counts.missing_to_zero : 0), counts.in_stock, limits.zeroed_percent};
  std::string figures =
      fmt::format("{} of {} selected products in stock ({}) would go to 0", share.part, share.whole, share.percent());
  if (allowed) figures += fmt::format(", beside {} of the missing that are allowed", counts.missing_to_zero);
  return judge("zeroed", share, share.part, limits.floor, std::move(figures));
}

/// What the inventory holds, before it is compared.
std::string feed_figure(const GuardFacts& facts) {
  if (!facts.feed_asked) return fmt::format("the inventory has {}", products(facts.feed));
  return fmt::format("the supplier lists {} of the {} that were asked for", facts.feed, products(*facts.feed_asked));
}

GuardResult check_feed(const GuardFacts& facts, const GuardLimits& limits) {
  if (!facts.feed_baseline) {
    return {"feed_drop", false,
            fmt::format("{}; there is no earlier one of its kind to compare it with", feed_figure(facts))};
  }
  const std::string_view measure =
      facts.feed_asked ? "that the last accepted one of its kind lets expect" : "of the last accepted one";
  if (facts.feed >= *facts.feed_baseline) {
    return {"feed_drop", false,
            fmt::format("{}, not fewer than the {} {}", feed_figure(facts), *facts.feed_baseline, measure)};
  }
  const Share share{*facts.feed_baseline - facts.feed, *facts.feed_baseline, limits.feed_drop_percent};
  return judge(
      "feed_drop", share, share.part, limits.floor,
      fmt::format("{}, {} fewer than the {} {}", feed_figure(facts), share.percent(), *facts.feed_baseline, measure));
}

GuardResult check_allowance(std::int64_t allowed, std::int64_t missing) {
  if (allowed == missing) {
    return {"allow_missing", false, fmt::format("--allow-missing {} is exactly what is missing", allowed)};
  }
  return {"allow_missing", true,
          fmt::format("--allow-missing {} allows another number than the {} that is missing at the supplier now; see "
                      "which they are with --dry-run, then give their number",
                      allowed, missing)};
}

}  // namespace

std::vector<GuardResult> check_guards(const GuardFacts& facts, const GuardLimits& limits) {
  const bool allowed = facts.counts.missing > 0 && facts.allow_missing == facts.counts.missing;
  std::vector<GuardResult> results = {check_missing(facts, limits, allowed), check_zeroed(facts, limits, allowed),
                                      check_feed(facts, limits)};
  if (facts.allow_missing) results.push_back(check_allowance(*facts.allow_missing, facts.counts.missing));
  return results;
}

}  // namespace dsz
