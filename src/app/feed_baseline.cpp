#include "feed_baseline.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

namespace dsz {

std::optional<std::int64_t> whole_fact(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

namespace {

std::optional<std::int64_t> partial_baseline(Facts& facts, std::int64_t asked) {
  const std::string text = facts.get(kFactPartialBaseline).value_or("");
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::optional<std::int64_t> listed_then = whole_fact(std::string_view(text).substr(0, slash));
  const std::optional<std::int64_t> asked_then = whole_fact(std::string_view(text).substr(slash + 1));
  if (!listed_then || !asked_then || *asked_then <= 0) return std::nullopt;
  return asked * *listed_then / *asked_then;
}

}  // namespace

std::optional<std::int64_t> feed_baseline(Facts& facts, const Feed& feed) {
  if (feed.partial) return partial_baseline(facts, feed.asked);
  return whole_fact(facts.get(kFactFeedBaseline).value_or(""));
}

void accept_feed(Facts& facts, const Feed& feed) {
  if (feed.partial) {
    if (feed.asked == 0) return;  // of nothing there is no share
    facts.set(kFactPartialBaseline, fmt::format("{}/{}", feed.listed, feed.asked));
    return;
  }
  facts.set(kFactFeedBaseline, std::to_string(feed.listed));
  facts.set(kFactFeedBaselineAt, std::to_string(feed.fetched_at.time_since_epoch().count()));
}

bool later_was_accepted(Facts& facts, WallTime fetched_at) {
  const std::optional<std::int64_t> accepted = whole_fact(facts.get(kFactFeedBaselineAt).value_or(""));
  return accepted && *accepted > fetched_at.time_since_epoch().count();
}

bool is_measure(const WriteReport& written) {
  return !written.stock_management_off && written.stopped_by != FailureKind::unexpected;
}

}  // namespace dsz
