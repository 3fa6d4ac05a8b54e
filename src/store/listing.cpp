#include "listing.hpp"

#include "dsz/base/text.hpp"

#include "product_rows.hpp"
#include "store_errors.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace dsz {
namespace {

std::int64_t count_in_header(const Response& response, std::string_view name, std::string_view label) {
  constexpr std::int64_t kMost = 10'000'000;  // far beyond any store: a count that would only exhaust memory
  const std::string_view text = response.header(name);
  std::int64_t count = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || count < 0 || count > kMost) {
    throw Failure(FailureKind::store,
                  fmt::format("{}: the answer has no usable header {} (\"{}\"), so nobody can tell whether the list is "
                              "whole: a proxy or plugin between here and the store must let X-WP-Total and "
                              "X-WP-TotalPages through",
                              label, name, visible(text, 40)));
  }
  return count;
}

struct Rows {
  std::vector<std::int64_t> ids;
  std::string without_id;  ///< the first such row; "" when there is none
};

/// Failure(store) when the answer is not a list.
Rows rows_of(const StoreApi& api, const Outcome& outcome, std::string_view label, const BeginRows& begin) {
  if (!outcome.ok()) api.fail(outcome, label);
  Rows rows;
  TakeRow take = begin();
  const auto note = [&](const nlohmann::json& row) {
    const auto id = id_of(row);
    if (id) {
      rows.ids.push_back(*id);
      take(row);
    } else if (rows.without_id.empty()) {
      rows.without_id = visible(row.dump(), 120);
    }
  };
  if (stream_rows(outcome.response->body, note)) return rows;
  const nlohmann::json answer = api.json_of(outcome, label);
  if (!answer.is_array()) {
    throw Failure(FailureKind::store, fmt::format("{}: the store answered something that is not a list", label));
  }
  rows = {};
  take = begin();
  for (const nlohmann::json& row : answer) note(row);
  return rows;
}

}  // namespace

Request page_request(StoreApi& api, const Listing& listing, std::size_t page) {
  Query query = listing.query;
  query.insert(query.begin(), {{"per_page", std::to_string(api.rows_a_page())}, {"page", std::to_string(page)}});
  query.insert(query.end(), {{"orderby", "id"}, {"order", "asc"}});
  Request request = listing.fresh ? api.get_fresh(listing.path, query) : api.get(listing.path, query);
  request.retry_500 = listing.retry_500;
  return request;
}

std::string page_label(const Listing& listing, std::size_t page) {
  return fmt::format("GET {} page {}", listing.path, page);
}

bool too_many_rows(const Outcome& outcome) {
  constexpr std::array<int, 4> kStatuses = {400, 413, 500, 504};
  return outcome.response && std::ranges::find(kStatuses, outcome.response->status) != kStatuses.end();
}

Outcome send_first_page(StoreApi& api, Log& log, const Listing& listing) {
  Outcome first = api.send(page_request(api, listing, 1));
  const std::size_t before = api.rows_a_page();
  for (const std::size_t rows : {50U, 25U}) {
    if (!too_many_rows(first) || rows >= before) continue;
    api.set_rows_a_page(rows);
    Outcome smaller = api.send(page_request(api, listing, 1));
    if (!smaller.ok()) continue;
    log.info("{}: {} at {} rows; {} rows at a time from now on, in this run", page_label(listing, 1), first.describe(),
             before, rows);
    return smaller;
  }
  api.set_rows_a_page(before);
  return first;
}

ListingPage page_of(const StoreApi& api, const Outcome& outcome, std::string_view label, const BeginRows& begin) {
  Rows rows = rows_of(api, outcome, label, begin);
  ListingPage page;
  page.total = count_in_header(*outcome.response, "X-WP-Total", label);
  const std::int64_t pages = count_in_header(*outcome.response, "X-WP-TotalPages", label);
  if (pages > std::max<std::int64_t>(page.total, 1)) {
    throw Failure(FailureKind::store,
                  fmt::format("{}: the store says that {} rows fill {} pages", label, page.total, pages));
  }
  page.pages = static_cast<std::size_t>(std::max<std::int64_t>(pages, 1));
  if (!rows.without_id.empty()) {
    throw Failure(FailureKind::store, fmt::format("{}: a row has no usable id: {}", label, rows.without_id));
  }
  page.ids = std::move(rows.ids);
  return page;
}

ListingPage page_of(const StoreApi& api, const Outcome& outcome, std::string_view label) {
  return page_of(api, outcome, label, [] { return [](const nlohmann::json& /*row*/) {}; });
}

std::optional<ListingPage> page_if_usable(const StoreApi& api, Log& log, const Outcome& outcome,
                                          std::string_view label) {
  if (!outcome.response || !firewall(*outcome.response).empty()) api.fail(outcome, label);
  if (no_such_route(outcome)) return std::nullopt;
  try {
    return page_of(api, outcome, label);
  } catch (const Failure& failure) {
    log.info("{} is of no use: {}", label, failure.what());
    return std::nullopt;
  }
}

bool whole(std::vector<std::int64_t> ids, std::int64_t total) {
  std::sort(ids.begin(), ids.end());
  const bool each_once = std::adjacent_find(ids.begin(), ids.end()) == ids.end();
  return each_once && static_cast<std::int64_t>(ids.size()) == total;
}

std::string cached_answer(const Outcome& outcome) {
  const std::string cache = outcome.response ? answering_cache(*outcome.response) : "";
  if (cache.empty()) return "";
  return fmt::format("{} answered instead of the store: exempt /wp-json/ from page caching", cache);
}

void require_fresh(const StoreApi& api, const Outcome& outcome, std::string_view label) {
  const std::string cached = cached_answer(outcome);
  if (cached.empty()) return;
  throw Failure(FailureKind::store, fmt::format("store {}, {}: {}; what may be old is no ground to write on",
                                                api.identity().base, label, cached));
}

}  // namespace dsz
